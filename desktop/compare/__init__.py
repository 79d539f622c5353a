"""Years side by side: model and view. Imported by windows; the arithmetic is in scoring.compare."""
