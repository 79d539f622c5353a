"""The question how a new table begins: like another one, as an empty form, or from a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.kit.composing import ComposingLine
from desktop.windows.help_window import help_key
from scoring.table import TableKey


class Way(Enum):
    """How a new table begins."""

    LIKE = "like"
    FORM = "form"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the clerk wants: a table of this key, like another one or of a form; or a file to be imported."""

    way: Way
    key: TableKey
    source: TableKey | None = None
    form: str = ""


WAYS = {
    Way.LIKE: "沿用已有的表(&L)",
    Way.FORM: "空白表样(&B)",
    Way.FILE: "导入绩效目标表(&I)…",
}
TOLD = {
    Way.LIKE: "指标、分值和指标值照搬；实际完成值、得分、资金和文字材料留空待填。可以沿用上一年，也可以沿用别的单位或项目。",
    Way.FORM: "按表样列出固定的项目和指标框架，其余自己填。",
    Way.FILE: "读取批复的绩效目标申报表（Excel、Word），指标和指标值自动填好。",
}


class NewTableDialog(QDialog):
    """Everything on one sheet; what does not belong to the chosen way is out of sight."""

    def __init__(
        self, keys: Sequence[TableKey], forms: Mapping[str, str], suggestion: TableKey | None, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("新建表")
        self._keys = sorted(keys, key=lambda each: (each.unit, -each.year, each.subject))
        self._forms = list(forms)
        self.ways = QButtonGroup(self)
        layout = QVBoxLayout(self)
        for number, (way, words) in enumerate(WAYS.items()):
            button = QRadioButton(words, self)
            button.setEnabled(way is not Way.LIKE or bool(self._keys))
            self.ways.addButton(button, number)
            layout.addWidget(button)
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.told.setMinimumHeight(self.fontMetrics().lineSpacing() * 3)
        layout.addWidget(self.told)
        self.form = QFormLayout()
        self.source = QComboBox(self)
        self.source.setAccessibleName("沿用哪一张表")
        for each in self._keys:
            self.source.addItem(f"{each.unit}　{each.year} 年度　{each.subject or '部门整体支出'}")
        self.layout_of = QComboBox(self)
        self.layout_of.setAccessibleName("表样")
        self.layout_of.addItems(list(forms.values()))
        for number, words in enumerate(forms.values()):
            self.layout_of.setItemData(number, words, Qt.ItemDataRole.ToolTipRole)
        self.unit = QComboBox(self)
        self.unit.setEditable(True)
        self.unit.setAccessibleName("单位名称")
        self.unit.addItems(list(dict.fromkeys(each.unit for each in self._keys)))
        self.year = QSpinBox(self)
        self.year.setAccessibleName("年度")
        self.year.setRange(1990, 2100)
        self.subject = ComposingLine(self)
        self.subject.setAccessibleName("项目名称")
        self.subject.setPlaceholderText("部门整体支出留空；项目支出自评表填项目名称")
        self.form.addRow("沿用(&F)：", self.source)
        self.form.addRow("表样(&T)：", self.layout_of)
        self.form.addRow("单位(&U)：", self.unit)
        self.form.addRow("年度(&Y)：", self.year)
        self.form.addRow("项目(&P)：", self.subject)
        layout.addLayout(self.form)
        self.taken = QLabel(self)
        self.taken.setWordWrap(True)
        layout.addWidget(self.taken)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(self.fontMetrics().height() * 44)
        self._suggest_first(suggestion)
        self._follow()

    def _follow(self) -> None:
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.ways.idToggled.connect(lambda *_: self._show_way())
        self.source.currentIndexChanged.connect(self._suggest)
        for changed in (self.unit.currentTextChanged, self.subject.textChanged, self.year.valueChanged):
            changed.connect(lambda *_: self._judge())
        self._show_way()

    def _suggest_first(self, suggestion: TableKey | None) -> None:
        if suggestion in self._keys:
            self.source.setCurrentIndex(self._keys.index(suggestion))
        self.year.setValue(QDate.currentDate().year() - 1)
        self.ways.button(0 if self._keys else 1).setChecked(True)
        if self._keys:
            self._suggest()
        else:
            self.unit.setCurrentText("")

    def _suggest(self) -> None:
        """The next year of the chosen table, under the same names."""
        key = self._keys[self.source.currentIndex()]
        self.unit.setCurrentText(key.unit)
        self.subject.setText(key.subject)
        taken = {each.year for each in self._keys if (each.unit, each.subject) == (key.unit, key.subject)}
        self.year.setValue(max(taken) + 1)

    def way(self) -> Way:
        return list(WAYS)[self.ways.checkedId()]

    def choose(self, way: Way) -> None:
        """Take a way, as a click on it does."""
        self.ways.button(list(WAYS).index(way)).setChecked(True)

    def _show_way(self) -> None:
        way = self.way()
        self.told.setText(TOLD[way])
        self.form.setRowVisible(self.source, way is Way.LIKE)
        self.form.setRowVisible(self.layout_of, way is Way.FORM)
        for each in (self.unit, self.year, self.subject):
            self.form.setRowVisible(each, way is not Way.FILE)
        self._judge()

    def _judge(self) -> None:
        """Whether it can be done; if not, why."""
        wanted = self.wanted()
        free = wanted.way is Way.FILE or wanted.key not in self._keys
        self.taken.setText("" if free else "账套里已经有这张表，请换一个年度、单位或项目。")
        possible = free and (wanted.way is Way.FILE or bool(wanted.key.unit))
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(possible)

    def wanted(self) -> Wanted:
        """What stands in the dialog."""
        key = TableKey(self.unit.currentText().strip(), self.year.value(), self.subject.text().strip())
        way = self.way()
        if way is Way.LIKE:
            return Wanted(way, key, source=self._keys[self.source.currentIndex()])
        return Wanted(way, key, form=self._forms[self.layout_of.currentIndex()] if way is Way.FORM else "")


def ask_new_table(
    parent: QWidget, keys: Sequence[TableKey], forms: Mapping[str, str], suggestion: TableKey | None
) -> Wanted | None:
    """How a new table begins; nothing when the clerk thinks better of it."""
    dialog = NewTableDialog(keys, forms, suggestion, parent)
    help_key(dialog, dialog, "new_year")
    return dialog.wanted() if dialog.exec() == QDialog.DialogCode.Accepted else None
