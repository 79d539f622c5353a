"""The list of problems; a click goes to the cell. Imported by windows."""
