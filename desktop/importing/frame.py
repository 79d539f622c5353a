"""How the import window is arranged: files at the left, three steps above, the picture beside its panels, one row of buttons."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.importing.files import FileQueue
from desktop.importing.mapping import MappingPanel
from desktop.importing.preview import PreviewPage
from desktop.importing.sheet_model import SheetModel
from desktop.importing.sheet_view import SheetView
from desktop.importing.source_panel import SourcePanel
from desktop.kit.clipboard import files_in

STEPS = ("1 文件与工作表", "2 对应关系", "3 预览变更")
WIDTH, HEIGHT = 1280, 690


class ImportFrame(QDialog):
    """The parts in their places; what they do to each other stands in :class:`desktop.importing.window.ImportWindow`."""

    files_dropped = Signal(list)

    def __init__(self, source: SourcePanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("导入")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.resize(WIDTH, HEIGHT)
        self.files = FileQueue(self)
        self.picture = SheetModel(self.palette(), self.font(), self)
        self.sheet_view = SheetView(self.picture, self)
        self.source = source
        self.mapping = MappingPanel(self)
        self.preview = PreviewPage(self)
        self._lay_out()
        self.turn_to(0)

    def _lay_out(self) -> None:
        self.side = QStackedWidget(self)
        self.side.addWidget(self.source)
        self.side.addWidget(self.mapping)
        em = self.fontMetrics().height()
        self.beside = QSplitter(Qt.Orientation.Horizontal, self)
        self.beside.addWidget(self.sheet_view)
        self.beside.addWidget(self.side)
        self.beside.setStretchFactor(0, 1)
        self.beside.setChildrenCollapsible(False)
        self.beside.setSizes([em * 40, em * 20])
        self.middle = QStackedWidget(self)
        self.middle.addWidget(self.beside)
        self.middle.addWidget(self.preview)
        self.columns = QSplitter(Qt.Orientation.Horizontal, self)
        self.columns.addWidget(self.files)
        self.columns.addWidget(self.middle)
        self.columns.setStretchFactor(1, 1)
        self.columns.setSizes([em * 12, em * 60])
        steps = QHBoxLayout()
        self.steps: list[QToolButton] = []
        for at, words in enumerate(STEPS):
            button = QToolButton(self)
            button.setText(words)
            button.setCheckable(True)
            button.setAutoRaise(True)
            button.setToolTip(f"Ctrl+{at + 1}")
            button.clicked.connect(lambda _=False, at=at: self.turn_to(at))
            QShortcut(QKeySequence(f"Ctrl+{at + 1}"), self, lambda at=at: self.turn_to(at))
            self.steps.append(button)
            if at:
                steps.addWidget(QLabel("─", self))
            steps.addWidget(button)
        steps.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addLayout(steps)
        layout.addWidget(self.columns, 1)
        layout.addLayout(self._make_buttons())

    def _make_buttons(self) -> QHBoxLayout:
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.told.setAccessibleName("提示")
        self.back = QPushButton("上一步(&B)", self)
        self.back.clicked.connect(lambda: self.turn_to(self.step - 1))
        self.next = QPushButton("下一步(&N)", self)
        self.next.clicked.connect(lambda: self.turn_to(self.step + 1))
        self.accept_button = QPushButton("导入", self)
        self.close_button = QPushButton("关闭(&C)", self)
        self.close_button.clicked.connect(self.close)
        for each in (self.back, self.next, self.accept_button, self.close_button):
            each.setAutoDefault(False)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.accept_button.click)
        buttons = QHBoxLayout()
        buttons.addWidget(self.told, 1)
        for each in (self.back, self.next, self.accept_button, self.close_button):
            buttons.addWidget(each)
        return buttons

    @property
    def step(self) -> int:
        return 2 if self.middle.currentIndex() == 1 else self.side.currentIndex()

    def turn_to(self, step: int) -> None:
        """Another of the three steps; each can be seen at any time."""
        step = max(0, min(step, len(STEPS) - 1))
        self.middle.setCurrentIndex(1 if step == len(STEPS) - 1 else 0)
        if step < len(STEPS) - 1:
            self.side.setCurrentIndex(step)
        for at, button in enumerate(self.steps):
            button.setChecked(at == step)
            font = button.font()
            font.setBold(at == step)
            button.setFont(font)
        self.back.setEnabled(step > 0)
        self.next.setEnabled(step < len(STEPS) - 1)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.files_dropped.emit(files_in(event.mimeData()))
