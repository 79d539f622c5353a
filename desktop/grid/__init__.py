"""The entry table: model, delegate, view. Imported by windows; reads the hall, never the store."""
