"""One module per command of the `entraide` console script that belongs to no single app."""
