from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QDialog, QFileDialog, QProgressDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.sheets.page import Page
from desktop.sheets.paper import Printed
from desktop.sheets.preview import PreviewWindow
from desktop.sheets.row_choice import Marked
from desktop.sheets.setup import Fit, PageSetup, RowChoice, SheetKind
from scoring.table import Status
from tests.desktop.filled_forms import facts, filled, form_of, scored_as
from tests.desktop.sheets.pdf_glyphs import read_pdf

PRINTED = Printed("7F3A-91C2", date(2026, 3, 1), ("任务2：分值不符。",))


@pytest.fixture
def preview(qtbot: QtBot) -> PreviewWindow:
    return opened(qtbot)


def opened(qtbot: QtBot, **wishes: Any) -> PreviewWindow:
    scored, form = filled("panyu_2021")
    window = PreviewWindow(scored, form, PRINTED, **wishes)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitExposed(window):
        window.show()
    return window


def words(pages: tuple[Page, ...]) -> str:
    return "".join(line.text for page in pages for line in page.lines())


def test_it_opens_with_the_paper_of_the_form_and_all_pages(preview: PreviewWindow) -> None:
    assert (preview.setup.size, preview.setup.landscape) == ("A4", True)
    assert len(preview.pages) > 4
    assert preview.place.text() == f"第 1 页，共 {len(preview.pages)} 页"
    assert preview.thumbnails.model().rowCount() == len(preview.pages)


