"""打印多张表: the tables of the book as a list to tick, what of each is wanted, and where it goes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from desktop.sheets.batch import TOGETHER_TITLE, Job, Makers, pages_of, write_each, write_together
from desktop.sheets.export import printed_of
from desktop.sheets.page import Page
from desktop.sheets.pages_window import watched
from desktop.sheets.remembered import remembered_setup
from desktop.sheets.setup import RowChoice, SheetKind
from desktop.sheets.setup_panel import CONTENTS, in_pairs
from desktop.sheets.typefaces import Typefaces
from desktop.sheets.write_pdf import Progress
from desktop.windows.outputs import report_chart
from desktop.windows.tree import STATES
from desktop.workspace import book
from desktop.workspace.check_code import check_code
from desktop.workspace.library import form_of
from desktop.workspace.since import since_submission
from desktop.workspace.years import table_lines
from scoring.table import TableKey

if TYPE_CHECKING:
    from desktop.windows.main_window import MainWindow

ALL_YEARS = "全部年度"
WHOLE = "部门整体支出"
TOLD = "纸张、页边距、页眉页脚照每种表样上次在打印预览里的设置。"
_KEY = Qt.ItemDataRole.UserRole
_TICKED, _FREE = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class BatchWindow(QDialog):
    """Ticks tables and prints them; nothing is written before a button is pressed."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.setWindowTitle("打印多张表")
        self.year_box = QComboBox(self)
        self.year_box.setAccessibleName("年度")
        self.tickers = [
            self._button("全选(&A)", lambda: self.tick_all(ticked=True)),
            self._button("全不选(&N)", lambda: self.tick_all(ticked=False)),
        ]
        self.tree = QTreeWidget(self)
        self.tree.setAccessibleName("要打印的表")
        self.tree.setHeaderLabels(["单位和表", "状态"])
        self.tree.setUniformRowHeights(True)
        self.content_boxes = {kind: QCheckBox(words, self) for kind, words in CONTENTS.items()}
        self.content_boxes[SheetKind.FORM].setChecked(True)
        self.told = QLabel(TOLD, self)
        self.told.setWordWrap(True)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.buttons = [
            self._button("打印(&P)…", self.ask_printer),
            self._button("合成一个 PDF(&S)…", self.ask_file),
            self._button("每张表一个 PDF(&M)…", self.ask_folder),
        ]
        self._fill()
        self._arrange()
        self.year_box.currentIndexChanged.connect(self._show_year)
        self.tree.itemChanged.connect(self._judge)
        self._judge()

    def chosen(self) -> list[TableKey]:
        """The ticked tables that are in view, in the order of the list."""
        return [
            item.data(0, _KEY)
            for unit in self._units()
            for item in (unit.child(at) for at in range(unit.childCount()))
            if not item.isHidden() and item.checkState(0) is _TICKED
        ]

    def tick_all(self, *, ticked: bool) -> None:
        """Every table in view, or none."""
        for unit in self._units():
            for item in (unit.child(at) for at in range(unit.childCount())):
                if not item.isHidden():
                    item.setCheckState(0, _TICKED if ticked else _FREE)

    def ask_printer(self) -> None:
        """打印: the pages are made first, so that the printer is asked for once with all of them."""
        from PySide6.QtPrintSupport import QPrintDialog

        from desktop.sheets.printing import new_printer, print_pages

        faces, makers, pages = Typefaces(), self._makers(), list[Page]()

        def lay_out(progress: Progress) -> bool:
            pages.extend(pages_of(makers, faces, progress) or ())
            return bool(pages)

        if not self._run("正在排版", lay_out):
            return
        printer = new_printer(pages[0], TOGETHER_TITLE)
        dialog = QPrintDialog(printer, self)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, len(pages))
        if dialog.exec() == QDialog.DialogCode.Accepted and self._run(
            "正在打印", lambda progress: print_pages(printer, pages, faces, progress=progress)
        ):
            self._tell(f"已送去打印 {len(makers)} 张表，共 {len(pages)} 页。")

    def ask_file(self) -> None:
        """合成一个 PDF."""
        suggestion = self._window.output_folder() / f"{TOGETHER_TITLE}.pdf"
        name, _ = QFileDialog.getSaveFileName(self, "合成一个 PDF", str(suggestion), "PDF (*.pdf)")
        if name:
            path = Path(name)
            self.write_together(path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf"))

    def write_together(self, path: Path) -> bool:
        """All ticked tables into one file; whether it was written."""
        makers = self._makers()
        done = self._run("正在存为 PDF", lambda progress: write_together(path, makers, Typefaces(), progress))
        if done:
            self._tell(f"已把 {len(makers)} 张表存为 {path}")
        return done

    def ask_folder(self) -> None:
        """每张表一个 PDF."""
        name = QFileDialog.getExistingDirectory(self, "PDF 存到哪个文件夹", str(self._window.output_folder()))
        if name:
            self.write_each(Path(name))

    def write_each(self, folder: Path) -> bool:
        """A file for each ticked table; whether all were written. Files of the same names are asked about."""
        makers, written = self._makers(), list[Path]()
        there = [each for each in (make().file_name for make in makers) if (folder / each).exists()]
        if there and not self._may_replace(there):
            return False

        def work(progress: Progress) -> bool:
            written.extend(write_each(folder, makers, Typefaces(), progress))
            return len(written) == len(makers)

        done = self._run("正在存为 PDF", work)
        if done:
            self._tell(f"已在 {folder} 里存好 {len(written)} 个 PDF。")
        elif written:
            self._tell(f"{self.told.text()} 之前已存好 {len(written)} 个。")
        return done

    def _may_replace(self, names: Sequence[str]) -> bool:
        box = QMessageBox(
            QMessageBox.Icon.Question,
            "打印多张表",
            f"文件夹里已有 {len(names)} 个同名的文件，例如：\n{names[0]}\n\n用新的替换吗？",
            QMessageBox.StandardButton.Cancel,
            self,
        )
        yes = box.addButton("替换", QMessageBox.ButtonRole.AcceptRole)
        box.exec()
        return box.clickedButton() is yes

    def _makers(self) -> Makers:
        contents = tuple(kind for kind, box in self.content_boxes.items() if box.isChecked()) or (SheetKind.FORM,)
        return [partial(self._job, key, contents) for key in self.chosen()]

    def _job(self, key: TableKey, contents: tuple[SheetKind, ...]) -> Job:
        """One table as it is when its turn has come.

        Raises:
            EnvironmentFault: the table cannot be read.
        """
        store = self._window.workspace.store
        if store is None:
            raise ValueError("no book is open")
        scored, findings = book.scored_and_checked(store, key)
        form = form_of(scored.table)
        setup = remembered_setup(self._window.settings, form)
        rows = RowChoice.ALL if setup.rows is RowChoice.SELECTED else setup.rows
        chart = report_chart(book.last_year(store, key), scored) if SheetKind.REPORT in contents else None
        since = since_submission(store, key) if SheetKind.CHANGES in contents else None
        printed = printed_of(scored, findings, check_code=check_code(scored.table), chart=chart, since=since)
        return Job(scored, form, replace(setup, contents=contents, rows=rows), printed)

    def _run(self, words: str, work: Callable[[Progress], bool]) -> bool:
        """Work table by table, with progress and a way to stop."""
        self._window.commands.end_editing()
        return watched(words, work, self._tell, self, soon=True)

    def _tell(self, words: str) -> None:
        self.told.setText(words)

    def _units(self) -> list[QTreeWidgetItem]:
        return [self.tree.topLevelItem(at) for at in range(self.tree.topLevelItemCount())]

    def _judge(self) -> None:
        """The buttons say how many tables there are."""
        count = len(self.chosen())
        for button in self.buttons:
            button.setEnabled(count > 0)
        self._tell(f"已勾选 {count} 张表。{TOLD}" if count else "请勾选要打印的表；勾选单位就是它的每一张表。")

    def _show_year(self) -> None:
        year = self.year_box.currentData()
        for unit in self._units():
            items = [unit.child(at) for at in range(unit.childCount())]
            for item in items:
                item.setHidden(year is not None and item.data(0, _KEY).year != year)
            unit.setHidden(all(item.isHidden() for item in items))
        self._judge()

    def _fill(self) -> None:
        """The tables of the book; the one in view is ticked."""
        shown = self._window.workspace.table
        lines = table_lines(self._window.workspace.overview())
        years = sorted({line.key.year for some in lines.values() for line in some}, reverse=True)
        self.year_box.addItem(ALL_YEARS, None)
        for year in years:
            self.year_box.addItem(f"{year} 年度", year)
        for name, some in lines.items():
            unit = QTreeWidgetItem(self.tree, [name])
            unit.setFlags(unit.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsAutoTristate)
            for line in some:
                words = f"{line.key.year} 年度  {line.key.subject or WHOLE}"
                item = QTreeWidgetItem(unit, [words, " ".join(STATES[line.status])])
                item.setData(0, _KEY, line.key)
                item.setCheckState(0, _TICKED if shown is not None and shown.key == line.key else _FREE)
            unit.setExpanded(True)

    def _button(self, words: str, doing: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.clicked.connect(doing)
        return button

    def _arrange(self) -> None:
        top = QHBoxLayout()
        label = QLabel("年度(&Y)", self)
        label.setBuddy(self.year_box)
        top.addWidget(label)
        top.addWidget(self.year_box)
        for button in self.tickers:
            top.addWidget(button)
        top.addStretch(1)
        contents = QGroupBox("每张表印哪些内容", self)
        contents.setLayout(in_pairs(list(self.content_boxes.values())))
        below = QHBoxLayout()
        for button in self.buttons:
            below.addWidget(button)
        below.addStretch(1)
        below.addWidget(self._button("关闭", self.close))
        whole = QVBoxLayout(self)
        whole.addLayout(top)
        whole.addWidget(self.tree, 1)
        whole.addWidget(contents)
        whole.addWidget(self.told)
        whole.addLayout(below)
        em, room = self.fontMetrics().height(), self.screen().availableSize()
        self.resize(min(em * 40, room.width()), min(em * 36, room.height() - 2 * em))
        self.tree.setColumnWidth(0, em * 28)
        self.tree.setFocus()
