"""A question for a place: the ending is added, and what would be replaced by that is asked about."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from desktop.kit.save_place import ask_where_to_save

KINDS = "图片 (*.png);;矢量图 (*.svg)"


@pytest.mark.parametrize(
    "case",
    [
        ("图", "图片 (*.png)", "图.png"),
        ("图", "矢量图 (*.svg)", "图.svg"),
        ("图", "", "图.png"),
        ("图.SVG", "图片 (*.png)", "图.SVG"),
        ("2021.3月", "图片 (*.png)", "2021.3月.png"),
        ("", "", None),
    ],
)
def test_the_ending_is_that_of_the_kind(
    case: tuple[str, str, str | None], tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed, kind, saved = case
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / typed) if typed else "", kind))
    window = QWidget()
    qtbot.addWidget(window)
    assert ask_where_to_save(window, "存", tmp_path / "图.png", KINDS) == (tmp_path / saved if saved else None)


@pytest.mark.parametrize("replaced", [True, False])
def test_a_file_of_the_name_with_its_ending_is_asked_about(
    replaced: bool, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "图.png").write_bytes(b"old")
    answers, offered, asked = [str(tmp_path / "图"), ""], list[str](), list[str]()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: (offered.append(given[2]), (answers.pop(0), ""))[1])
    monkeypatch.setattr(QMessageBox, "exec", lambda box: asked.append(box.text()))
    wanted = "替换" if replaced else ""
    monkeypatch.setattr(QMessageBox, "clickedButton", lambda box: next((b for b in box.buttons() if b.text() == wanted), None))
    window = QWidget()
    qtbot.addWidget(window)
    place = ask_where_to_save(window, "存", tmp_path / "新.png", KINDS)
    assert asked == ["“图.png”已经有了，替换吗？"]
    if replaced:
        assert place == tmp_path / "图.png"
    else:
        assert place is None
        assert offered == [str(tmp_path / "新.png"), str(tmp_path / "图.png")]
