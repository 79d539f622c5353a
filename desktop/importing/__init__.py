"""The import window: mapping and preview of changes. Imported by windows; files are read in reading."""
