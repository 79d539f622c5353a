"""The import window: files and sheets, what each column is, what would change; one accept, which one undo takes back."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTemporaryDir, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QWidget

from db.faults import EnvironmentFault
from desktop.importing.batch import Batch, hindrance, left_out, ready
from desktop.importing.frame import ImportFrame
from desktop.importing.intake import (
    Choices,
    Intake,
    Need,
    Stage,
    by_place,
    confirmed,
    needs,
    pointed,
    pointed_column,
    sheets_of,
    take_workbook,
    uncalculated,
    understand_again,
    with_sheets,
)
from desktop.importing.plan import TablePlan, result, rows_taken
from desktop.importing.profile_files import PROFILES, read_profile, write_profile
from desktop.importing.sheet_model import NO_SHEET
from desktop.importing.source_panel import SourcePanel
from desktop.kit.clipboard import copied_files, copied_texts
from desktop.kit.file_kinds import ADVISED, TABLES, choice_of_files
from desktop.kit.wording import fault_text
from desktop.reading.cells import Sheet
from desktop.reading.clipboard import as_file
from desktop.workspace.library import forms
from desktop.workspace.session import Workspace
from desktop.workspace.taking_in import Taken, profiles_of, table_of, take_in, units_of

FILES = choice_of_files("表格和文档", *TABLES, *ADVISED)


class ImportWindow(ImportFrame):
    """Brings files into the book of the hall.

    Attributes:
        ensure_book: called before the first table goes in; makes sure that the clerk's own book is open, or says no.
        examples: whether the book of the hall is not the clerk's own: what comes in is not held against its tables.
    """

    taken_in = Signal(str, object)  # what was done in words, and the Taken that take_back undoes

    def __init__(
        self,
        workspace: Workspace,
        ensure_book: Callable[[], bool],
        parent: QWidget | None = None,
        *,
        examples: Callable[[], bool] = lambda: False,
    ) -> None:
        self._forms = forms()
        super().__init__(SourcePanel(self._forms, units_of(workspace.store)), parent)
        self.workspace = workspace
        self.ensure_book = ensure_book
        self.examples = examples
        self.batch = Batch()
        self._busy = False
        self._pasted = QTemporaryDir()  # goes with the window
        self._connect()
        self._show()

    def _connect(self) -> None:
        self.accept_button.clicked.connect(self.take_in)
        self.files_dropped.connect(self.add_files)
        self.files.current_changed.connect(self._show)
        self.files.read_done.connect(self._take_workbook)
        self.files.state_changed.connect(self._show)
        self.files.add_asked.connect(self.ask_files)
        self.files.paste_asked.connect(self.paste)
        QShortcut(QKeySequence.StandardKey.Paste, self, self.paste)
        self.source.unit_chosen.connect(lambda text: self._choose_of_key("unit", text))
        self.source.year_chosen.connect(lambda year: self._choose_of_key("year", year))
        self.source.subject_chosen.connect(lambda text: self._choose_of_key("subject", text))
        self.source.form_chosen.connect(lambda key: self._choose(form=key or None))
        self.source.sheets_chosen.connect(self._choose_sheets)
        self.source.sheet_shown.connect(lambda _: self._show_picture())
        self.source.password_given.connect(self.files.read_again)
        self.source.spread_asked.connect(self._spread)
        self.sheet_view.pointed.connect(self.point)
        self.mapping.pointed.connect(self.point)
        self.sheet_view.column_pointed.connect(self.point_column)
        self.mapping.column_pointed.connect(self.point_column)
        self.sheet_view.data_begins.connect(self._begin_data)
        self.mapping.confirm_asked.connect(self.confirm_columns)
        self.mapping.forget_asked.connect(lambda: self._choose(profile=None))
        self.mapping.load_asked.connect(self.ask_profile)
        self.mapping.save_asked.connect(self.ask_profile_target)
        self.mapping.place_chosen.connect(self._go_to)
        self.preview.decided.connect(self._show_accept)
        self.preview.without_values.connect(lambda yes: self._choose(without_values=yes))
        self.workspace.refreshed.connect(self._book_moved)
        self.workspace.table_changed.connect(self._book_moved)
        self.workspace.book_changed.connect(self._book_moved)
        self.workspace.trouble.connect(self._tell_fault)

    # Files

    def add_files(self, paths: Sequence[Path]) -> None:
        """Read these files one after the other, beside the window."""
        self.files.add(paths)

    def ask_files(self) -> None:
        """Let the clerk choose files."""
        names, _ = QFileDialog.getOpenFileNames(self, "添加文件", "", FILES)
        self.add_files([Path(each) for each in names])

    def paste(self) -> None:
        """Read the table that was copied elsewhere, or the files."""
        paths = copied_files()
        if not paths:
            path = as_file(Path(self._pasted.path()), len(self.files.intakes) + 1, *copied_texts())
            paths = [] if path is None else [path]
        if paths:
            self.add_files(paths)
        else:
            self.told.setText("没有可以粘贴的表格。请在 Excel、WPS 或 Word 里选中表格并复制，再点“粘贴表格”。")

    def _take_workbook(self, intake: Intake) -> None:
        if intake.workbook is not None:
            store = self.workspace.store
            take_workbook(intake, intake.workbook, profiles_of(store), units_of(store), self._forms)
        self._plan(intake)
        self._show()

    # What is shown

    @property
    def intake(self) -> Intake | None:
        return self.files.current()

    def _show(self) -> None:
        """Everything, for the file chosen at the left."""
        intake = self.intake
        others = any(
            each is not intake and {Need.UNIT, Need.YEAR} & needs(each) for each in self.files.intakes if each.stage is Stage.OPEN
        )
        self.source.show_intake(intake, others_open=others and intake is not None and not {Need.UNIT, Need.YEAR} & needs(intake))
        self._show_picture()
        self._show_preview()
        self.files.show_states()
        self._show_accept()

    def _show_picture(self) -> None:
        intake, sheet = self.intake, self._sheet()
        shown = sheet or NO_SHEET
        if self.picture.sheet is not shown:
            self.picture.show_sheet(shown)
        profile = intake.choices.profile if intake is not None else None
        self.picture.show_understanding(intake.found if intake is not None else (), profile)
        self.mapping.show_intake(intake, sheet)

    def _sheet(self) -> Sheet | None:
        name, intake = self.source.shown_sheet(), self.intake
        return None if intake is None else next((each for each in sheets_of(intake) if each.name == name), None)

    def _show_preview(self) -> None:
        intake = self.intake
        self.preview.show_plans(
            self.batch.of(intake),
            uncalculated=0 if intake is None else uncalculated(intake),
            without_values=intake is not None and intake.choices.without_values,
        )

    def _show_accept(self) -> None:
        """What the button would do, or why it cannot."""
        rows = sum(rows_taken(each) for each in ready(self.batch, self.files.intakes))
        hindered = hindrance(self.batch, self.files.intakes, self.intake)
        self.accept_button.setText(f"导入 {rows} 行(&I)" if rows else "导入(&I)")
        self.accept_button.setEnabled(not hindered and bool(rows))
        self.told.setText(hindered or left_out(self.files.intakes))

    def _go_to(self, name: str, row: int, column: int) -> None:
        for at in range(self.source.sheets.count()):
            if self.source.sheets.item(at).text().startswith(name) and self.source.shown_sheet() != name:
                self.source.sheets.setCurrentRow(at)
        self.sheet_view.go_to(row, column)

    # Choosing

    def _choose(self, **chosen: Any) -> None:
        intake = self.intake
        if intake is not None and intake.workbook is not None:
            self._choose_all(intake, replace(intake.choices, **chosen))

    def _choose_all(self, intake: Intake, choices: Choices) -> None:
        if choices == intake.choices:
            return
        intake.choices = choices
        understand_again(intake, self._forms)
        self._plan(intake)
        self._show()

    def _choose_of_key(self, name: str, value: str | int) -> None:
        """A box of the key; one that was left with what it already said decides nothing."""
        intake = self.intake
        said = {getattr(each.table.key, name) for each in intake.found} if intake is not None else set()
        if said != {value}:
            self._choose(**{name: value if name == "subject" else value or None})

    def _choose_sheets(self, names: list[str]) -> None:
        intake = self.intake
        if intake is not None:
            self._choose_all(intake, with_sheets(intake, names))

    def _spread(self) -> None:
        """The unit and year of this file for every file that names none."""
        intake = self.intake
        if intake is None or not intake.found:
            return
        key = intake.found[0].table.key
        for each in self.files.intakes:
            asked = needs(each)
            if Need.UNIT in asked:
                each.choices = replace(each.choices, unit=key.unit)
            if Need.YEAR in asked:
                each.choices = replace(each.choices, year=key.year)
            if {Need.UNIT, Need.YEAR} & asked:
                understand_again(each, self._forms)
                self._plan(each)
        self._show()

    # Pointing

    def point(self, row: int, column: int, field: str | None) -> None:
        """The clerk says what a heading is, or a column by one of its cells; ``None`` takes the saying back."""
        intake, sheet = self.intake, self._sheet()
        if intake is None or sheet is None:
            return
        if by_place(intake, sheet, row):
            self.point_column(sheet.anchor(row, column)[1], field)
        else:
            self._choose(profile=pointed(intake, sheet, row, column, field))

    def point_column(self, column: int, field: str | None) -> None:
        """The same for a column of a sheet without headings."""
        intake, sheet = self.intake, self._sheet()
        if intake is not None and sheet is not None:
            self._choose(profile=pointed_column(intake, sheet, column, field))

    def _begin_data(self, row: int) -> None:
        intake = self.intake
        if intake is not None and intake.choices.profile is not None:
            self._choose(profile=replace(intake.choices.profile, header_row=-1, first_row=row))

    def confirm_columns(self) -> None:
        """The proposed columns are right."""
        if self.intake is not None:
            self._choose(profile=confirmed(self.intake))

    def ask_profile(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "载入对应关系", "", PROFILES)
        if name:
            self.load_profile(Path(name))

    def load_profile(self, path: Path) -> None:
        """Use a layout from a colleague."""
        profile = read_profile(path)
        if profile is None:
            self.told.setText(f"“{path.name}”不是本程序导出的对应关系，没有载入。请向同事索取用“导出对应关系”存下的文件。")
        else:
            self._choose(profile=profile)

    def ask_profile_target(self) -> None:
        intake = self.intake
        if intake is None or intake.choices.profile is None:
            return
        beside = self.workspace.path.parent if self.workspace.path is not None else Path()
        name, _ = QFileDialog.getSaveFileName(self, "导出对应关系", str(beside / f"{intake.choices.profile.name}.json"), PROFILES)
        if name:
            self.save_profile(Path(name))

    def save_profile(self, path: Path) -> None:
        """Write the layout for a colleague."""
        profile = self.intake.choices.profile if self.intake is not None else None
        if profile is None:
            return
        try:
            write_profile(path, profile)
        except EnvironmentFault as fault:
            self._tell_fault(fault)
        else:
            self.told.setText(f"对应关系已存为“{path.name}”，可以交给同事载入。")

    # Planning and taking in

    def _plan(self, intake: Intake) -> None:
        store = None if self.examples() else self.workspace.store
        self.batch.hold(intake, lambda key: table_of(store, key))

    def _book_moved(self) -> None:
        """The book changed behind the preview: hold every file against it again."""
        if self._busy:
            return
        for each in self.files.intakes:
            if each.stage in (Stage.READY, Stage.OPEN):
                self._plan(each)
        self._show_preview()
        self._show_accept()

    def take_in(self) -> None:
        """Put everything that is ready into the book; undo takes a table's import back in one step."""
        if hindrance(self.batch, self.files.intakes, self.intake):
            return
        self._busy = True
        try:
            done = self._take_in() if self.ensure_book() else None
        except EnvironmentFault as fault:
            self._tell_fault(fault)
            return
        finally:
            self._busy = False
        if done is not None:
            self._told_done(*done)
        self._book_moved()

    def _take_in(self) -> tuple[list[TablePlan], Taken] | None:
        """The tables that went in; ``None`` where the preview no longer holds.

        Raises:
            EnvironmentFault: nothing went in.
        """
        files = [each for each in self.files.intakes if each.stage is Stage.READY]
        for each in files:  # the book may be another one than the preview saw
            self._plan(each)
        plans = ready(self.batch, files)
        if hindrance(self.batch, self.files.intakes, self.intake):
            return None
        profiles = [each.choices.profile for each in files if each.choices.profile is not None]
        source = "、".join(dict.fromkeys(each.source for each in plans))
        return plans, take_in(self.workspace, [result(each) for each in plans], profiles, source=source)

    def _told_done(self, plans: list[TablePlan], taken: Taken) -> None:
        rows = sum(rows_taken(each) for each in plans)
        unplaced = sum(len(each.understood.unplaced) for each in plans)
        sources = {each.source for each in plans}
        for each in self.files.intakes:
            if each.name in sources and each.stage is Stage.READY:
                each.stage = Stage.TAKEN
        told = f"已导入 {len(plans)} 张表、{rows} 行"
        told = f"{told}，{unplaced} 个单元格没有认出。" if unplaced else f"{told}。"
        self.workspace.told.emit(told)
        self.taken_in.emit(told, taken)
        if all(each.stage is Stage.TAKEN for each in self.files.intakes):
            self.close()
        else:
            self._show()

    def _tell_fault(self, fault: EnvironmentFault) -> None:
        self.told.setText(fault_text(fault))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.files.stop()
        super().closeEvent(event)

    def reject(self) -> None:
        """Escape closes as the button does, so that reading stops."""
        self.files.stop()
        super().reject()
