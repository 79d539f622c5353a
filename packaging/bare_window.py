"""The smallest window PySide6 can show: what the start of the built program is measured against."""

import sys

from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget

application = QApplication(sys.argv)
window = QMainWindow()
window.setCentralWidget(QTableWidget(30, 12, window))
window.resize(1366, 728)
window.show()
sys.exit(application.exec())
