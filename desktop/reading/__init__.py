"""Files in, without Qt: a grid of cells from every kind of file, and understanding it. Imported by the hall and cli."""
