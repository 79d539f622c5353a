"""Charts: plain series in catalogue (no Qt), drawing in plot (the only module with pyqtgraph). Imported by windows and cli."""
