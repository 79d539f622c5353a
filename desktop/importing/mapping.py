"""The panel beside the picture: every field with the column it comes from, what was not recognised, layouts in and out."""

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QColor, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.importing.intake import Intake, Need, headless, needs, open_columns
from desktop.importing.meanings import ALWAYS_LISTED, MEANINGS, Meaning, fields_text
from desktop.importing.tints import family_tint, quiet, strong, tint
from desktop.reading.cells import Sheet, column_letters
from desktop.reading.profiles import LEFT_OUT, ProfileColumn
from desktop.reading.understood import HeadingRead, Placed
from desktop.reading.words import plain
from scoring.table import RecordKind

SHOWN_UNPLACED = 500
PLACE = Qt.ItemDataRole.UserRole
ASK_HUE = 38


class MappingPanel(QWidget):
    """Follows one intake and one of its sheets."""

    pointed = Signal(int, int, object)  # row, column, field (None: as the reader sees it)
    column_pointed = Signal(int, object)
    confirm_asked = Signal()
    load_asked = Signal()
    save_asked = Signal()
    forget_asked = Signal()
    place_chosen = Signal(str, int, int)  # sheet, row, column

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ask = QLabel(self)
        self.ask.setWordWrap(True)
        self.confirm = QPushButton("这些栏目没有错(&Q)", self)
        self.confirm.clicked.connect(self.confirm_asked)
        self.fields = QTableWidget(0, 2, self)
        self.fields.setHorizontalHeaderLabels(["要填的内容", "来自表中的栏目"])
        self.fields.setAccessibleName("各项内容来自哪一栏")
        self.fields.verticalHeader().hide()
        self.fields.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.fields.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.fields.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.fields.setTabKeyNavigation(False)
        self.fields.setShowGrid(False)
        self.fields.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.fields.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.fields.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() * 3 // 2)
        self.fields.clicked.connect(self._show_column)
        self.fields.activated.connect(self.ask_column)
        self.others = QLabel(self)
        self.others.setWordWrap(True)
        self.unplaced_title = QLabel(self)
        self.unplaced = QListWidget(self)
        self.unplaced.setAccessibleName("未识别的单元格")
        self.unplaced.itemActivated.connect(self._show_unplaced)
        self.unplaced.itemClicked.connect(self._show_unplaced)
        self.layout_told = QLabel(self)
        self.layout_told.setWordWrap(True)
        self.load = QPushButton("载入对应关系(&L)…", self)
        self.load.clicked.connect(self.load_asked)
        self.save = QPushButton("导出对应关系(&E)…", self)
        self.save.clicked.connect(self.save_asked)
        self.forget = QPushButton("全部自动识别(&A)", self)
        self.forget.clicked.connect(self.forget_asked)
        self.menu: QMenu | None = None
        buttons = QHBoxLayout()
        for each in (self.load, self.save, self.forget):
            buttons.addWidget(each)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 0, 0, 0)
        layout.addWidget(self.ask)
        layout.addWidget(self.confirm)
        layout.addWidget(self.fields, 3)
        layout.addWidget(self.others)
        layout.addWidget(self.unplaced_title)
        layout.addWidget(self.unplaced, 1)
        layout.addWidget(self.layout_told)
        layout.addLayout(buttons)
        self._sheet: Sheet | None = None
        self._columns: tuple[HeadingRead, ...] = ()
        self._meanings: list[Meaning] = []

    def show_intake(self, intake: Intake | None, sheet: Sheet | None) -> None:
        """Bring everything up to date."""
        self._sheet = sheet
        found = () if intake is None or sheet is None else intake.found
        name = "" if sheet is None else sheet.name
        self._columns = tuple(each for table in found for each in table.columns if each.sheet == name)
        self._show_asking(intake)
        self._show_fields(intake)
        self._show_others(intake)
        placed = [] if intake is None else [each for table in intake.found for each in table.unplaced]
        self._show_unplaced_cells(placed, read=bool(found))
        profile = None if intake is None else intake.choices.profile
        self.save.setEnabled(profile is not None)
        self.forget.setEnabled(profile is not None)
        self.load.setEnabled(sheet is not None)
        told = (
            f"已套用账套里记住的对应关系“{intake.remembered}”。" if intake is not None and intake.remembered and profile else ""
        )
        self.layout_told.setText(told or ("指认过的栏目在导入时记进账套，下次自动套用。" if profile is not None else ""))
        self.layout_told.setVisible(bool(self.layout_told.text()))

    def _show_asking(self, intake: Intake | None) -> None:
        asked = () if intake is None else open_columns(intake)
        bare = () if intake is None else headless(intake)
        words = ""
        if bare:
            words = (
                f"工作表“{'、'.join(bare)}”没有认出栏目行：有栏目的，点左图的栏目逐个说明；"
                "没有的，点左图上方的列标（A、B、C…）逐列说明。"
            )
        elif asked:
            said = "；".join(f"“{each.heading}”当作{fields_text(each.fields)}" for each in asked[:6])
            words = f"请核对：{said}。不对的，点左图的栏目改正。"
        elif intake is not None and intake.workbook is not None and Need.COLUMNS not in needs(intake):
            left = [column_letters(each.column) for each in self._columns if not each.fields]
            known = "栏目都已认出" if not left else f"{'、'.join(left)} 栏还没有指认，先并入备注"
            words = f"{known}；要改正，点左图的栏目，或在下面选一行按回车。"
            if self._sheet is not None and self._sheet.cells and not self._columns:
                pointed = (
                    "再指认一栏就能读出指标" if intake.choices.profile is not None else "如果是指标表，请点左图的栏目逐个说明"
                )
                words = f"这张表没有认出指标的栏目：{pointed}；不是指标表的，核对下面读出的内容即可。"
        self.ask.setText(words)
        self.ask.setVisible(bool(words))
        palette = QPalette(self.palette())
        if asked or bare:
            palette.setColor(QPalette.ColorRole.WindowText, strong(self.palette(), ASK_HUE))
        self.ask.setPalette(palette)
        self.confirm.setVisible(bool(asked) and not bare)

    def _show_fields(self, intake: Intake | None) -> None:
        profile = None if intake is None else intake.choices.profile
        pointed = profile.columns if profile is not None else ()
        at = self.fields.currentRow()
        seen = {name for each in self._columns for name in each.fields} | {each.field for each in pointed}
        self._meanings = [each for each in MEANINGS if each.field in seen or each.field in ALWAYS_LISTED]
        self.fields.setRowCount(len(self._meanings) if self._sheet is not None else 0)
        open_ones = {(each.row, each.column) for each in (open_columns(intake) if intake is not None else ())}
        for row in range(self.fields.rowCount()):
            meaning = self._meanings[row]
            mine = [each for each in self._columns if meaning.field in each.fields]
            headings = dict.fromkeys(f"{column_letters(each.column)} {each.heading}".strip() for each in mine)
            places = "、".join(headings) or _by_place(pointed, meaning.field)
            asks = any((each.row, each.column) in open_ones for each in mine)
            name, source = (
                QTableWidgetItem(meaning.words),
                QTableWidgetItem(f"{places}　请核对" if asks else places or "（表中没有）"),
            )
            name.setBackground(family_tint(self.palette(), meaning.family, heading=True))
            if asks:
                source.setBackground(tint(self.palette(), ASK_HUE, 0.2))
            if not places:
                source.setForeground(quiet(self.palette()))
            source.setToolTip(places)
            self.fields.setItem(row, 0, name)
            self.fields.setItem(row, 1, source)
        if 0 <= at < self.fields.rowCount():
            self.fields.setCurrentCell(at, 0)

    def _show_others(self, intake: Intake | None) -> None:
        found = () if intake is None else intake.found
        kinds = (("资金", RecordKind.FUND, "行"), ("基础数据", RecordKind.BASE_FACT, "项"), ("文字", RecordKind.NARRATIVE, "段"),
                 ("基本情况", RecordKind.DETAIL, "项"))  # fmt: skip
        rows = sum(1 for each in found for node in each.table.nodes if node.leaf)
        parts = [f"指标 {rows} 行"] if rows else []
        for words, kind, unit in kinds:
            count = sum(len(getattr(each.table, kind.value)) for each in found)
            if count:
                parts.append(f"{words} {count} {unit}")
        self.others.setText(f"这样对应，读出{'、'.join(parts)}。" if parts else "这样对应，还没有读出内容。")
        self.others.setVisible(intake is not None)

    def _show_unplaced_cells(self, placed: list[Placed], *, read: bool) -> None:
        self.unplaced.clear()
        self.unplaced_title.setText(f"未识别 {len(placed)} 个单元格" if placed else "未识别：没有" if read else "")
        for each in placed[:SHOWN_UNPLACED]:
            address = f"{column_letters(each.column)}{each.row + 1}"
            item = QListWidgetItem(f"{address}　{' '.join(each.text.split())[:60]}")
            item.setData(PLACE, (each.sheet, each.row, each.column))
            self.unplaced.addItem(item)
        if not placed:
            item = QListWidgetItem("有内容的单元格都有了去处。" if read else "")
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            item.setForeground(QColor(quiet(self.palette())))
            self.unplaced.addItem(item)

    def _show_unplaced(self, item: QListWidgetItem) -> None:
        place = item.data(PLACE)
        if place is not None:
            self.place_chosen.emit(*place)

    def _show_column(self, index: QModelIndex) -> None:
        field = self._meanings[index.row()].field
        column = next((each for each in self._columns if field in each.fields), None)
        if column is not None:
            self.place_chosen.emit(column.sheet, max(0, column.row), column.column)

    def ask_column(self, index: QModelIndex) -> None:
        """Offer every column of the sheet for a field."""
        if self._sheet is None or not index.isValid():
            return
        meaning = self._meanings[index.row()]
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = QMenu(f"{meaning.words}来自", self)
        for each in self._columns:
            said = fields_text(each.fields)
            words = f"{column_letters(each.column)}　{each.heading}" + (f"（现在是{said}）" if said else "")
            action = QAction(words, self.menu)
            action.setCheckable(True)
            action.setChecked(meaning.field in each.fields)
            action.triggered.connect(lambda _=False, each=each: self._point(each, meaning.field))
            self.menu.addAction(action)
        if not self._columns:
            for column in range(self._sheet.column_count):
                action = QAction(f"{column_letters(column)} 列", self.menu)
                action.triggered.connect(lambda _=False, column=column: self.column_pointed.emit(column, meaning.field))
                self.menu.addAction(action)
        mine = [each for each in self._columns if meaning.field in each.fields]
        if mine:
            self.menu.addSeparator()
            action = QAction("不导入", self.menu)
            action.triggered.connect(lambda: self._leave_out(mine))
            self.menu.addAction(action)
        rect = self.fields.visualRect(index)
        self.menu.popup(self.fields.viewport().mapToGlobal(QPoint(rect.left(), rect.bottom())))

    def _leave_out(self, columns: list[HeadingRead]) -> None:
        for each in columns:
            self._point(each, LEFT_OUT)

    def _point(self, column: HeadingRead, field: str) -> None:
        if column.heading:
            self.pointed.emit(column.row, column.column, field)
        else:
            self.column_pointed.emit(column.column, field)


def _by_place(pointed: tuple[ProfileColumn, ...], field: str) -> str:
    """The columns of a sheet without headings, or headings pointed at that the reader has not made a table of yet."""
    return "、".join(
        f"{column_letters(each.column)} {plain(each.heading)}".strip() for each in pointed if each.field and each.field == field
    )
