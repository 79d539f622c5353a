"""评分办法 in its window: copied, changed, refused with the place, kept, used for the table, handed on as a file."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop.kit.settings import Settings
from desktop.windows.main_window import MainWindow
from desktop.windows.rulebook_window import RulebookWindow
from desktop.workspace.library import rulebook_of
from desktop.workspace.session import Workspace
from scoring.rulebook import parse_rulebook
from tests.small_tables import KEY, small_table

USED = "guangzhou_district_2021"


@pytest.fixture
def window(workspace: Workspace, qtbot: QtBot) -> RulebookWindow:
    """The window over the small table, as the menu opens it."""
    main = MainWindow(workspace, Settings())
    qtbot.addWidget(main)
    main.furnish()
    main.commands.do("show_rulebooks")
    shown = main.findChild(RulebookWindow)
    assert shown is not None
    return shown


def _press(window: RulebookWindow, name: str) -> None:
    QTest.mouseClick(getattr(window, name), Qt.MouseButton.LeftButton)


def _replace(window: RulebookWindow, old: str, new: str) -> None:
    text = window.text.toPlainText()
    assert old in text
    window.text.setPlainText(text.replace(old, new))
    window.text.document().setModified(True)


def _copied(window: RulebookWindow, *changes: tuple[str, str]) -> None:
    _press(window, "copy")
    for old, new in changes:
        _replace(window, old, new)
    _press(window, "save")


def test_the_rulebook_of_the_table_is_chosen_and_a_shipped_one_cannot_be_typed_into(window: RulebookWindow) -> None:
    book = window.chosen()
    assert book is not None
    assert book.key == USED
    assert window.list.texts.rows[window.list.chosen() or 0][2:4] == ("随程序", "在用")
    assert window.text.isReadOnly()
    assert not window.use.isEnabled()
    assert len(window.books) == 6


def test_a_copy_with_another_window_scores_the_table_otherwise(window: RulebookWindow) -> None:
    before = window.workspace.scored
    _copied(window, ("points_total = 100", "points_total = 120"))
    book = window.chosen()
    assert book is not None
    assert (book.key, book.title[-5:]) == (f"{USED}_own1", "（本单位）")
    assert window.list.texts.rows[window.list.chosen() or 0][2] == "本单位"
    _press(window, "use")
    after = window.workspace.scored
    assert before is not None
    assert after is not None
    assert before.rulebook.points_total == Decimal(100)
    assert after.rulebook.points_total == Decimal(120)
    assert window.workspace.undo()
    assert window.workspace.scored is not None
    assert window.workspace.scored.rulebook.key == USED


def test_a_change_of_the_rulebook_in_use_shows_at_once(window: RulebookWindow) -> None:
    _copied(window)
    _press(window, "use")
    _replace(window, "points_total = 100", "points_total = 110")
    _press(window, "save")
    assert window.workspace.scored is not None
    assert window.workspace.scored.rulebook.points_total == Decimal(110)


def test_a_text_that_breaks_the_rules_is_not_kept_and_the_place_is_told(window: RulebookWindow) -> None:
    _copied(window, ('method = "proportional"', 'method = "proportionall"'))
    assert "proportionall" in window.told.text()
    assert "choices" in window.told.text()
    assert window.text.document().isModified()
    assert len(window.books) == 6
    _press(window, "drop")
    assert window.text.toPlainText().startswith("# 广州市区级")
    assert not window.text.document().isModified()


def test_a_rulebook_goes_out_as_a_file_and_comes_back(window: RulebookWindow, tmp_path: Path) -> None:
    _copied(window, ("（本单位）", "（外单位）"))
    path = tmp_path / "办法.toml"
    window.export_to(path)
    assert parse_rulebook(path.read_text("utf-8"), file="办法").title.endswith("（外单位）")
    path.write_text(path.read_text("utf-8").replace("_own1", "_other"), "utf-8")
    window.add_file(path)
    book = window.chosen()
    assert book is not None
    assert book.key == f"{USED}_other"
    path.write_text("key = ", "utf-8")
    window.add_file(path)
    assert "办法.toml" in window.told.text()


def test_what_was_typed_is_not_lost_without_a_word(window: RulebookWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Discard]
    monkeypatch.setattr(QMessageBox, "question", lambda *_: answers.pop(0))
    _press(window, "copy")
    assert not window.list.isEnabled()
    window.reject()
    assert window.isVisible()
    window.reject()
    assert answers == []


def test_a_copy_changes_no_table_that_did_not_ask_for_it_but_a_newer_rulebook_holds_for_its_years(window: RulebookWindow) -> None:
    _copied(window, ("points_total = 100", "points_total = 120"))
    unnamed = small_table(KEY)
    assert unnamed.heading.rulebook == ""
    assert rulebook_of(unnamed).key == USED
    _copied(window, ("_own2", "_next"), ("valid_from = 2021", "valid_from = 2022"))
    later = replace(unnamed, key=replace(KEY, year=2022))
    assert rulebook_of(later).valid_from == 2022
    assert rulebook_of(unnamed).key == USED
    assert rulebook_of(replace(unnamed, heading=replace(unnamed.heading, form="no such form"))).key == "ministry_2020"
