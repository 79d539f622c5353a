"""Step three: what taking the tables in would do, cell by cell; counts, filters, conflicts, what was not placed, what to know."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QPushButton,
    QStyle,
    QTableView,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.importing.batch import key_text
from desktop.importing.plan import GROUPS, PreviewRow, TablePlan, counts, left_in_book, take
from desktop.importing.preview_model import WORDS, PreviewModel, cell_text
from desktop.kit.wording_findings import SEVERITIES, message_text
from desktop.reading.cells import column_letters
from desktop.reading.merge import CellChange, Outcome
from scoring.finding import Severity

MOVED = frozenset({Outcome.NEW, Outcome.CHANGED, Outcome.CONFLICT, Outcome.REFUSED, Outcome.KEPT})
FILTERS: tuple[tuple[str, frozenset[Outcome]], ...] = (
    ("全部", frozenset()),
    ("有变化", MOVED),
    *((WORDS[each], frozenset({each})) for each in (Outcome.NEW, Outcome.CHANGED, Outcome.CONFLICT, Outcome.REFUSED)),
)
MOST_LINES = 9
ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)


class PreviewPage(QWidget):
    """Shows the plans of one file."""

    decided = Signal()  # the clerk took or left something
    without_values = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plans: Sequence[TablePlan] = ()
        self._state = (0, False)
        self.models: list[PreviewModel] = []
        self.tables = QComboBox(self)
        self.tables.setAccessibleName("文件里的表")
        self.tables.currentIndexChanged.connect(lambda _: self._show_plan())
        self.wanted = QCheckBox("导入这张表", self)
        self.wanted.toggled.connect(self._want)
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.values = QCheckBox(self)
        self.values.toggled.connect(self.without_values)
        self.filters = QButtonGroup(self)
        bar = QHBoxLayout()
        for at, (words, _) in enumerate(FILTERS):
            button = QToolButton(self)
            button.setText(words)
            button.setCheckable(True)
            self.filters.addButton(button, at)
            bar.addWidget(button)
        self.filters.idClicked.connect(lambda _: self._filter())
        self.rest = QLabel(self)
        bar.addWidget(self.rest)
        bar.addStretch(1)
        self.all_file = QPushButton("冲突都用文件的(&F)", self)
        self.all_file.clicked.connect(lambda: self._settle(taken=True))
        self.all_book = QPushButton("冲突都用账套的(&K)", self)
        self.all_book.clicked.connect(lambda: self._settle(taken=False))
        bar.addWidget(self.all_file)
        bar.addWidget(self.all_book)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        head = QHBoxLayout()
        head.addWidget(self.tables)
        head.addWidget(self.told, 1)
        head.addWidget(self.wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self.values)
        layout.addLayout(bar)
        layout.addWidget(self.tabs, 1)

    @property
    def plan(self) -> TablePlan | None:
        at = self.tables.currentIndex()
        return self.plans[at] if 0 <= at < len(self.plans) else None

    def show_plans(self, plans: Sequence[TablePlan], *, uncalculated: int = 0, without_values: bool = False) -> None:
        """The tables of a file; ``uncalculated`` formulas have no stored result."""
        state = (uncalculated, without_values)
        if plans is self.plans and state == self._state:
            return  # the clerk's place in it stays
        at = self.tables.currentIndex()
        self.plans, self._state = plans, state
        self.tables.blockSignals(True)
        self.tables.clear()
        self.tables.addItems([key_text(each.key) for each in plans])
        self.tables.setCurrentIndex(at if 0 <= at < len(plans) else 0)
        self.tables.blockSignals(False)
        self.tables.setVisible(len(plans) > 1)
        self.values.blockSignals(True)
        self.values.setVisible(bool(uncalculated))
        self.values.setText(
            f"{uncalculated} 个公式没有存结果：最好先用 Excel 或 WPS 打开保存一次；仍要导入时勾选这里，这些格按空白导入"
        )
        self.values.setChecked(without_values)
        self.values.blockSignals(False)
        self._show_plan()

    def _show_plan(self) -> None:
        while self.tabs.count():
            page = self.tabs.widget(0)
            self.tabs.removeTab(0)
            page.deleteLater()
        self.models = []
        plan = self.plan
        self.wanted.setVisible(plan is not None and len(self.plans) > 1)
        self.told.setText("" if plan is None else plan_told(plan))
        if plan is None:
            return
        self.wanted.blockSignals(True)
        self.wanted.setChecked(plan.wanted)
        self.wanted.blockSignals(False)
        held = counts(plan)
        for words, kinds in GROUPS.items():
            model = PreviewModel(plan, kinds, self.palette(), self.font(), self)
            if model.fields:
                model.decided.connect(self._show_counts)
                model.decided.connect(self.decided)
                self.models.append(model)
                moved = model.holds(MOVED) if plan.book is not None else 0
                self.tabs.addTab(preview_table(model, words, self.tabs), f"{words} {moved} 行有变化" if moved else words)
            else:
                model.deleteLater()
        unplaced = [
            f"{each.sheet} {column_letters(each.column)}{each.row + 1}　{' '.join(each.text.split())}"
            for each in plan.understood.unplaced
        ]
        self.tabs.addTab(
            told_list("未识别的单元格", unplaced, "有内容的单元格都有了去处。", self.tabs), f"未识别 {len(unplaced)}"
        )
        findings = sorted(plan.findings, key=lambda each: ORDER.index(each.severity))
        said = [f"{SEVERITIES[each.severity]}　{message_text(each)}" for each in findings]
        self.tabs.addTab(told_list("导入提示", said, "没有要提醒的。", self.tabs), f"提示 {len(said)}")
        moved = sum(held[each] for each in MOVED)
        self.filters.button(1 if plan.book is not None and moved else 0).setChecked(True)
        self._filter()
        first = next((at for at, model in enumerate(self.models) if plan.book is not None and model.holds(MOVED)), 0)
        self.tabs.setCurrentIndex(first)
        self._show_counts()

    def _show_counts(self) -> None:
        plan = self.plan
        if plan is None:
            return
        held = counts(plan)
        for at, (words, outcomes) in enumerate(FILTERS):
            button = self.filters.button(at)
            count = sum(held[each] for each in outcomes)
            button.setText(f"{words} {count}" if outcomes else words)
            button.setEnabled(bool(count) or not outcomes)
        self.rest.setText(f"相同 {held[Outcome.SAME]}　账套已改 {held[Outcome.KEPT]}（格）")
        for each in (self.all_file, self.all_book):
            each.setVisible(bool(held[Outcome.CONFLICT]))

    def _filter(self) -> None:
        _, outcomes = FILTERS[self.filters.checkedId()]
        for each in self.models:
            each.show_only(outcomes)

    def _settle(self, *, taken: bool) -> None:
        plan = self.plan
        if plan is not None:
            conflicts = [each for each in plan.changes if each.outcome is Outcome.CONFLICT]
            take(plan, conflicts, taken=taken)
            for each in self.models:
                each.decide((), taken=taken)

    def _want(self, wanted: bool) -> None:
        if self.plan is not None:
            self.plan.wanted = wanted
            self.decided.emit()


def plan_told(plan: TablePlan) -> str:
    """What kind of import this is."""
    name = key_text(plan.key)
    if plan.book is None:
        return f"{name}：账套里还没有这张表，整张加入。"
    kept = left_in_book(plan)
    stays = f"账套里另有 {kept} 行文件中没有，保留不动。" if kept else ""
    if plan.base is not None:
        return f"{name}：这是本程序导出的表，按导出时的内容三方比对，账套里后来的修改不会被盖掉。{stays}"
    return f"{name}：账套里已有这张表，勾选的格用文件的内容，其余不动。{stays}"


def preview_table(model: PreviewModel, words: str, parent: QWidget) -> QTableView:
    """A table view of one group of records."""
    view = QTableView(parent)
    view.setModel(model)
    view.setAccessibleName(f"预览：{words}")
    view.setWordWrap(True)
    view.setTabKeyNavigation(False)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.verticalHeader().setDefaultSectionSize(view.fontMetrics().lineSpacing() * 2 + 4)
    view.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    view.horizontalHeader().setHighlightSections(False)
    model.modelReset.connect(lambda: set_widths(view, model))
    set_widths(view, model)
    return view


def set_widths(view: QTableView, model: PreviewModel) -> None:
    """Columns as wide as their longest words ask, within reason; few columns share the room."""
    em = view.fontMetrics().horizontalAdvance("中")
    view.setColumnWidth(0, em * 22)
    most = 22 if len(model.fields) > 3 else 42
    for column, name in enumerate(model.fields, start=1):
        texts = [cell_text(each.cells[name], None) for each in model.rows if name in each.cells]
        longest = max((len(line) for text in texts for line in text.split("\n")), default=0)
        view.setColumnWidth(column, em * max(7, min(most, longest + 3)))
    usual = view.verticalHeader().defaultSectionSize()
    most = view.fontMetrics().lineSpacing() * MOST_LINES
    for at, row in enumerate(model.rows):
        needed = max((_height(view, model, column, each) for column, each in _told_cells(model, row)), default=0)
        if needed > usual:
            view.setRowHeight(at, min(needed, most))


def _told_cells(model: PreviewModel, row: PreviewRow) -> list[tuple[int, CellChange]]:
    """The cells whose old and new words must both be seen."""
    told = (Outcome.CHANGED, Outcome.CONFLICT)
    cells = [(at, row.cells.get(name)) for at, name in enumerate(model.fields, start=1)]
    return [(at, each) for at, each in cells if each is not None and each.outcome in told]


def _height(view: QTableView, model: PreviewModel, column: int, change: CellChange) -> int:
    """Pixels a cell needs beside its tick."""
    metrics = view.fontMetrics()
    room = view.columnWidth(column) - view.style().pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth) - metrics.height()
    asked = QRect(0, 0, max(room, metrics.height()), 1 << 16)
    text = cell_text(change, model.choice(change))
    return metrics.boundingRect(asked, int(Qt.TextFlag.TextWordWrap), text).height() + metrics.height() // 2


def told_list(name: str, lines: Sequence[str], nothing: str, parent: QWidget) -> QListWidget:
    """Lines to read; one that says so where there are none."""
    found = QListWidget(parent)
    found.setAccessibleName(name)
    found.setWordWrap(True)
    found.addItems(list(lines) or [nothing])
    if not lines:
        found.item(0).setFlags(Qt.ItemFlag.NoItemFlags)
    return found
