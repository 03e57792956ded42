"""How the staff's screens say what the apps know."""
