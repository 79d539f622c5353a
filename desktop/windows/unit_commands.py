"""Commands about units: the tree at the left, the roll-up, where its figures come from. Methods named as in ``actions``."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QInputDialog, QMenu

from db.faults import EnvironmentFault, FaultCode
from desktop.kit import tasks
from desktop.windows import dialogs
from scoring.finding import Place
from scoring.table import TableKey, YearTable

if TYPE_CHECKING:
    from desktop.windows.main_window import MainWindow
    from desktop.workspace.units import Trail

IN_TREE = ("add_unit", "rename_unit", "move_unit", "roll_up", "new_year")
OUTERMOST = "（不隶属任何单位）"


class UnitCommands:
    """What one main window does with the units of its book."""

    def __init__(self, window: "MainWindow") -> None:
        self.window = window

    def _names(self) -> list[str]:
        store = self.window.workspace.store
        return [] if store is None else [each.name for each in store.units()]

    def _unit(self) -> str:
        """The unit the tree stands on, else that of the table in view."""
        table = self.window.workspace.table
        return self.window.tree.chosen_unit() or ("" if table is None else table.key.unit)

    def _work(self, name: str, *words: str) -> bool:
        """Something done to the units by the store's method of this name; whether it worked."""
        workspace = self.window.workspace
        if workspace.store is None:
            return False
        self.window.commands.end_editing()
        try:
            getattr(workspace.store, name)(*words, user=_user())
        except EnvironmentFault as fault:
            self.window.tell_fault(fault)
            return False
        workspace.tables_changed.emit()
        return True

    def show_menu(self, place: QPoint) -> None:
        """What can be done with a line of the tree."""
        menu = QMenu(self.window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self.window.actions_by_name[each] for each in IN_TREE])
        menu.popup(place)

    def add_unit(self) -> None:
        """A unit below the one the tree stands on, or outermost."""
        parent = self.window.tree.chosen_unit()
        words = f"在“{parent}”下面新增单位，名称：" if parent else "新增单位，名称："
        name = dialogs.ask_words(self.window, "新增单位", words)
        if name is not None and name.strip():
            self.add(name.strip(), parent)

    def add(self, name: str, parent: str) -> None:
        if name in self._names():
            self.window.tell_fault(EnvironmentFault(FaultCode.UNIT_TAKEN, unit=name))
        else:
            self._work("add_unit", name, parent)

    def rename_unit(self) -> None:
        old = self._unit()
        new = dialogs.ask_words(self.window, "单位改名", f"“{old}”改名为：", old)
        if old and new is not None and new.strip() and new.strip() != old:
            self.rename(old, new.strip())

    def rename(self, old: str, new: str) -> None:
        """Its tables have other keys from now on; the one in view is shown under its new one."""
        if new in self._names():
            self.window.tell_fault(EnvironmentFault(FaultCode.UNIT_TAKEN, unit=new))
            return
        table = self.window.workspace.table
        if self._work("rename_unit", old, new) and table is not None and table.key.unit == old:
            self.window.workspace.leave_table()
            self.window.ways.show_table(replace(table.key, unit=new))

    def move_unit(self) -> None:
        unit = self._unit()
        others = [OUTERMOST, *(each for each in self._names() if each != unit)]
        above, given = QInputDialog.getItem(self.window, "调整隶属", f"“{unit}”的上级单位：", others, 0, editable=False)
        if unit and given:
            self.put_below(unit, "" if above == OUTERMOST else above)

    def put_below(self, unit: str, above: str) -> None:
        """A unit below another; not below itself."""
        try:
            self._work("move_unit", unit, above)
        except ValueError:
            self.window.bar.tell(f"“{above}”在“{unit}”下面，不能反过来作它的上级。")

    # The offices of one unit

    def hand_out(self) -> None:
        from desktop.windows.hand_out_window import HandOutWindow
        from desktop.windows.help_window import help_key

        self.window.commands.end_editing()
        shown = HandOutWindow(self.window.workspace, self.window.output_folder(), self.window)
        help_key(shown, self.window, "units", "offices")
        shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown.folder_chosen.connect(self.window.remember_folder)
        shown.show()

    def take_returns(self) -> None:
        from desktop.windows.help_window import help_key
        from desktop.windows.returns_window import ReturnsWindow

        self.window.commands.end_editing()
        shown = ReturnsWindow(self.window.workspace, self.window.output_folder(), self.window)
        help_key(shown, self.window, "units", "offices")
        shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown.taken_over.connect(self._offer_way_back)
        shown.show()

    def _offer_way_back(self, told: str, taken: YearTable) -> None:
        self.window.bar.tell(told, "撤销", lambda: self._undo_returns(taken))

    def _undo_returns(self, taken: YearTable) -> None:
        """Only as long as it is the last step."""
        if self.window.workspace.table == taken:
            self.window.commands.undo()
        else:
            self.window.bar.tell("收回以后又有修改，不能整个撤销。请用 Ctrl+Z 一步步撤销，或在修改记录里撤回。")

    # The roll-up

    def roll_up(self) -> None:
        from desktop.windows.help_window import help_key
        from desktop.windows.rollup_window import RollupWindow

        self.window.commands.end_editing()
        shown = RollupWindow(self.window.workspace, self.window)
        help_key(shown, self.window, "units", "collect")
        shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown.place_chosen.connect(self.go_to)
        shown.show()

    def show_sources(self) -> None:
        """Where the figures of the table in view come from, looked up beside the window; those of the chosen row first."""
        from desktop.workspace.units import children, trail

        store, table = self.window.workspace.store, self.window.workspace.table
        if store is None or table is None:
            return
        self.window.commands.end_editing()
        key = table.key
        if not children(store, key.unit):
            self.window.bar.tell(f"“{key.unit}”没有下属单位，本表不是汇总来的。", "汇总下属单位", self.roll_up)
            return
        tell = self.window.workspace.told.emit

        def work(report: tasks.Report) -> "Trail":
            with store.beside() as other:
                return trail(other, key, report)

        tell("正在查找各数的来源 …")
        tasks.run(
            work,
            self._show_trail,
            self.window.tell_fault,
            lambda number, units: tell(f"正在读取第 {number + 1} 个单位的表，共 {units} 个 …"),
            self.window,
        )

    def _show_trail(self, made: "Trail") -> None:
        from desktop.windows.help_window import help_key
        from desktop.windows.sources_window import SourcesWindow

        self.window.workspace.told.emit("")
        page = self.window.commands.page
        shown = SourcesWindow(self.window.workspace, made, "" if page is None else page.chosen_cell().node_id, self.window)
        shown.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        help_key(shown, self.window, "units", "how")
        shown.source_chosen.connect(self.go_to)
        shown.show()

    def go_to(self, key: TableKey, place: Place) -> None:
        """Show a table and put the cursor on a place of it."""
        self.window.ways.show_table(key)
        if self.window.workspace.table is not None and self.window.workspace.table.key == key:
            self.window.commands.go_to_place(place)


def _user() -> str:
    from desktop.workspace.book import user_name

    return user_name()
