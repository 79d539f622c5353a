"""The comparison through its window: years of the book side by side, what is said and noted is kept, files are written."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.kit.settings import Settings
from desktop.sheets.pages_window import PagesWindow
from desktop.windows.compare_window import CompareWindow
from desktop.windows.main_window import MainWindow
from desktop.workspace.comparing import Chosen
from desktop.workspace.session import Workspace
from scoring.align import Match
from scoring.edit import Op, set_field
from scoring.table import Field, TableKey, YearTable
from tests.desktop.sheets.pdf_glyphs import read_pdf
from tests.small_tables import KEY, UNIT, small_table

NEXT = replace(KEY, year=2022)


def _next_year() -> YearTable:
    """As imported from another file: no lineage is shared, one row has another name."""
    table = small_table(NEXT)
    nodes = tuple(
        replace(
            node,
            lineage_id=f"2022-{node.id}",
            name="紧缺急需人才" if node.name == "急需紧缺人才" else node.name,
            given_score_text="0.5" if node.name == "产业高端人才" else node.given_score_text,
        )
        for node in table.nodes
    )
    return replace(table, nodes=nodes)


@pytest.fixture
def window(workspace: Workspace, qtbot: QtBot) -> MainWindow:
    assert workspace.store is not None
    workspace.store.add(_next_year(), operation="import")
    shown = MainWindow(workspace, Settings())
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.furnish()
    workspace.show(NEXT)
    return shown


@pytest.fixture
def compared(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> CompareWindow:
    shown = CompareWindow(workspace, window)
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown


def _match(compared: CompareWindow, name: str) -> tuple[Match, bool]:
    line = next(each for each in compared.view.shown.comparison.lines if each.name == name)
    return line.match, line.confirmed


def test_the_years_up_to_the_one_shown_stand_side_by_side(compared: CompareWindow) -> None:
    assert compared.view.shown.comparison.years == (2021, 2022)
    assert compared.view.shown.comparison.change.result == Decimal("-0.5")
    assert compared.charts.data is not None


def test_what_is_said_of_a_pair_is_kept_in_the_book(compared: CompareWindow, window: MainWindow, workspace: Workspace) -> None:
    assert _match(compared, "紧缺急需人才") == (Match.RENAMED, False)
    link = compared.view.shown.proposals[0].link
    compared.view.hints.said.emit(replace(link, same=True, confirmed=True))
    assert _match(compared, "紧缺急需人才") == (Match.RENAMED, True)
    compared.view.hints.said.emit(replace(link, same=False, confirmed=True))
    assert _match(CompareWindow(workspace, window), "紧缺急需人才") == (Match.NEW, True)


def test_a_note_is_kept_in_the_book(compared: CompareWindow, window: MainWindow, workspace: Workspace) -> None:
    model = compared.view.model
    index = model.index(2, model.columnCount() - 1)
    assert model.setData(index, "审计口径")
    assert workspace.store is not None
    assert list(workspace.store.notes(NEXT).values()) == ["审计口径"]
    assert "审计口径" in set(CompareWindow(workspace, window).view.shown.notes.values())


def test_an_edit_in_the_entry_form_is_seen_at_once(compared: CompareWindow, workspace: Workspace) -> None:
    before = compared.view.shown.comparison.change.after
    row = next(node.id for node in workspace.table.nodes if node.name == "部门预算编制情况")  # type: ignore[union-attr]
    assert workspace.edit(Op.SET_FIELD, set_field, row, Field.GIVEN_SCORE, "2")
    assert compared.view.shown.comparison.change.after == before - 1


def test_tables_come_and_go(compared: CompareWindow) -> None:
    compared.view._calls.remove_table(0)
    assert compared.view.shown.comparison.years == (2022,)
    compared.add(Chosen(KEY))
    assert compared.view.shown.comparison.years == (2021, 2022)
    compared.add(Chosen(NEXT, "ministry_2020"))
    labels = [compared.view.model.headerData(at, Qt.Orientation.Horizontal) for at in range(compared.view.model.columnCount())]
    assert sum("2022" in str(label) for label in labels) == 2 * len(compared.view.model.kinds)
    assert len(compared.view.shown.comparison.tables) == 3
    compared.add(Chosen(TableKey(UNIT, 1999)))
    assert len(compared.view.shown.comparison.tables) == 3
    assert compared.bar.isVisible()


def test_a_cell_leads_to_its_row_in_the_entry_form(compared: CompareWindow, workspace: Workspace) -> None:
    line = next(each for each in compared.view.shown.comparison.rows if each.name == "产业高端人才")
    compared.view._cell_opened(line.at, 0)
    assert workspace.table is not None
    assert workspace.table.key == KEY


@pytest.mark.parametrize("ending", ["xlsx", "pdf", "png", "svg"])
def test_every_kind_of_file_is_written(compared: CompareWindow, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"对比.{ending}"
    compared.export(path)
    assert path.stat().st_size > 1000
    compared.export(tmp_path / "没有" / f"对比.{ending}")
    assert compared.bar.isVisible()


def test_ten_bureaus_fit_the_screen_and_none_stands_twice(compared: CompareWindow, workspace: Workspace) -> None:
    assert workspace.store is not None
    for number in range(8):
        other = TableKey(f"示例市第{'一二三四五六七八'[number]}区人力资源和社会保障局", NEXT.year)
        workspace.store.add(small_table(other), operation="import")
        compared.add(Chosen(other))
    assert len(compared.view.shown.comparison.tables) == 10
    assert compared.minimumSizeHint().width() <= 1366
    compared.add(Chosen(NEXT))
    assert len(compared.view.shown.comparison.tables) == 10
    assert "已在比较中" in compared.bar.words.text()


def test_the_comparison_is_looked_at_and_saved_as_it_will_be_printed(
    compared: CompareWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    qtbot.keyClick(compared, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    (preview,) = compared.findChildren(PagesWindow)
    qtbot.waitExposed(preview)
    assert preview.windowTitle() == f"打印预览 - {UNIT}部门整体支出绩效自评年度对比（2021—2022）"
    assert preview.place.text() == f"第 1 页，共 {len(preview.pages)} 页"
    picture = preview.view.viewport().grab().toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(0, picture.width(), 5) for y in range(0, picture.height(), 5)}
    assert len(colours) > 10  # the charts are there
    assert preview.save_pdf(tmp_path / "对比.pdf")
    assert "得分变化：2021→2022" in read_pdf(tmp_path / "对比.pdf")[0].text
