from collections.abc import Callable

from desktop.pages.details_page import DetailsPage
from scoring.table import Detail
from tests.desktop.pages.conftest import Hall
from tests.desktop.pages.sheets import put, rows, type_in

Shown = Callable[[DetailsPage], DetailsPage]


def test_the_form_says_which_lines_there_are(hall: Hall, shown: Shown) -> None:
    page = shown(DetailsPage(hall("番禺")))
    found = dict(rows(page.details))
    assert (found["单位名称"], found["年度"], found["单位数"]) == ("广州市番禺区人力资源和社会保障局", "2021", "9个单位")
    assert [*found][-4:] == ["填报人", "联系电话", "填报日期", "单位（盖章）"]


def test_a_line_under_another_key_is_not_shown_twice(hall: Hall, shown: Shown) -> None:
    labels = [row[0] for row in rows(shown(DetailsPage(hall("湛江"))).details)]
    assert labels.count("填报日期") == 1


def test_typing_fills_a_line_the_table_does_not_have_yet(hall: Hall, shown: Shown) -> None:
    workspace = hall("番禺")
    page = shown(DetailsPage(workspace))
    at = next(number for number, row in enumerate(rows(page.details)) if row[0] == "填报人")
    type_in(page.details, at, 1, "张三")
    assert workspace.table is not None
    assert workspace.table.details[-1] == Detail("preparer", "填报人", "张三")
    assert workspace.undo()
    assert rows(page.details)[at] == ["填报人", ""]


def test_a_line_of_ones_own_can_be_named_and_removed(hall: Hall, shown: Shown) -> None:
    workspace = hall("番禺")
    page = shown(DetailsPage(workspace))
    assert page.insert_row()
    at = page.details.view.currentIndex().row()
    type_in(page.details, at, 0, "经办科室")
    type_in(page.details, at, 1, "规划财务科")
    assert rows(page.details)[at] == ["经办科室", "规划财务科"]
    put(page.details, at, 1)
    assert page.remove_rows()
    assert "经办科室" not in dict(rows(page.details))
