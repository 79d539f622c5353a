"""Step one, at the right: whose table the file is, of which year, in which form; which sheets count; a password if asked."""

import re
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from db.faults import FaultCode
from desktop.forms.form import FormLayout
from desktop.importing.intake import Choices, Intake, Need, Stage, needs, sheets_of, used
from desktop.kit.composing import ComposingLine
from desktop.kit.wording import fault_text
from desktop.reading.cells import HiddenState

NO_YEAR, LAST_YEAR = 1989, 2100
NAME = Qt.ItemDataRole.UserRole
AUTOMATIC = "自动识别"


class SourcePanel(QWidget):
    """Follows one intake; every choice is told by a signal."""

    unit_chosen = Signal(str)
    year_chosen = Signal(int)
    subject_chosen = Signal(str)
    form_chosen = Signal(str)  # a key, empty: as the headings say
    sheets_chosen = Signal(list)
    sheet_shown = Signal(str)
    password_given = Signal(str)
    spread_asked = Signal()  # this unit and year for every file that names none

    def __init__(self, forms: Mapping[str, FormLayout], units: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._forms = forms
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.found = QLabel(self)
        self.found.setWordWrap(True)
        self.spread = QPushButton("没写明的文件都用这个单位和年度(&S)", self)
        self.spread.clicked.connect(self.spread_asked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 0, 0, 0)
        layout.addWidget(self.told)
        layout.addLayout(self._make_password())
        layout.addLayout(self._make_boxes(units))
        layout.addWidget(self.spread)
        self._make_sheets()
        layout.addWidget(self.sheets_title)
        layout.addWidget(self.sheets, 1)
        layout.addWidget(self.found)

    def _make_password(self) -> QHBoxLayout:
        self.password = QLineEdit(self)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText("打开密码")
        self.password.setAccessibleName("打开密码")
        self.password.returnPressed.connect(self._give_password)
        self.open = QPushButton("打开(&O)", self)
        self.open.clicked.connect(self._give_password)
        secret = QHBoxLayout()
        secret.addWidget(self.password, 1)
        secret.addWidget(self.open)
        return secret

    def _make_boxes(self, units: Sequence[str]) -> QFormLayout:
        self.unit = QComboBox(self)
        self.unit_text = ComposingLine(self)
        self.unit_text.setPlaceholderText("必填")
        self.unit.setEditable(True)
        self.unit.setLineEdit(self.unit_text)
        self.unit.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.unit.setMinimumContentsLength(12)
        self.unit.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.unit.addItems(list(units))
        self.unit.setEditText("")
        self.unit.setAccessibleName("单位名称，必填")
        self.unit_text.editingFinished.connect(lambda: self.unit_chosen.emit(self.unit_text.text().strip()))
        self.unit.activated.connect(lambda _: self.unit_chosen.emit(self.unit.currentText().strip()))
        self.year = QSpinBox(self)
        self.year.setRange(NO_YEAR, LAST_YEAR)
        self.year.setSpecialValueText("（必填）")
        self.year.setKeyboardTracking(False)
        self.year.setAccessibleName("年度，必填")
        self.year.valueChanged.connect(lambda value: self.year_chosen.emit(0 if value == NO_YEAR else value))
        self.subject = ComposingLine(self)
        self.subject.setPlaceholderText("空着是部门整体支出")
        self.subject.setAccessibleName("项目名称，空着是部门整体支出")
        self.subject.editingFinished.connect(lambda: self.subject_chosen.emit(self.subject.text().strip()))
        self.form = QComboBox(self)
        self.form.setAccessibleName("表样")
        self.form.setMinimumContentsLength(12)
        self.form.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.form.addItem(AUTOMATIC, "")
        for key, form in self._forms.items():
            self.form.addItem(form_words(form), key)
        self.form.activated.connect(lambda _: self.form_chosen.emit(self.form.currentData()))
        boxes = QFormLayout()
        for words, box in (
            ("单位(&U)：", self.unit),
            ("年度(&Y)：", self.year),
            ("项目(&P)：", self.subject),
            ("表样(&M)：", self.form),
        ):
            boxes.addRow(words, box)
        return boxes

    def _make_sheets(self) -> None:
        self.sheets = QListWidget(self)
        self.sheets.setAccessibleName("要导入的工作表")
        self.sheets.itemChanged.connect(lambda _: self.sheets_chosen.emit(self.ticked()))
        self.sheets.currentItemChanged.connect(self._show_sheet)
        self.sheets_title = QLabel("工作表(&W)（打勾的导入）：", self)
        self.sheets_title.setBuddy(self.sheets)

    def show_intake(self, intake: Intake | None, *, others_open: bool) -> None:
        """Bring everything up to date; ``others_open``: another file lacks unit or year."""
        boxes = (self.unit, self.year, self.subject, self.form, self.sheets, self.password)
        for each in boxes:
            each.blockSignals(True)
        self.unit_text.blockSignals(True)
        fault = None if intake is None else intake.fault
        encrypted = fault is not None and fault.code is FaultCode.FILE_ENCRYPTED
        self.password.setVisible(encrypted)
        self.open.setVisible(encrypted)
        units = [self.unit.itemText(at) for at in range(self.unit.count())]
        self.told.setText(_told(intake) or similar_told(intake, units))
        self.told.setVisible(bool(self.told.text()))
        there = intake is not None and intake.workbook is not None
        for box in (self.unit, self.year, self.subject, self.form, self.sheets):
            box.setEnabled(there)
        self.spread.setVisible(others_open and there)
        self._show_key(intake)
        self._show_sheets(intake)
        self.found.setText(_found(intake))
        self.unit_text.blockSignals(False)
        for each in boxes:
            each.blockSignals(False)

    def _show_key(self, intake: Intake | None) -> None:
        keys = [each.table.key for each in intake.found] if intake is not None else []
        units, years, subjects = ({getattr(key, name) for key in keys} for name in ("unit", "year", "subject"))
        chosen = intake.choices if intake is not None else Choices()
        asked = chosen.unit
        self.unit.setEditText(next(iter(units)) if len(units) == 1 else asked or "")
        self.unit_text.setPlaceholderText("文件里有几个单位" if len(units) > 1 and "" not in units else "必填")
        year = next(iter(years)) if len(years) == 1 else chosen.year or 0
        self.year.setSpecialValueText("（文件里有几年）" if len(years) > 1 and 0 not in years else "（必填）")
        self.year.setValue(year or NO_YEAR)
        self.subject.setText(next(iter(subjects)) if len(subjects) == 1 else "")
        recognised = {each.form for each in intake.found if intake.rows} if intake is not None else set()
        names = "、".join(form_words(self._forms[each]) for each in sorted(recognised) if each in self._forms)
        self.form.setItemText(0, f"{AUTOMATIC}：{names}" if names else AUTOMATIC)
        self.form.setCurrentIndex(max(0, self.form.findData(chosen.form or "")))

    def _show_sheets(self, intake: Intake | None) -> None:
        before = self.shown_sheet()
        there = sheets_of(intake) if intake is not None else ()
        names = [each.name for each in there]
        taken = {each.name for each in there if intake is not None and used(intake, each)}
        if names != [self.sheets.item(at).data(NAME) for at in range(self.sheets.count())]:
            self.sheets.clear()
            for _ in names:
                self.sheets.addItem(QListWidgetItem())
        for at, sheet in enumerate(there):
            item = self.sheets.item(at)
            hidden = {HiddenState.HIDDEN: "（隐藏）", HiddenState.VERY_HIDDEN: "（深度隐藏）"}.get(sheet.hidden, "")
            empty = "" if sheet.cells else "（空）"
            item.setText(f"{sheet.name}{hidden}{empty}")
            item.setData(NAME, sheet.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if sheet.name in taken else Qt.CheckState.Unchecked)
        if names:
            first = next((at for at, name in enumerate(names) if name in taken), 0)
            self.sheets.setCurrentRow(names.index(before) if before in names else first)

    def shown_sheet(self) -> str:
        """The sheet whose picture is wanted."""
        at = self.sheets.currentRow()
        return str(self.sheets.item(at).data(NAME)) if at >= 0 else ""

    def ticked(self) -> list[str]:
        """The sheets to take in."""
        items = [self.sheets.item(at) for at in range(self.sheets.count())]
        return [str(each.data(NAME)) for each in items if each.checkState() == Qt.CheckState.Checked]

    def _show_sheet(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.sheet_shown.emit(str(item.data(NAME)))

    def _give_password(self) -> None:
        if self.password.text():
            self.password_given.emit(self.password.text())
            self.password.clear()


def form_words(form: FormLayout) -> str:
    """A form by who published it: the titles of all of them are alike."""
    return re.split(r"部门整体|整体绩效|（", form.source)[0].strip() or form.title


def _told(intake: Intake | None) -> str:
    """What is the matter with the file; empty where nothing is."""
    if intake is None:
        return "还没有文件：点“添加文件”，或把文件拖进来。"
    if intake.fault is not None:
        if intake.fault.code is FaultCode.FILE_ENCRYPTED:
            return "密码不对，请重新输入。" if intake.fault.facts.get("wrong") else f"“{intake.name}”设有打开密码，请在下面输入。"
        return fault_text(intake.fault)
    if intake.stage in (Stage.WAITING, Stage.READING):
        return f"{intake.stage.value} …"
    if intake.stage is Stage.STOPPED:
        return "读取已停止。要导入它，请移出后重新添加。"
    asked = [need.value for need in (Need.UNIT, Need.YEAR) if need in needs(intake)]
    proposed = (
        f"文件里没有写明单位，按账套里的“{intake.proposed}”导入。"
        if intake.proposed and intake.proposed == intake.choices.unit
        else ""
    )
    return proposed + (f"文件里没有写明，{'，'.join(asked)}。" if asked else "")


def similar_told(intake: Intake | None, units: Sequence[str]) -> str:
    """A unit of the book under a longer or shorter name: the same office, or not; only the clerk knows."""
    names = {each.table.key.unit for each in intake.found} if intake is not None else set()
    name = next(iter(names)) if len(names) == 1 else ""
    alike = [each for each in units if name and name not in units and (each in name or name in each)]
    return f"账套里有名称相近的单位“{alike[0]}”。如是同一单位，请在“单位”里选它。" if alike else ""


def _found(intake: Intake | None) -> str:
    if intake is None or not intake.found:
        return ""
    tables = len(intake.found)
    parts = [f"读出 {tables} 张表、{intake.rows} 个指标。" if tables > 1 else f"读出 {intake.rows} 个指标。"]
    if any(each.base is not None for each in intake.found):
        parts.append("这是本程序导出的表，导出后的改动会三方比对。")
    return "".join(parts)
