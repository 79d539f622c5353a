"""The screen of the comparison: tables on top, what moved in words, the table, charts beside it, what to confirm beneath."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtCore import QByteArray, QSignalBlocker, Qt, SignalInstance
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from desktop.compare.hints import HintList
from desktop.compare.model import CompareModel
from desktop.compare.proposals import Proposal
from desktop.compare.table import CompareTable
from desktop.forms.compared import FILTER_WORDS, KIND_WORDS, OF_TABLE, Filter, Kind, summary_text
from desktop.forms.compared_text import side_labels
from scoring.align import Link
from scoring.compare import Comparison
from scoring.table import TableKey
from scoring.year_findings import YearFinding, year_findings

_LONG_CHIPS_IN_LINE = 3  # with the buttons beside them they fit a screen 1366 points wide


class Charts(Protocol):
    """What the view asks of the pane of charts beside it; the window gives it one (``desktop.charts.page.ChartPage``)."""

    row_chosen: SignalInstance

    def show_comparison(self, comparison: Comparison | None) -> None: ...
    def choose_row(self, row: int | None) -> None: ...


@dataclass(frozen=True, slots=True)
class Shown:
    """What the view shows: all plain values.

    Attributes:
        proposals: likely pairs nobody has confirmed or refused.
        notes: by position of the table and id of the row.
    """

    comparison: Comparison
    proposals: Sequence[Proposal] = ()
    notes: Mapping[tuple[int, str], str] = field(default_factory=dict)


def _nothing(*_: object) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Calls:
    """What the view asks the window to do; it calls :meth:`CompareView.show_comparison` with what became of it.

    Attributes:
        store_link: keep what was said of a pair.
        store_note: keep words at a row of a table; empty words take the note away.
        go_to: show a row of a table in the entry form.
        add_table: ask for another year; ``choose_unit``: for a table of another unit or under another rulebook.
        remove_table: take the table at a position out.
        preview: show the pages of the comparison.
        export: write the comparison to a file.
    """

    store_link: Callable[[Link], None] = _nothing
    store_note: Callable[[TableKey, str, str], None] = _nothing
    go_to: Callable[[TableKey, str], None] = _nothing
    add_table: Callable[[], None] = _nothing
    choose_unit: Callable[[], None] = _nothing
    remove_table: Callable[[int], None] = _nothing
    preview: Callable[[], None] = _nothing
    export: Callable[[], None] = _nothing


class CompareView(QWidget):
    """Arranges; holds no facts. ``charts`` is the widget of the charts, wired to share the chosen row."""

    def __init__(
        self, shown: Shown, calls: Calls | None = None, *, charts: QWidget | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._shown = shown
        self._calls = calls or Calls()
        self._charts: Charts | None = charts  # type: ignore[assignment]  # a widget that also keeps the protocol
        self.model = CompareModel(shown.comparison, shown.notes, self)
        self.table = CompareTable(self.model, self)
        self.hints = HintList(self)
        self._like_for_like = False
        self._chips = QGridLayout()
        self._chips.setSpacing(4)
        self._summary = QLabel(self)
        self._summary.setWordWrap(True)
        self._summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._summary.setObjectName("summary")
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setObjectName("compare")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.table)
        if charts is not None and self._charts is not None:
            self.splitter.addWidget(charts)
            self.splitter.setSizes([420, 320])
            self._charts.row_chosen.connect(self.table.choose_row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(6)
        layout.addLayout(self._bar())
        layout.addWidget(self._summary)
        layout.addWidget(self.splitter, 1)
        layout.addWidget(self.hints)
        self.model.note_typed.connect(self._note_typed)
        self.table.row_chosen.connect(self._row_chosen)
        self.table.cell_opened.connect(self._cell_opened)
        self.hints.row_chosen.connect(self.table.choose_row)
        self.hints.said.connect(self._calls.store_link)
        self.show_comparison(shown)

    # The bar on top

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(4)
        bar.addLayout(self._chips)
        bar.addWidget(self._button("+ 年度", self._calls.add_table, "再加一个年度"))
        bar.addWidget(self._button("单位…", self._calls.choose_unit, "与别的单位，或按别的评分办法比较"))
        bar.addSpacing(12)
        bar.addWidget(QLabel("口径", self))
        basis = QButtonGroup(self)
        for text, like, tip in (("公布口径", False, "各年总分照表上比较"), ("同口径", True, "只比各年共有的行，折合 100 分")):
            button = self._button(text, lambda like=like: self.show_like_for_like(like), tip)
            button.setCheckable(True)
            button.setChecked(like is self._like_for_like)
            basis.addButton(button)
            bar.addWidget(button)
        bar.addSpacing(12)
        bar.addWidget(QLabel("筛选", self))
        self._filters = QButtonGroup(self)
        for wanted, text in FILTER_WORDS.items():
            button = self._button(text, lambda wanted=wanted: self.keep(wanted), "")
            button.setCheckable(True)
            button.setChecked(wanted is self.model.filter)
            self._filters.addButton(button)
            bar.addWidget(button)
        bar.addStretch(1)
        bar.addWidget(self._column_button())
        bar.addWidget(self._button("打印…", self._calls.preview, "打印预览 (Ctrl+P)"))
        bar.addWidget(self._button("导出…", self._calls.export, "存为 Excel、PDF 或图片"))
        return bar

    def _button(self, text: str, slot: Callable[..., object], tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(tip)
        button.setAutoRaise(True)
        button.clicked.connect(lambda _checked=False: slot())
        return button

    def _column_button(self) -> QToolButton:
        button = self._button("列", _nothing, "每年显示哪些列")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for kind in OF_TABLE:
            box = QCheckBox(KIND_WORDS[kind], menu)
            box.setChecked(kind in self.model.kinds)
            box.toggled.connect(lambda on, kind=kind: self._choose_column(kind, on=on))
            action = QWidgetAction(menu)
            action.setDefaultWidget(box)
            menu.addAction(action)
        button.setMenu(menu)
        return button

    def _choose_column(self, kind: Kind, *, on: bool) -> None:
        self.model.choose([each for each in OF_TABLE if (on if each is kind else each in self.model.kinds)])

    # What it shows

    def show_comparison(self, shown: Shown) -> None:
        """Show what became of the comparison; filter, columns and the chosen row stay where they can."""
        chosen = self.table.chosen_track
        line = None if chosen is None else self._shown.comparison.lines_by_track.get(chosen)
        name = None if line is None else line.path
        self._shown = shown
        self.model.show(shown.comparison, shown.notes)
        self._show_chips()
        self._show_summary()
        self.hints.show_hints(shown.comparison, shown.proposals, self.findings())
        if self._charts is not None:
            self._charts.show_comparison(shown.comparison)
        again = next((line.at for line in shown.comparison.lines if line.path == name), None)
        if again is not None:
            self.table.choose_row(again)

    @property
    def shown(self) -> Shown:
        return self._shown

    def findings(self) -> tuple[YearFinding, ...]:
        return year_findings(self._shown.comparison)

    def show_like_for_like(self, like: bool) -> None:
        """Compare totals over the rows that all tables share, or as they stand."""
        self._like_for_like = like
        self._show_summary()

    def keep(self, wanted: Filter) -> None:
        """Show only these rows."""
        chosen = self.table.chosen_track
        self.model.keep(wanted)
        for button, each in zip(self._filters.buttons(), FILTER_WORDS, strict=True):
            button.setChecked(each is wanted)
        if chosen is not None:
            self.table.choose_row(chosen)

    def choose_row(self, track: int) -> None:
        """Select a row; where the filter hides it, all rows are shown first."""
        if self.model.row_of(track) is None and self.model.filter is not Filter.ALL:
            self.keep(Filter.ALL)
        self.table.choose_row(track)

    def _show_summary(self) -> None:
        self._summary.setText(summary_text(self._shown.comparison, like_for_like=self._like_for_like))

    def _show_chips(self) -> None:
        while self._chips.count():
            chip = self._chips.takeAt(0).widget()
            chip.deleteLater()
        labels = side_labels(self._shown.comparison)
        in_line = len(labels) if all(label.isdecimal() for label in labels) else _LONG_CHIPS_IN_LINE
        for side, label in enumerate(labels):
            chip = self._button(f"{label} ×", lambda side=side: self._calls.remove_table(side), f"不比较 {label}")
            chip.setAutoRaise(False)
            chip.setEnabled(len(labels) > 1)
            chip.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
            self._chips.addWidget(chip, side // in_line, side % in_line)

    # What a hand does

    def _row_chosen(self, track: int) -> None:
        if self._charts is not None:
            with QSignalBlocker(self.table):
                self._charts.choose_row(track)

    def _cell_opened(self, track: int, side: int) -> None:
        line = self._shown.comparison.lines_by_track.get(track)
        if line is None:  # funds and ratios are no rows of the indicator table
            return
        at = side if side in line.values else max(line.values)
        self._calls.go_to(self._shown.comparison.tables[at].table.key, line.values[at].ids[0])

    def _note_typed(self, side: int, id_: str, words: str) -> None:
        self._calls.store_note(self._shown.comparison.tables[side].table.key, id_, words)

    # Remembered by the window

    def arrangement(self) -> bytes:
        """Where the splitter stands."""
        return bytes(self.splitter.saveState().data())

    def arrange(self, state: bytes) -> None:
        self.splitter.restoreState(QByteArray(state))
