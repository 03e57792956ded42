"""Fixtures that turn a silent slip into a failing test; each is proved in `test_harness`."""
