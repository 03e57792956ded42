"""Any service rendered, told by the apps above."""
