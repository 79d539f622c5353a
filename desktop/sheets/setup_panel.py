"""The settings at the side of the print preview."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.kit.composing import ComposingLine
from desktop.sheets.setup import LARGEST_MARGIN_MM, SIZES_MM, SMALLEST_MARGIN_MM, Fit, PageSetup, RowChoice, SheetKind

CONTENTS = {
    SheetKind.COVER: "封面",
    SheetKind.FORM: "自评表",
    SheetKind.SCORES: "评分过程",
    SheetKind.FINDINGS: "检查结果",
    SheetKind.EVIDENCE: "佐证材料清单",
    SheetKind.CHANGES: "报送以来的改动",
    SheetKind.REPORT: "自评报告",
    SheetKind.EXPLANATION: "自评表说明",
}
_ROWS = {
    RowChoice.ALL: "全部指标",
    RowChoice.LOST: "只印失分的指标",
    RowChoice.PENDING: "只印待评的指标",
    RowChoice.FLAGGED: "只印有问题的指标",
    RowChoice.SELECTED: "只印表里选中的行",
    RowChoice.BANDS: "只印下面勾选的部分",
}
_FITS = {Fit.WIDTH: "缩到一页宽", Fit.PAGES: "分页（重复指标名称栏）"}
_WAYS = {True: "横向", False: "纵向"}
_MARGINS = ("上", "右", "下", "左")
_BANDS_SHOWN = 7


@dataclass(frozen=True, slots=True)
class Offered:
    """What the table has to choose from.

    Attributes:
        rows: whether it has any.
        bands: paths of names of its outer bands.
        sheets: names of the worksheets of its form.
        selected: how many rows are chosen on the screen.
    """

    rows: bool = True
    bands: tuple[tuple[str, ...], ...] = ()
    sheets: tuple[str, ...] = ()
    selected: int = 0


class SetupPanel(QWidget):
    """Shows a page setup and tells each change of it."""

    changed = Signal(object)  # PageSetup

    def __init__(self, setup: PageSetup, offered: Offered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._setup = setup
        # Made in the order in which they stand, which is that of the Tab key.
        self.content_boxes = {kind: self._tick(words, checked=kind in setup.contents) for kind, words in CONTENTS.items()}
        self.rows_box = self._choice(_row_words(offered), setup.rows)
        self.rows_box.setAccessibleName("印哪些指标")
        self.rows_box.setEnabled(offered.rows)
        self.band_list = self._band_list(setup, offered)
        sheets = offered.sheets if len(offered.sheets) > 1 else ()
        self.sheet_boxes = {name: self._tick(name, checked=name not in setup.left_out) for name in sheets}
        self.size_box = self._choice({name: name for name in SIZES_MM}, setup.size)
        self.way_box = self._choice(_WAYS, setup.landscape)
        self.fit_box = self._choice(_FITS, setup.fit)
        self.header_edit = self._words(setup.header_text, "第二页起为表名")
        self.footer_edit = self._words(setup.footer_text, "单位名称")
        self.number_box = self._tick("页码", checked=setup.numbered)
        self.date_box = self._tick("打印日期", checked=setup.dated)
        self.sign_box = self._tick("签字栏", checked=setup.signatures)
        self.draft_box = self._tick("草稿字样", checked=setup.draft)
        self.carry_box = self._tick("承前过次小计", checked=setup.carry_subtotals)
        self.margin_boxes = [self._margin(value) for value in setup.margins_mm]
        self._arrange()
        self._show_bands()

    def setup(self) -> PageSetup:
        """What the fields say; without any content ticked the form is printed."""
        contents = tuple(kind for kind, box in self.content_boxes.items() if box.isChecked())
        top, right, bottom, left = (box.value() for box in self.margin_boxes)
        return PageSetup(
            size=self.size_box.currentData(),
            landscape=self.way_box.currentData(),
            margins_mm=(top, right, bottom, left),
            fit=self.fit_box.currentData(),
            contents=contents or (SheetKind.FORM,),
            left_out=tuple(name for name, box in self.sheet_boxes.items() if not box.isChecked()),
            rows=self.rows_box.currentData(),
            bands=self._bands(),
            header_text=self.header_edit.text().strip(),
            footer_text=self.footer_edit.text().strip(),
            numbered=self.number_box.isChecked(),
            dated=self.date_box.isChecked(),
            signatures=self.sign_box.isChecked(),
            carry_subtotals=self.carry_box.isChecked(),
            draft=self.draft_box.isChecked(),
        )

    def _bands(self) -> tuple[tuple[str, ...], ...]:
        """The ticked ones; those remembered of other years of the form stay."""
        items = [self.band_list.item(at) for at in range(self.band_list.count())]
        shown = {tuple(each.data(Qt.ItemDataRole.UserRole)): each for each in items}
        others = tuple(path for path in self._setup.bands if path not in shown)
        return (*(path for path, each in shown.items() if each.checkState() is Qt.CheckState.Checked), *others)

    def _tell(self) -> None:
        self._show_bands()
        self.changed.emit(self.setup())

    def _show_bands(self) -> None:
        self.band_list.setVisible(self.rows_box.currentData() is RowChoice.BANDS)

    def _choice(
        self, words: Mapping[str, str] | Mapping[bool, str] | Mapping[Fit, str] | Mapping[RowChoice, str], chosen: object
    ) -> QComboBox:
        box = QComboBox(self)
        for value, text in words.items():
            box.addItem(text, value)
        box.setCurrentIndex(list(words).index(chosen))
        box.currentIndexChanged.connect(self._tell)
        return box

    def _band_list(self, setup: PageSetup, offered: Offered) -> QListWidget:
        """The bands to be ticked; one above another stands for all below it."""
        found = QListWidget(self)
        found.setAccessibleName("印哪些部分")
        for path in offered.bands:
            item = QListWidgetItem("　" * (len(path) - 1) + " ".join(path[-1].split()))
            item.setData(Qt.ItemDataRole.UserRole, list(path))
            item.setToolTip(" › ".join(path))
            item.setCheckState(Qt.CheckState.Checked if path in setup.bands else Qt.CheckState.Unchecked)
            found.addItem(item)
        line = found.sizeHintForRow(0) if offered.bands else 0
        found.setFixedHeight(line * min(len(offered.bands), _BANDS_SHOWN) + 2 * found.frameWidth())
        found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        found.setTextElideMode(Qt.TextElideMode.ElideRight)
        found.setCurrentRow(0)
        found.itemChanged.connect(self._tell)
        return found

    def _tick(self, words: str, *, checked: bool) -> QCheckBox:
        box = QCheckBox(words, self)
        box.setChecked(checked)
        box.toggled.connect(self._tell)
        return box

    def _margin(self, value: int) -> QSpinBox:
        box = QSpinBox(self)
        box.setRange(SMALLEST_MARGIN_MM, LARGEST_MARGIN_MM)
        box.setValue(value)
        box.setSuffix(" 毫米")
        box.valueChanged.connect(self._tell)
        return box

    def _words(self, text: str, usual: str) -> QLineEdit:
        edit = ComposingLine(self)
        edit.setText(text)
        edit.setPlaceholderText(usual)
        edit.editingFinished.connect(self._tell)
        return edit

    def _arrange(self) -> None:
        paper = QFormLayout()
        paper.addRow("纸张(&Z)", self.size_box)
        paper.addRow("方向(&X)", self.way_box)
        paper.addRow("宽表(&K)", self.fit_box)
        margins = QGridLayout()
        for number, (words, box) in enumerate(zip(_MARGINS, self.margin_boxes, strict=True)):
            label = QLabel(words, self)
            label.setBuddy(box)
            margins.addWidget(label, number // 2, 2 * (number % 2))
            margins.addWidget(box, number // 2, 2 * (number % 2) + 1)
        contents = in_pairs(list(self.content_boxes.values()))
        rows = QFormLayout()
        rows.addRow("指标(&R)", self.rows_box)
        rows.addRow(self.band_list)
        contents.addLayout(rows, contents.rowCount(), 0, 1, 2)
        marks = QFormLayout()
        marks.addRow("页眉(&H)", self.header_edit)
        marks.addRow("页脚(&F)", self.footer_edit)
        marks.addRow(in_pairs([self.number_box, self.date_box, self.sign_box, self.draft_box, self.carry_box]))
        groups = [("内容", contents), ("纸张", paper), ("页眉页脚和签字栏", marks), ("页边距", margins)]
        if self.sheet_boxes:
            groups.insert(1, ("自评表里的工作表", in_pairs(list(self.sheet_boxes.values()))))
        whole = QVBoxLayout(self)
        for words, inner in groups:
            group = QGroupBox(words, self)
            group.setLayout(inner)
            whole.addWidget(group)
        whole.addStretch(1)


def _row_words(offered: Offered) -> Mapping[RowChoice, str]:
    chosen = _ROWS[RowChoice.SELECTED]
    return _ROWS | ({RowChoice.SELECTED: f"{chosen}（{offered.selected} 行）"} if offered.selected else {})


def in_pairs(ticks: list[QCheckBox]) -> QGridLayout:
    """Ticks two by two."""
    grid = QGridLayout()
    for number, tick in enumerate(ticks):
        grid.addWidget(tick, number // 2, number % 2)
    return grid
