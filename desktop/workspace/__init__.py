"""The hall: the open book, the current table, its scored twin, the one edit door. Imported by every screen."""
