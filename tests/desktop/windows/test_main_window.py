from collections import Counter
from collections.abc import Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop import app
from desktop.kit.settings import Settings
from desktop.windows import new_table
from desktop.windows.actions import MENUS, TOOLS, Needs
from desktop.windows.main_window import MainWindow
from desktop.windows.new_table import NewTableDialog, Wanted, Way
from desktop.windows.tree import UnitTree
from desktop.workspace.session import Workspace
from desktop.workspace.years import table_lines
from scoring.table import TableKey
from tests.small_tables import KEY, UNIT, small_table

COMMANDS = [each for commands in MENUS.values() for each in commands if each.name]
SMALL_SCREEN = 1366, 728  # 1366×768 less the task bar


@pytest.fixture
def window(workspace: Workspace, qtbot: QtBot) -> MainWindow:
    """The main window on a small screen, the small table in it."""
    shown = MainWindow(workspace, Settings())
    qtbot.addWidget(shown)
    shown.resize(*SMALL_SCREEN)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.furnish()
    shown.activateWindow()
    return shown


def test_no_key_means_two_things() -> None:
    keys = Counter(key for each in COMMANDS for key in each.keys)
    assert [key for key, times in keys.items() if times > 1] == []


def test_no_letter_of_a_menu_means_two_things() -> None:
    for menu, commands in MENUS.items():
        letters = Counter(each.words.partition("(&")[2][:1] for each in commands if "(&" in each.words)
        assert [letter for letter, number in letters.items() if number > 1] == [], menu


def test_no_key_of_a_command_is_reached_in_two_ways() -> None:
    """The plus of the main keyboard is Shift and =; Qt finds a key that matches twice ambiguous and does nothing."""
    pressed = Counter(keys.replace("Shift+=", "+") for each in COMMANDS for keys in each.keys)
    assert [keys for keys, number in pressed.items() if number > 1] == []


def test_every_command_stands_in_a_menu_and_does_something(window: MainWindow) -> None:
    shown: set[QAction] = set()
    for menu in window.menuBar().findChildren(QMenu):
        shown |= set(menu.actions())
    assert {window.actions_by_name[each.name] for each in COMMANDS} <= shown
    assert set(TOOLS) - {""} <= set(window.actions_by_name)


def test_what_cannot_be_done_is_grey(window: MainWindow, workspace: Workspace) -> None:
    assert window.actions_by_name["insert_row"].isEnabled()
    assert not window.actions_by_name["undo"].isEnabled()
    workspace.close()
    enabled = {name for name, action in window.actions_by_name.items() if action.isEnabled()}
    assert enabled == {each.name for each in COMMANDS if each.needs is Needs.NOTHING}


@pytest.mark.parametrize("size", [SMALL_SCREEN, (1024, 600)])
def test_nothing_is_cut_off_on_a_small_screen(window: MainWindow, size: tuple[int, int]) -> None:
    window.resize(*size)
    QApplication.processEvents()
    assert (window.width(), window.height()) == size
    more = window.tools.findChild(QToolButton, "qt_toolbar_ext_button")
    assert more is None or not more.isVisible()
    for name in TOOLS:
        if name:
            button = window.tools.widgetForAction(window.actions_by_name[name])
            assert button.width() >= button.sizeHint().width()


def test_everything_that_takes_the_keyboard_has_a_name(window: MainWindow) -> None:
    def nameless(widget: QWidget) -> bool:
        takes_keys = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible()
        inner = type(widget).__name__ in {"QScrollBar", "TableHeader", "QHeaderView"} or widget.objectName().startswith("qt_")
        text = getattr(widget, "text", str)()
        return takes_keys and not inner and not widget.accessibleName() and not text

    assert [widget for widget in window.findChildren(QWidget) if nameless(widget)] == []


def test_f6_goes_round_the_panes(window: MainWindow) -> None:
    page = window.commands.page
    assert page is not None
    page.view.setFocus()
    places = []
    for _ in range(4):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
        focus = QApplication.focusWidget()
        panes = {"inspector": window.inspector, "search": window.search, "tree": window.tree, "table": page}
        places.append(next(name for name, pane in panes.items() if pane is focus or pane.isAncestorOf(focus)))
    assert places == ["inspector", "search", "tree", "table"]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is window.tree


def test_side_panes_close_and_are_remembered(window: MainWindow) -> None:
    window.actions_by_name["toggle_tree"].trigger()
    window.actions_by_name["toggle_inspector"].trigger()
    assert not window.tree.isVisible()
    assert not window.inspector.isVisible()
    assert (window.remembered().tree_shown, window.remembered().inspector_shown) == (False, False)
    assert window.remembered().last_table == (UNIT, "2021", "")


def test_a_long_sum_never_makes_a_narrow_window_wider(window: MainWindow) -> None:
    window.resize(683, 384)
    window.status.show_chosen(["1000000.25", "33333333.335", "7"])
    QApplication.processEvents()
    assert window.status.chosen.isVisible()
    assert window.width() == 683


