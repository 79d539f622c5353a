from collections.abc import Callable

from pytestqt.qtbot import QtBot

from desktop.pages.tasks_page import TasksPage
from scoring.table import NodeKind
from tests.desktop.pages.conftest import Hall
from tests.desktop.pages.sheets import put, rows, type_in

Shown = Callable[[TasksPage], TasksPage]


def test_the_tasks_of_the_published_form_with_their_money(hall: Hall, shown: Shown) -> None:
    page = shown(TasksPage(hall("天河")))
    first = rows(page.tasks)[0]
    assert (first[0], first[3], first[4]) == ("稳就业，保居民就业", "17347.8", "3 / 3 已填")


def test_a_task_is_added_typed_and_taken_back(hall: Hall, shown: Shown) -> None:
    workspace = hall("天河")
    page = shown(TasksPage(workspace))
    count = len(rows(page.tasks))
    put(page.tasks, 0, 0)
    assert page.insert_row()
    at = page.tasks.view.currentIndex().row()
    assert (at, len(rows(page.tasks))) == (1, count + 1)
    type_in(page.tasks, at, 0, "做好欠薪治理")
    type_in(page.tasks, at, 3, "24.5")
    assert rows(page.tasks)[1] == ["做好欠薪治理", "", "", "24.5", "0 / 1 已填"]
    for _ in range(3):
        assert workspace.undo()
    assert len(rows(page.tasks)) == count
    put(page.tasks, 0, 0)
    assert page.insert_row(above=True)
    assert page.tasks.view.currentIndex().row() == 0
    assert rows(page.tasks)[0] == ["", "", "", "", "0 / 1 已填"]


def test_removing_a_task_takes_its_key_indicators_along(hall: Hall, shown: Shown) -> None:
    workspace = hall("天河")
    page = shown(TasksPage(workspace))
    assert workspace.table is not None
    before = len(workspace.table.nodes)
    put(page.tasks, 0, 0)
    assert page.remove_rows()
    assert len(workspace.table.nodes) == before - 4
    assert workspace.undo()


def test_the_key_indicators_are_asked_for_by_their_first_row(hall: Hall, shown: Shown, qtbot: QtBot) -> None:
    workspace = hall("天河")
    page = shown(TasksPage(workspace))
    put(page.tasks, 0, 0)
    with qtbot.waitSignal(page.indicators_asked) as asked:
        page.open_rows.click()
    assert workspace.table is not None
    tasks = [number for number, each in enumerate(workspace.table.nodes) if each.kind is NodeKind.TASK]
    assert asked.args == [workspace.table.nodes[tasks[0] + 1].id]
