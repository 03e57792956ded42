"""Stories through a real browser, on the demonstration world and a real server."""
