"""Files of lines and columns: CSV and XLSX, read from strangers and written for people."""
