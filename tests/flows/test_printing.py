"""Printing by the menu: the table in view on pages, with the code of its state, as wanted last time."""

from pathlib import Path

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.app import open_window as open_program
from desktop.kit.paths import settings_path
from desktop.kit.settings import save_settings
from desktop.sheets.preview import PreviewWindow
from desktop.sheets.setup import RowChoice
from desktop.windows.main_window import MainWindow
from desktop.workspace.check_code import check_code
from tests.flows.conftest import table_page


def previews(window: MainWindow) -> list[PreviewWindow]:
    return [each for each in window.findChildren(PreviewWindow) if each.isVisible()]


def words(preview: PreviewWindow) -> str:
    return "".join(line.text for page in preview.pages for line in page.lines())


def test_the_preview_shows_the_table_with_the_cell_still_open_and_its_code(window: MainWindow) -> None:
    page = table_page(window)
    page.view.setFocus()
    page.view.put_cursor(page.model.index(3, 7))
    QTest.keyClick(page.view, "9")
    window.actions_by_name["print_preview"].trigger()
    (preview,) = previews(window)
    assert window.workspace.scored is not None
    assert f"校验码 {check_code(window.workspace.scored.table)}" in words(preview)
    assert "产业高端人才奖励150人" in words(preview)
    assert "2020年评选135名产业高端人才" not in words(preview)


def test_wishes_for_a_form_hold_at_the_next_start(window: MainWindow, book_path: Path, qtbot: QtBot) -> None:
    window.actions_by_name["print_preview"].trigger()
    previews(window)[0].panel.size_box.setCurrentText("A3")
    previews(window)[0].close()
    window.close()
    assert save_settings(settings_path(), window.settings)  # as the program does when its last window is closed
    again = open_program(book_path)
    qtbot.waitUntil(lambda: again.furnished and again.workspace.store is not None)
    again.actions_by_name["print_preview"].trigger()
    (preview,) = previews(again)
    assert preview.setup.size == "A3"
    again.close()


def test_a_pdf_is_offered_beside_the_book_and_then_where_the_last_one_went(
    window: MainWindow, book_path: Path, tmp_path: Path
) -> None:
    window.actions_by_name["print_preview"].trigger()
    preview = window.findChild(PreviewWindow)
    assert isinstance(preview, PreviewWindow)
    assert preview.folder == book_path.parent
    (tmp_path / "送审").mkdir()
    preview.saved.emit(str(tmp_path / "送审" / "自评表.pdf"))
    assert window.output_folder() == tmp_path / "送审"


def test_the_rows_chosen_in_the_table_can_be_printed_alone(window: MainWindow) -> None:
    page = table_page(window)
    page.view.setFocus()
    page.view.put_cursor(page.model.index(3, 7))
    (chosen,) = page.chosen_rows()
    window.actions_by_name["print_preview"].trigger()
    (preview,) = previews(window)
    preview.panel.rows_box.setCurrentIndex(preview.panel.rows_box.findData(RowChoice.SELECTED))
    assert "（仅列选中的指标）" in words(preview)
    assert {box.row for page in preview.pages for box in page.boxes if box.lines}
    assert window.workspace.scored is not None
    names = [row.node.name for row in window.workspace.scored.rows.values() if row.node.leaf]
    assert [name for name in names if name and name in words(preview)] == [window.workspace.scored.rows[chosen].node.name]