def test_a_pane_that_made_way_in_a_narrow_window_comes_with_one_key_and_stays(window: MainWindow) -> None:
    window.resize(683, 384)  # 1366 × 768 at 200 %
    QApplication.processEvents()
    assert (window.tree.isVisible(), window.inspector.isVisible()) == (False, False)
    window.actions_by_name["toggle_inspector"].trigger()
    assert window.inspector.isVisible()
    window.actions_by_name["next_page"].trigger()
    assert not window.inspector.isVisible()
    window.actions_by_name["previous_page"].trigger()
    assert window.inspector.isVisible()
    window.actions_by_name["toggle_inspector"].trigger()
    assert not window.inspector.isVisible()
    window.actions_by_name["toggle_tree"].trigger()
    assert window.tree.isVisible()


def test_the_window_comes_back_where_it_was(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(790, 640)
    again = MainWindow(Workspace(), window.remembered())
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (790, 640)  # the screen of the tests is 800 wide


def test_a_fault_is_told_above_the_page_with_one_way_out(window: MainWindow, qtbot: QtBot) -> None:
    done: list[int] = []
    window.bar.tell("磁盘空间不足。", "重试", lambda: done.append(1))
    assert window.bar.isVisible()
    qtbot.mouseClick(window.bar.action, Qt.MouseButton.LeftButton)
    assert done == [1]
    assert not window.bar.isVisible()


def test_the_buttons_of_dialogs_speak_chinese(qapp: QApplication, window: MainWindow) -> None:
    app.speak_chinese(qapp)
    dialog = NewTableDialog([KEY, TableKey(UNIT, 2019)], {}, KEY, window)
    buttons = dialog.findChild(QDialogButtonBox)
    assert buttons is not None
    assert [each.text().replace("&", "") for each in buttons.buttons()] == ["确定", "取消"]
    assert dialog.year.value() == 2022
    assert dialog.wanted() == Wanted(Way.LIKE, TableKey(UNIT, 2022), KEY)


def test_the_tree_shows_units_years_and_projects_with_state_and_total(workspace: Workspace, qtbot: QtBot) -> None:
    assert workspace.store is not None
    workspace.store.add(small_table(TableKey(UNIT, 2021, "技能大赛")), operation="import")
    tree = UnitTree()
    qtbot.addWidget(tree)
    tree.show_lines(table_lines(workspace.overview()), lambda key: f"{key.year}", KEY)
    unit = tree.items.item(0)
    year = unit.child(0, 0)
    assert (unit.text(), year.text(), year.child(0, 0).text()) == (UNIT, "◐ 2021 年　填报 57%", "◐ 技能大赛　填报 57%")
    assert tree.currentIndex() == year.index()
    qtbot.waitUntil(lambda: unit.child(0, 1).text() == "2021")
    with qtbot.waitSignal(tree.chosen) as told:
        tree.activated.emit(year.child(0, 0).index())
    assert told.args == [TableKey(UNIT, 2021, "技能大赛")]


def test_a_new_year_is_started_and_shown(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    table = window.workspace.table
    assert table is not None
    form = table.heading.form

    def ask(_: QWidget, __: object, forms: Mapping[str, str], shown: TableKey) -> Wanted:
        assert (next(iter(forms)), shown) == (form, KEY)
        return Wanted(Way.LIKE, TableKey(UNIT, 2022), KEY)

    monkeypatch.setattr(new_table, "ask_new_table", ask)
    window.actions_by_name["new_year"].trigger()
    table = window.workspace.table
    assert table is not None
    assert window.status.total.text() == "还没有得分，满分 100"
    assert table.key == TableKey(UNIT, 2022)
    assert window.tree.currentIndex().data() == "○ 2022 年　未开始"
    assert window.windowTitle().startswith(f"{UNIT} 2022 年度")


def test_tab_walks_through_the_cells_and_does_not_leave_the_table(window: MainWindow) -> None:
    page = window.commands.page
    assert page is not None
    page.view.setFocus()
    before = page.view.currentIndex()
    QTest.keyClick(page.view, Qt.Key.Key_Tab)
    assert page.view.hasFocus()
    assert page.view.currentIndex() != before


def test_every_command_of_the_menus_is_at_home_in_one_place(window: MainWindow) -> None:
    homes = list(window.commands.homes())
    names = [each.name for commands in MENUS.values() for each in commands if each.name]
    assert {name: sum(hasattr(home, name) for home in homes) for name in names} == dict.fromkeys(names, 1)


def test_a_command_given_before_the_window_is_furnished_finds_its_home(workspace: Workspace, qtbot: QtBot) -> None:
    bare = MainWindow(workspace, Settings())
    qtbot.addWidget(bare)
    bare.commands.do("back_up")
    assert not bare.furnished
