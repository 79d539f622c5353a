"""Words are found and replaced on all pages of a year, whichever is in view."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.store import Store
from desktop.kit.settings import Settings
from desktop.pages.texts_page import TextsPage
from desktop.windows.finding import Finding
from desktop.windows.main_window import MainWindow
from desktop.workspace.book import sample_tables
from desktop.workspace.session import Workspace
from scoring.table import YearTable


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The published 番禺 table: funds, base figures, texts and 93 rows."""
    table = next(each for each in sample_tables() if "番禺" in each.key.unit)
    with Store.create(tmp_path / "番禺.ziping") as store:
        store.add(table, operation="import")
    workspace = Workspace()
    shown = MainWindow(workspace, Settings())
    workspace.setParent(shown)
    qtbot.addWidget(shown)
    shown.resize(1366, 728)
    shown.show()
    shown.furnish()
    workspace.open(tmp_path / "番禺.ziping")
    workspace.show(table.key)
    qtbot.waitUntil(lambda: bool(shown.pages.current()))
    shown.activateWindow()
    yield shown
    shown.close()


def table_of(window: MainWindow) -> YearTable:
    assert window.workspace.table is not None
    return window.workspace.table


def look(window: MainWindow, words: str, other: str = "") -> Finding:
    window.actions_by_name["replace"].trigger()
    window.finding.bar.words.setText(words)
    window.finding.bar.other.setText(other)
    return window.finding


def test_finding_goes_from_page_to_page_and_round(window: MainWindow, qtbot: QtBot) -> None:
    finding = look(window, "就业")
    counted = finding._pages()
    counts = {key: page.count_words("就业") for key, page in counted.items()}
    assert {key for key, number in counts.items() if number} >= {"indicators", "texts"}
    stops = []
    for _ in range(sum(counts.values())):
        assert finding.go()
        stops.append(window.pages.current())
    assert {key: stops.count(key) for key in stops} == {key: number for key, number in counts.items() if number}
    turns = [key for at, key in enumerate(stops) if at == 0 or stops[at - 1] != key]
    assert len(turns) in (len(set(stops)), len(set(stops)) + 1)  # the first page twice: what lay before the cursor
    back = []
    for _ in stops:
        assert finding.go(backwards=True)
        back.append(window.pages.current())
    assert sorted(back) == sorted(stops)
    assert QApplication.focusWidget() is finding.bar.words
    finding.bar.words.setText("查无此项")
    assert not finding.go()
    assert finding.bar.told.text() == "没有找到"
    qtbot.keyClick(finding.bar.words, Qt.Key.Key_Escape)
    assert not finding.bar.isVisible()


def test_the_places_are_counted_by_page_while_the_words_are_typed(window: MainWindow, qtbot: QtBot) -> None:
    finding = look(window, "")
    QTest.keyClicks(finding.bar.words, "2.5")
    qtbot.waitUntil(lambda: finding.bar.told.text() != "")
    assert finding.bar.told.text() == "指标表 4 处"


def test_a_place_in_a_text_is_chosen_and_replaced_alone(window: MainWindow) -> None:
    texts = window.pages.turn_to("texts")
    assert isinstance(texts, TextsPage)
    before = texts.items[0].text
    word = before[10:12]
    finding = look(window, word, "某某")
    assert texts.find_words(word, entering=True)
    assert texts.editor.textCursor().selectedText() == word
    at = texts.editor.textCursor().selectionStart()
    finding.replace_here()
    assert texts.items[0].text == before[:at] + "某某" + before[at + 2 :]
    assert window.workspace.undo()
    assert texts.items[0].text == before


def test_replacing_everywhere_changes_every_page_in_one_step_after_a_look_at_it(window: MainWindow) -> None:
    before = table_of(window)
    finding = look(window, "就业", "用工")
    finding.bar.preview_button.click()
    changes = finding._changes()
    number = sum(map(len, changes.values()))
    assert {key for key, found in changes.items() if found} >= {"indicators", "texts"}
    assert finding.bar.preview.texts.rowCount() == number
    page, _, now, after = finding.bar.preview.texts.rows[0]
    assert (page, after) == ("指标表", now.replace("就业", "用工"))
    assert table_of(window) == before
    window.pages.turn_to("funds")
    finding.bar.all_button.click()
    assert finding.bar.told.text().startswith(f"已替换共 {number} 格（")
    after_all = table_of(window)
    assert not any("就业" in each.name for each in after_all.nodes)
    assert not any("就业" in each.text for each in after_all.narratives)
    assert window.workspace.undo_text == "替换"
    assert window.workspace.undo()
    assert table_of(window) == before
    assert window.workspace.undo_text == ""
    finding.show_count()
    finding.bar.preview.activated.emit(finding.bar.preview.texts.index(number - 1, 0))
    assert window.pages.current() != "funds"


def test_width_and_separators_do_not_count_when_replacing(window: MainWindow) -> None:
    amount = next(each for each in table_of(window).funds if "." in each.executed_text)
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() else sign for sign in amount.executed_text)
    look(window, wide, "1")
    assert window.finding.replace_all() >= 1
    assert next(each for each in table_of(window).funds if each.id == amount.id).executed_text == "1"
    assert look(window, "没有的词", "x").replace_all() == 0
    assert window.finding.bar.told.text() == "没有可替换的内容"


def test_words_in_the_tool_bar_are_found_on_other_pages_and_f3_goes_on(window: MainWindow, qtbot: QtBot) -> None:
    only = next(each for each in table_of(window).narratives if each.text)
    words = only.text[:12]
    window.search.setText(words)
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert window.pages.current() == "texts"
    window.actions_by_name["find_next"].trigger()
    assert window.pages.current() == "texts"
    window.actions_by_name["find_previous"].trigger()
    assert window.finding.bar.words.text() == words


def test_what_is_filtered_out_is_found_by_taking_the_filter_off(window: MainWindow) -> None:
    page = window.commands.page
    assert page is not None
    name = next(each.target_text for each in table_of(window).nodes if "人次" in each.target_text)
    page.model.hidden = frozenset(each.id for each in table_of(window).nodes)
    page.refresh()
    assert page.count_words(name) == 0
    finding = look(window, name)
    assert finding.go()
    assert page.count_words(name) >= 1
