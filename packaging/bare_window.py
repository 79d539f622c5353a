"""The smallest window PySide6 can show: what the start and the memory of the built program are measured against.

``bare_window [WORDS]``: the file of words (measure_memory.py writes it) is a list of rows, each whether it is bold and its cells.
"""

import json
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget, QTableWidgetItem

application = QApplication(sys.argv)
window = QMainWindow()
table = QTableWidget(30, 12, window)
if len(sys.argv) > 1:
    rows = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    table.setRowCount(len(rows))
    for row, (bold, texts) in enumerate(rows):
        for column, text in enumerate(texts):
            cell = QTableWidgetItem(text)
            font = cell.font()
            font.setBold(bold)
            cell.setFont(font)
            table.setItem(row, column, cell)
window.setCentralWidget(table)
window.resize(1366, 728)
window.show()
sys.exit(application.exec())
