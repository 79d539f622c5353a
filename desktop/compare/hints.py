"""Beneath the table: pairs of rows that may be one indicator, confirmed or refused once, and what only several years show."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.compare.proposals import Proposal
from desktop.kit.wording_years import year_finding_text
from scoring.align import Link, reference
from scoring.compare import Comparison
from scoring.scored import ScoredNode
from scoring.year_findings import YearFinding

_TRACK = Qt.ItemDataRole.UserRole
_LINES = 7  # of text the open list takes
_MOST = 300  # items of each kind


class HintList(QWidget):
    """A list that stays shut until it is opened; its button tells how much is in it."""

    row_chosen = Signal(int)
    said = Signal(object)  # a Link that a person confirmed or refused

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._toggle = QToolButton(self)
        self._toggle.setAutoRaise(True)
        self._toggle.setCheckable(True)
        self._toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._toggle.toggled.connect(self._open)
        self._tree = QTreeWidget(self)
        self._tree.setColumnCount(2)
        self._tree.setHeaderHidden(True)
        self._tree.header().setStretchLastSection(False)
        self._tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._tree.setFixedHeight(round(self.fontMetrics().height() * _LINES * 1.6))
        self._tree.setAccessibleName("待确认的指标和多年提示")
        self._tree.currentItemChanged.connect(self._chosen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._toggle)
        layout.addWidget(self._tree)
        self._open(on=False)

    def _open(self, on: bool) -> None:
        self._tree.setVisible(on)
        self._toggle.setArrowType(Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow)

    def show_hints(self, comparison: Comparison, proposals: Sequence[Proposal], findings: Sequence[YearFinding]) -> None:
        """Fill the list anew."""
        self._tree.clear()
        lines = comparison.lines_by_track
        self._toggle.setText(f"待确认的指标 {len(proposals)}   多年提示 {len(findings)}")
        self._toggle.setEnabled(bool(proposals or findings))
        if proposals:
            self._add_proposals(comparison, proposals)
        if findings:
            top = QTreeWidgetItem(self._tree, [f"多年提示（{len(findings)}）"])
            for each in findings[:_MOST]:
                line = None if each.row is None else lines[each.row]
                item = QTreeWidgetItem(top, [year_finding_text(each, line.name if line else "")])
                item.setData(0, _TRACK, each.row)
                item.setToolTip(0, item.text(0))
            if len(findings) > _MOST:
                QTreeWidgetItem(top, [f"……其余 {len(findings) - _MOST} 条见导出的表格"])
            top.setExpanded(True)

    def _add_proposals(self, comparison: Comparison, proposals: Sequence[Proposal]) -> None:
        top = QTreeWidgetItem(self._tree, [f"可能是同一指标，请确认（{len(proposals)}）"])
        places = _places(comparison)
        for each in proposals[:_MOST]:
            pair = [places[reference] for reference in (each.link.first, each.link.second)]
            taken = "已暂按同一指标比较" if each.likely else "尚未合并"
            words = [f"{row.node.name}（{year}）" for _, year, row in pair]
            item = QTreeWidgetItem(top, [f"{words[0]} → {words[1]}   {taken}"])
            item.setToolTip(0, "\n".join(f"{year}：{' / '.join(row.path)}" for _, year, row in pair))
            item.setData(0, _TRACK, pair[1][0])
            self._tree.setItemWidget(item, 1, self._answers(each.link))
        top.setExpanded(True)

    def _answers(self, link: Link) -> QWidget:
        box = QWidget(self._tree)
        row = QHBoxLayout(box)
        row.setContentsMargins(2, 0, 2, 0)
        for text, same in (("是同一指标", True), ("不是", False)):
            button = QPushButton(text, box)
            button.setFlat(True)
            button.clicked.connect(lambda _=False, same=same: self.said.emit(Link(link.first, link.second, same=same)))
            row.addWidget(button)
        return box

    def _chosen(self, item: QTreeWidgetItem | None, _previous: QTreeWidgetItem | None) -> None:
        track = item.data(0, _TRACK) if item is not None else None
        if track is not None:
            self.row_chosen.emit(int(track))


def _places(comparison: Comparison) -> dict[str, tuple[int, int, ScoredNode]]:
    """For what links call a row: its track, its year, the row."""
    home = comparison.tables[0].table.key.unit
    return {
        reference(comparison.tables[side].table.key, row, home): (at, comparison.years[side], row)
        for at, track in enumerate(comparison.tracks)
        for side, rows in track.rows.items()
        for row in rows
    }
