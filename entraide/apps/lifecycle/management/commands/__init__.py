"""Commands of the `entraide` console."""
