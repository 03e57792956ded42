"""Files that people send and that we make, encrypted."""
