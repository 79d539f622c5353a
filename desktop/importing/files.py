"""The files at the left: each with its state; read one after the other beside the window, until they are done or stopped."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QListWidget, QListWidgetItem, QProgressBar, QPushButton, QVBoxLayout, QWidget

from db.faults import EnvironmentFault, FaultCode
from desktop.importing.intake import Intake, Stage, read
from desktop.kit import tasks
from desktop.reading.cells import Workbook

SIGNS = {
    Stage.WAITING: "…",
    Stage.READING: "…",
    Stage.STOPPED: "■",
    Stage.FAILED: "×",
    Stage.OPEN: "?",
    Stage.READY: "✓",
    Stage.TAKEN: "✓",
}


class FileQueue(QWidget):
    """Holds the intakes; reads the waiting ones in turn."""

    current_changed = Signal()
    state_changed = Signal()
    read_done = Signal(object)  # an Intake whose file was read
    add_asked = Signal()
    paste_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.intakes: list[Intake] = []
        self._reading: Intake | None = None
        self._stop: set[int] = set()  # the readings that were stopped, by number
        self._number = 0
        self.list = QListWidget(self)
        self.list.setAccessibleName("要导入的文件")
        self.list.setWordWrap(True)
        self.list.currentRowChanged.connect(lambda _: self.current_changed.emit())
        self.add_button = QPushButton("添加文件(&D)…", self)
        self.add_button.clicked.connect(self.add_asked)
        self.paste_button = QPushButton("粘贴表格(&V)", self)
        self.paste_button.setToolTip("在 Excel、WPS 或 Word 里复制一张表，再点这里（Ctrl+V）")
        self.paste_button.clicked.connect(self.paste_asked)
        self.remove_button = QPushButton("移出(&R)", self)
        self.remove_button.clicked.connect(self.remove_current)
        self.stop_button = QPushButton("停止读取(&T)", self)
        self.stop_button.clicked.connect(self.stop)
        for each in (self.add_button, self.paste_button, self.remove_button, self.stop_button):
            each.setAutoDefault(False)
        buttons = QGridLayout()
        buttons.addWidget(self.add_button, 0, 0)
        buttons.addWidget(self.paste_button, 0, 1)
        buttons.addWidget(self.remove_button, 1, 0)
        buttons.addWidget(self.stop_button, 1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 6, 0)
        title = QLabel("文件", self)
        title.setBuddy(self.list)
        layout.addWidget(title)
        layout.addWidget(self.list, 1)
        layout.addLayout(buttons)
        self.progress = QProgressBar(self)
        self.progress.setAccessibleName("读取文件的进度")
        self.progress.setFormat("%v / %m 个文件")
        layout.insertWidget(2, self.progress)
        self.show_states()

    def current(self) -> Intake | None:
        at = self.list.currentRow()
        return self.intakes[at] if 0 <= at < len(self.intakes) else None

    def add(self, paths: Sequence[Path]) -> None:
        """Files at the end of the list; one that is there already is read again only if it failed or was stopped."""
        for path in paths:
            known = next((each for each in self.intakes if each.path == path), None)
            if known is None:
                self.intakes.append(Intake(path))
                self.list.addItem(QListWidgetItem())
            elif known.stage in (Stage.FAILED, Stage.STOPPED, Stage.TAKEN):
                self.intakes[self.intakes.index(known)] = Intake(path)
        if self.list.currentRow() < 0 and self.intakes:
            self.list.setCurrentRow(0)
        self.show_states()
        self._read_next()

    def remove_current(self) -> None:
        """Take the file out of the list; nothing of it goes into the book."""
        at = self.list.currentRow()
        if not 0 <= at < len(self.intakes):
            return
        if self.intakes[at] is self._reading:
            self._stop.add(self._number)
        self.intakes.pop(at)
        self.list.takeItem(at)
        self.current_changed.emit()

    def stop(self) -> None:
        """Read no further: the file that is being read, and those that wait."""
        if self._reading is not None:
            self._stop.add(self._number)
        for each in self.intakes:
            if each.stage is Stage.WAITING:
                each.stage = Stage.STOPPED
        self.state_changed.emit()

    def read_again(self, password: str) -> None:
        """Read the current file with a password."""
        intake = self.current()
        if intake is not None and intake.workbook is None:
            intake.password, intake.fault, intake.stage = password, None, Stage.WAITING
            self.state_changed.emit()
            self._read_next()

    def _read_next(self) -> None:
        if self._reading is not None:
            return
        intake = next((each for each in self.intakes if each.stage is Stage.WAITING), None)
        if intake is None:
            return
        self._reading = intake
        intake.stage, intake.seconds = Stage.READING, 0
        self._number += 1
        number, path, password, stopped = self._number, intake.path, intake.password, self._stop

        def done(workbook: Workbook | None) -> None:
            intake.workbook = workbook
            intake.stage = Stage.STOPPED if workbook is None else intake.stage
            self._ended(intake)

        def failed(fault: EnvironmentFault) -> None:
            if fault.code is FaultCode.FILE_ENCRYPTED and password is not None:
                fault = EnvironmentFault(fault.code, **{**fault.facts, "wrong": "yes"})
            intake.fault, intake.stage = fault, Stage.FAILED
            self._ended(intake)

        def progress(passed: int, _: int) -> None:
            if passed // 1000 != intake.seconds:
                intake.seconds = passed // 1000
                self.show_states()

        tasks.run(lambda report: read(path, password, lambda: number in stopped, report), done, failed, progress, self)
        self.show_states()

    def _ended(self, intake: Intake) -> None:
        self._reading = None
        if intake in self.intakes:
            self.read_done.emit(intake)
        self.state_changed.emit()
        self._read_next()

    def show_states(self) -> None:
        """Every file's line."""
        for at, intake in enumerate(self.intakes):
            item = self.list.item(at)
            item.setText(f"{SIGNS[intake.stage]} {intake.name}\n　 {state_text(intake)}")
            item.setToolTip(str(intake.path))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{intake.name}，{state_text(intake)}")
        busy = any(each.stage in (Stage.WAITING, Stage.READING) for each in self.intakes)
        self.stop_button.setVisible(busy)
        self.progress.setVisible(busy)
        self.progress.setRange(0, len(self.intakes))
        self.progress.setValue(sum(each.stage not in (Stage.WAITING, Stage.READING) for each in self.intakes))
        self.remove_button.setEnabled(self.current() is not None)


def state_text(intake: Intake) -> str:
    """How far a file has come, in words."""
    words = str(intake.stage.value)
    if intake.stage is Stage.READING and intake.seconds:
        return f"{words} {intake.seconds} 秒"
    if intake.rows and intake.stage in (Stage.OPEN, Stage.READY, Stage.TAKEN):
        return f"{intake.rows} 个指标，{words}"
    return words
