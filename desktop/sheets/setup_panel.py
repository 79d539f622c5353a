"""The settings at the side of the print preview."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QGroupBox,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.sheets.setup import LARGEST_MARGIN_MM, SIZES_MM, SMALLEST_MARGIN_MM, Fit, PageSetup, RowChoice, SheetKind

_CONTENTS = {
    SheetKind.COVER: "封面",
    SheetKind.FORM: "自评表",
    SheetKind.SCORES: "评分过程",
    SheetKind.FINDINGS: "检查结果",
    SheetKind.EVIDENCE: "佐证材料清单",
    SheetKind.REPORT: "自评报告",
    SheetKind.EXPLANATION: "自评表说明",
}
_ROWS = {RowChoice.ALL: "全部指标", RowChoice.LOST: "只印失分指标", RowChoice.PENDING: "只印待评指标"}
_FITS = {Fit.WIDTH: "缩到一页宽", Fit.PAGES: "分页（重复指标名称栏）"}
_WAYS = {True: "横向", False: "纵向"}
_MARGINS = ("上", "右", "下", "左")


class SetupPanel(QWidget):
    """Shows a page setup and tells each change of it."""

    changed = Signal(object)  # PageSetup

    def __init__(self, setup: PageSetup, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.size_box = self._choice({name: name for name in SIZES_MM}, setup.size)
        self.way_box = self._choice(_WAYS, setup.landscape)
        self.fit_box = self._choice(_FITS, setup.fit)
        self.rows_box = self._choice(_ROWS, setup.rows)
        self.margin_boxes = [self._margin(value) for value in setup.margins_mm]
        self.content_boxes = {kind: self._tick(words, checked=kind in setup.contents) for kind, words in _CONTENTS.items()}
        self.header_edit = self._words(setup.header_text, "第二页起为表名")
        self.footer_edit = self._words(setup.footer_text, "单位名称")
        self.number_box = self._tick("页码", checked=setup.numbered)
        self.date_box = self._tick("打印日期", checked=setup.dated)
        self.sign_box = self._tick("签字栏", checked=setup.signatures)
        self.carry_box = self._tick("承前过次小计", checked=setup.carry_subtotals)
        self.draft_box = self._tick("草稿字样", checked=setup.draft)
        self._arrange()

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
            rows=self.rows_box.currentData(),
            header_text=self.header_edit.text().strip(),
            footer_text=self.footer_edit.text().strip(),
            numbered=self.number_box.isChecked(),
            dated=self.date_box.isChecked(),
            signatures=self.sign_box.isChecked(),
            carry_subtotals=self.carry_box.isChecked(),
            draft=self.draft_box.isChecked(),
        )

    def _tell(self) -> None:
        self.changed.emit(self.setup())

    def _choice(
        self, words: dict[str, str] | dict[bool, str] | dict[Fit, str] | dict[RowChoice, str], chosen: object
    ) -> QComboBox:
        box = QComboBox(self)
        for value, text in words.items():
            box.addItem(text, value)
        box.setCurrentIndex(list(words).index(chosen))
        box.currentIndexChanged.connect(self._tell)
        return box

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
        edit = QLineEdit(text, self)
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
        contents = _in_pairs(list(self.content_boxes.values()))
        contents.addWidget(self.rows_box, contents.rowCount(), 0, 1, 2)
        marks = QFormLayout()
        marks.addRow("页眉(&H)", self.header_edit)
        marks.addRow("页脚(&F)", self.footer_edit)
        marks.addRow(_in_pairs([self.number_box, self.date_box, self.sign_box, self.draft_box, self.carry_box]))
        whole = QVBoxLayout(self)
        for words, inner in (("纸张", paper), ("页边距", margins), ("内容", contents), ("页眉页脚和签字栏", marks)):
            group = QGroupBox(words, self)
            group.setLayout(inner)
            whole.addWidget(group)
        whole.addStretch(1)


def _in_pairs(ticks: list[QCheckBox]) -> QGridLayout:
    grid = QGridLayout()
    for number, tick in enumerate(ticks):
        grid.addWidget(tick, number // 2, number % 2)
    return grid