def test_a_page_on_the_screen_is_white_with_black_words_on_grey(preview: PreviewWindow) -> None:
    picture = preview.view.viewport().grab().toImage()
    colours = {picture.pixelColor(x, picture.height() // 3).name() for x in range(0, picture.width(), 2)}
    assert "#ffffff" in colours
    assert "#8a8a8a" in colours
    dark = sum(
        picture.pixelColor(x, y).lightness() < 80 for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)
    )
    assert dark > 300


def test_keys_go_from_page_to_page(preview: PreviewWindow, qtbot: QtBot) -> None:
    last = len(preview.pages)
    for key, page in (
        (Qt.Key.Key_PageDown, 2),
        (Qt.Key.Key_PageDown, 3),
        (Qt.Key.Key_PageUp, 2),
        (Qt.Key.Key_End, last),
        (Qt.Key.Key_Home, 1),
    ):
        qtbot.keyClick(preview.view, key)
        assert preview.place.text() == f"第 {page} 页，共 {last} 页"
        assert preview.thumbnails.currentIndex().row() == page - 1


def test_keys_zoom(preview: PreviewWindow, qtbot: QtBot) -> None:
    fitting = preview.view.zoom
    qtbot.keyClick(preview.view, Qt.Key.Key_Plus)
    larger = preview.view.zoom
    assert larger > fitting
    assert preview.zoom_box.currentText() == f"{larger}%"
    qtbot.keyClick(preview.view, Qt.Key.Key_Minus)
    assert preview.view.zoom < larger
    qtbot.keyClick(preview.view, Qt.Key.Key_0)
    assert preview.view.zoom == fitting
    assert preview.zoom_box.currentText() == "适合宽度"


def test_a_chosen_zoom_keeps_the_page(preview: PreviewWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(preview.view, Qt.Key.Key_PageDown)
    preview.zoom_box.setCurrentIndex(preview.zoom_box.findText("200%"))
    preview.zoom_box.activated.emit(preview.zoom_box.currentIndex())
    assert preview.view.zoom == 200
    assert preview.view.page == 1


def test_a_thumbnail_leads_to_its_page(preview: PreviewWindow, qtbot: QtBot) -> None:
    target = preview.thumbnails.model().index(2, 0)
    preview.thumbnails.scrollTo(target)
    qtbot.mouseClick(preview.thumbnails.viewport(), Qt.MouseButton.LeftButton, pos=preview.thumbnails.visualRect(target).center())
    assert preview.view.page == 2


def test_other_paper_gives_other_pages_and_is_remembered(qtbot: QtBot) -> None:
    told: list[PageSetup] = []
    preview = opened(qtbot, remember=told.append)
    preview.panel.size_box.setCurrentText("A3")
    preview.panel.way_box.setCurrentText("纵向")
    assert {(page.width, page.height) for page in preview.pages} == {(297, 420)}
    assert told[-1].size == "A3"
    assert not told[-1].landscape


def test_it_opens_with_what_was_remembered(qtbot: QtBot) -> None:
    wishes = PageSetup(
        size="A3", contents=(SheetKind.FORM, SheetKind.FINDINGS), header_text="番财绩〔2022〕3号", carry_subtotals=True
    )
    preview = opened(qtbot, setup=wishes)
    assert preview.panel.setup() == wishes
    assert "任务2：分值不符。" in words(preview.pages)
    assert "番财绩〔2022〕3号" in words(preview.pages)


def test_contents_are_ticked(preview: PreviewWindow) -> None:
    before = len(preview.pages)
    for kind in SheetKind:
        preview.panel.content_boxes[kind].setChecked(True)
    whole = words(preview.pages)
    assert len(preview.pages) > before
    assert all(
        title in whole
        for title in ("部门整体支出绩效自评材料", "评分过程", "检查结果", "佐证材料清单", "绩效自评报告", "自评表说明")
    )
    sheets = [page for page in preview.pages if page.width > page.height]
    assert f"共 {len(sheets)} 页" in whole
    assert "— 1 —" in whole


def test_only_rows_that_lost_points_are_printed(preview: PreviewWindow) -> None:
    preview.panel.rows_box.setCurrentText("只印失分的指标")
    assert preview.setup.rows is RowChoice.LOST
    whole = words(preview.pages)
    assert "预算完成率" in whole
    assert "部门预算编制情况" not in whole
    assert "（仅列失分指标）" in whole


def test_a_wide_form_may_go_over_several_pages(preview: PreviewWindow) -> None:
    preview.panel.way_box.setCurrentText("纵向")
    preview.panel.fit_box.setCurrentIndex(1)
    assert preview.setup.fit is Fit.PAGES
    assert sum("三级指标" in words((page,)) for page in preview.pages) > sum(
        "指标解释" in words((page,)) for page in preview.pages
    )


def test_a_sealed_table_is_no_draft(qtbot: QtBot) -> None:
    table = facts("panyu_2021")
    sealed = replace(table, heading=replace(table.heading, status=Status.SEALED))
    window = PreviewWindow(scored_as(sealed), form_of(table), PRINTED)
    qtbot.addWidget(window)
    assert "草稿" not in words(window.pages)


def test_the_pdf_is_what_the_preview_shows(preview: PreviewWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offered: list[str] = []

    def ask(_: QWidget, __: str, suggestion: str, ___: str) -> tuple[str, str]:
        offered.append(suggestion)
        return str(tmp_path / "自评表"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    preview.ask_where_to_save()
    preview.ask_where_to_save()
    assert Path(offered[1]).parent == tmp_path
    found = read_pdf(tmp_path / "自评表.pdf")
    assert "".join(page.text for page in found) == "".join(words(preview.pages).split())
    assert preview.notice.text() == f"已存为 {tmp_path / '自评表.pdf'}"


def test_printing_sends_the_pages_to_the_printer_of_the_dialog(
    preview: PreviewWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def accept(dialog: QPrintDialog) -> int:
        dialog.printer().setOutputFileName(str(tmp_path / "printed.pdf"))
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    preview.ask_printer()
    assert len(read_pdf(tmp_path / "printed.pdf")) == len(preview.pages)
    assert not preview.notice.isVisible()


def test_cancelled_saving_leaves_nothing(preview: PreviewWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QProgressDialog, "wasCanceled", lambda dialog: dialog.value() >= 2)
    assert not preview.save_pdf(tmp_path / "自评表.pdf")
    assert list(tmp_path.iterdir()) == []
    assert preview.notice.text().startswith("已取消")


def test_trouble_is_told_above_the_pages(preview: PreviewWindow, tmp_path: Path) -> None:
    assert not preview.save_pdf(tmp_path / "gone" / "自评表.pdf")
    assert preview.notice.isVisible()
    assert "gone" in preview.notice.text()


def test_characters_without_a_glyph_are_told_before_printing(qtbot: QtBot) -> None:
    table = facts("panyu_2021")
    nodes = (replace(table.nodes[0], name="管理效能\U0001f600"), *table.nodes[1:])
    window = PreviewWindow(scored_as(replace(table, nodes=nodes)), form_of(table), PRINTED)
    qtbot.addWidget(window)
    assert "\U0001f600" in window.notice.text()


def marked(qtbot: QtBot, name: str, **rows: frozenset[str]) -> PreviewWindow:
    scored, form = filled(name)
    window = PreviewWindow(scored, form, replace(PRINTED, marked=Marked(**rows)))
    qtbot.addWidget(window)
    return window


def choose_rows(window: PreviewWindow, choice: RowChoice) -> str:
    """Choose and return all words but those at the foot."""
    window.panel.rows_box.setCurrentIndex(window.panel.rows_box.findData(choice))
    return words(window.pages)


def test_only_rows_that_the_checks_speak_of_are_printed(qtbot: QtBot) -> None:
    scored, _ = filled("panyu_2021")
    leaves = [row.node for row in scored.rows.values() if row.node.leaf]
    text = choose_rows(marked(qtbot, "panyu_2021", flagged=frozenset({leaves[-1].id})), RowChoice.FLAGGED)
    assert "（仅列有问题的指标）" in text
    assert "".join(leaves[-1].target_text.split())[:8] in "".join(text.split())
    assert "".join(leaves[-3].target_text.split())[:8] not in "".join(text.split())


def test_only_rows_chosen_in_the_table_are_printed_those_below_a_band_too(qtbot: QtBot) -> None:
    scored, _ = filled("panyu_2021")
    band = next(row for row in scored.rows.values() if row.node.name.startswith("任务2"))
    window = marked(qtbot, "panyu_2021", selected=frozenset({band.node.id}))
    assert window.panel.rows_box.itemText(window.panel.rows_box.findData(RowChoice.SELECTED)) == "只印表里选中的行（1 行）"
    text = choose_rows(window, RowChoice.SELECTED)
    assert "任务2" in text
    assert "任务1" not in text
    assert "（仅列选中的指标）" in text


def test_single_bands_are_ticked(preview: PreviewWindow) -> None:
    assert preview.panel.band_list.isHidden()
    choose_rows(preview, RowChoice.BANDS)
    assert preview.panel.band_list.isVisible()
    assert preview.notice.text() == "还没有勾选要印的部分，现在列出的是全部指标。"
    items = {item.text().strip("　"): item for item in map(preview.panel.band_list.item, range(preview.panel.band_list.count()))}
    before = len(preview.pages)
    items["管理效能"].setCheckState(Qt.CheckState.Checked)
    text = words(preview.pages)
    assert "（仅列部分指标）" in text
    assert "任务1" not in text
    assert "预算编制" in text
    assert len(preview.pages) < before
    assert preview.notice.isHidden()
    assert preview.setup.bands == (("管理效能",),)


def test_a_choice_without_such_rows_says_so_and_prints_all(preview: PreviewWindow) -> None:
    whole = len(preview.pages)
    choose_rows(preview, RowChoice.PENDING)
    assert preview.notice.text() == "没有待评的指标，现在列出的是全部指标。"
    assert len(preview.pages) == whole
    assert "仅列" not in words(preview.pages)


def test_worksheets_of_a_form_of_several_can_be_left_out(qtbot: QtBot) -> None:
    window = marked(qtbot, "guangzhou_2023")
    assert list(window.panel.sheet_boxes) == ["自评得分", "产出指标", "效益指标", "专项资金", "管理效率"]
    whole = len(window.pages)
    for name in ("自评得分", "效益指标", "专项资金", "管理效率"):
        window.panel.sheet_boxes[name].setChecked(False)
    assert len(window.pages) < whole
    assert window.setup.left_out == ("自评得分", "效益指标", "专项资金", "管理效率")
    assert "专项资金" not in words(window.pages)
    assert marked(qtbot, "panyu_2021").panel.sheet_boxes == {}


def test_the_chart_of_a_report_is_made_when_it_is_first_wanted(qtbot: QtBot) -> None:
    scored, form = filled("guangzhou_2023")
    asked: list[int] = []
    window = PreviewWindow(scored, form, PRINTED, chart=lambda: asked.append(1))
    qtbot.addWidget(window)
    assert asked == []
    window.panel.content_boxes[SheetKind.REPORT].setChecked(True)
    window.panel.content_boxes[SheetKind.FORM].setChecked(False)
    assert asked == [1]
    assert all(page.width == 210 for page in window.pages)


def test_the_tab_key_goes_through_the_settings_as_they_stand(qtbot: QtBot) -> None:
    window = marked(qtbot, "guangzhou_2023")
    window.resize(1366, 728)
    window.show()
    panel = window.panel
    panel.content_boxes[SheetKind.COVER].setFocus()
    places = []
    while (here := window.focusWidget()) is not None and panel.isAncestorOf(here):
        places.append((here.mapTo(panel, QPoint()).y() // 10, here.mapTo(panel, QPoint()).x()))
        qtbot.keyClick(here, Qt.Key.Key_Tab)
    assert len(places) >= 24
    assert places == sorted(places)


def test_it_works_by_keyboard_alone(preview: PreviewWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (called.append("save"), ("", ""))[1])
    monkeypatch.setattr(QPrintDialog, "exec", lambda _: called.append("print"))
    qtbot.keyClick(preview.view, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(preview.view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert called == ["save", "print"]
    choose_rows(preview, RowChoice.BANDS)
    preview.panel.band_list.setFocus()
    qtbot.keyClick(preview.panel.band_list, Qt.Key.Key_Down)
    qtbot.keyClick(preview.panel.band_list, Qt.Key.Key_Space)
    assert preview.setup.bands == (("管理效能", "资金管理"),)
    qtbot.keyClick(preview.view, Qt.Key.Key_Escape)
    assert not preview.isVisible()
