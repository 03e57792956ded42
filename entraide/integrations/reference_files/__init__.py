"""Public reference files, as they are shipped and as INSEE and the DGCL publish them each year, read as values of the register."""
