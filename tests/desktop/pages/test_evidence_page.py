from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.pages.evidence_page import EvidencePage
from desktop.workspace.evidence import Stored, attach, evidence_folder
from desktop.workspace.session import Workspace
from scoring.edit import Op
from scoring.table import Attachment
from tests.desktop.pages.conftest import Hall
from tests.desktop.pages.sheets import put, rows

Shown = Callable[[EvidencePage], EvidencePage]


def files(workspace: Workspace) -> list[Attachment]:
    assert workspace.table is not None
    return list(workspace.table.attachments)


def drop(page: EvidencePage, row: int, *paths: Path) -> None:
    view = page.files.view
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(each)) for each in paths])
    place = view.visualRect(page.files.model.index(row, 0)).center()
    how = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(view.viewport(), QDragEnterEvent(place, *how))
    QApplication.sendEvent(view.viewport(), QDropEvent(QPointF(place), *how))


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "2021年度决算批复.pdf"
    path.write_bytes(b"%PDF-1.7" * 500)
    return path


def test_a_dropped_file_stands_at_its_row_and_beside_the_book(hall: Hall, shown: Shown, qtbot: QtBot, paper: Path) -> None:
    workspace = hall("番禺")
    page = shown(EvidencePage(workspace))
    owner = page._owner(2)
    drop(page, 2, paper)
    qtbot.waitUntil(lambda: len(files(workspace)) == 1)
    file = files(workspace)[0]
    assert (file.node_id, file.file_name, file.size) == (owner, paper.name, 4000)
    assert workspace.path is not None
    assert (evidence_folder(workspace.path) / file.content_hash).read_bytes() == paper.read_bytes()
    assert rows(page.files)[2] == ["专项资金管理情况", paper.name, "3 KB", "✓ 已存"]


def test_evidence_is_there_after_a_restart_and_undo_takes_it_off(hall: Hall, shown: Shown, qtbot: QtBot, paper: Path) -> None:
    first = hall("番禺")
    page = shown(EvidencePage(first))
    drop(page, 0, paper)
    qtbot.waitUntil(lambda: len(files(first)) == 1)
    first.close()
    again = hall("番禺")
    assert [each.file_name for each in files(again)] == [paper.name]
    assert [each.code for each in again.findings if each.code.startswith("E")] == []
    assert again.undo()
    assert files(again) == []
    assert again.redo()
    assert [each.code for each in again.findings if each.code.startswith("E")] == []


def test_several_files_are_one_step_and_the_same_file_comes_once(hall: Hall, shown: Shown, qtbot: QtBot, paper: Path) -> None:
    workspace = hall("番禺")
    page = shown(EvidencePage(workspace))
    other = paper.with_name("问卷.txt")
    other.write_text("98%", encoding="utf-8")
    drop(page, 0, paper, other, paper.parent)
    qtbot.waitUntil(lambda: len(files(workspace)) == 2)
    with qtbot.waitSignal(workspace.told, check_params_cb=lambda words: "已经" in words):
        drop(page, 0, paper)
    assert len(files(workspace)) == 2
    assert workspace.undo()
    assert files(workspace) == []


def test_a_missing_and_a_changed_file_are_findings_until_they_are_mended(
    hall: Hall, shown: Shown, qtbot: QtBot, paper: Path
) -> None:
    workspace = hall("番禺")
    page = shown(EvidencePage(workspace))
    drop(page, 0, paper)
    qtbot.waitUntil(lambda: len(files(workspace)) == 1)
    assert workspace.path is not None
    kept = evidence_folder(workspace.path) / files(workspace)[0].content_hash
    kept.write_bytes(kept.read_bytes().replace(b"1.7", b"1.6"))
    page.verify()
    qtbot.waitUntil(lambda: rows(page.files)[0][3] == "× 文件已变")
    assert [each.code for each in workspace.findings if each.code.startswith("E")] == ["E02"]
    kept.unlink()
    page.verify()
    qtbot.waitUntil(lambda: rows(page.files)[0][3] == "× 文件不在")
    drop(page, 0, paper)
    qtbot.waitUntil(lambda: rows(page.files)[0][3] == "✓ 已存")
    assert [each.code for each in workspace.findings if each.code.startswith("E")] == []


def test_a_copy_is_opened_never_the_kept_file(
    hall: Hall, shown: Shown, qtbot: QtBot, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = hall("番禺")
    page = shown(EvidencePage(workspace))
    drop(page, 0, paper)
    qtbot.waitUntil(lambda: len(files(workspace)) == 1)
    opened: list[Path] = []

    def open_url(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    put(page.files, 0, 1)
    QTest.keyClick(page.files.view, Qt.Key.Key_Return)
    assert opened[0].name == paper.name
    assert opened[0].read_bytes() == paper.read_bytes()
    assert workspace.path is not None
    assert evidence_folder(workspace.path) not in opened[0].parents


@pytest.mark.parametrize("name", ["通知.pdf.exe", "看我.LNK", "a.js", "批复.docx.scr "])
def test_a_program_is_not_opened(hall: Hall, shown: Shown, qtbot: QtBot, tmp_path: Path, name: str) -> None:
    workspace = hall("番禺")
    page = shown(EvidencePage(workspace))
    program = tmp_path / name
    program.write_bytes(b"MZ")
    drop(page, 0, program)
    qtbot.waitUntil(lambda: len(files(workspace)) == 1)
    put(page.files, 0, 1)
    with qtbot.waitSignal(workspace.told, check_params_cb=lambda words: "不直接打开" in words):
        page.open_file()
    assert page._folder is None  # no copy was made for a viewer


def test_a_disguised_name_is_shown_plainly(hall: Hall, shown: Shown) -> None:
    workspace = hall("番禺")
    page = shown(EvidencePage(workspace))
    owner = page._owner(0)
    workspace.edit(Op.ATTACH, attach, owner, [Stored("批复\u202efdp.exe", "0" * 64, 1)])
    assert rows(page.files)[0][1] == "批复_fdp.exe"


def test_delete_takes_the_chosen_file_off(hall: Hall, shown: Shown, qtbot: QtBot, paper: Path) -> None:
    workspace = hall("番禺")
    page = shown(EvidencePage(workspace))
    drop(page, 0, paper)
    qtbot.waitUntil(lambda: len(files(workspace)) == 1)
    put(page.files, 0, 1)
    QTest.keyClick(page.files.view, Qt.Key.Key_Delete)
    assert files(workspace) == []
    assert workspace.undo()
    assert len(files(workspace)) == 1


def test_only_rows_with_files_are_shown_when_asked(hall: Hall, shown: Shown, qtbot: QtBot, paper: Path) -> None:
    workspace = hall("番禺")
    page = shown(EvidencePage(workspace))
    drop(page, 0, paper)
    qtbot.waitUntil(lambda: len(files(workspace)) == 1)
    page.only.setChecked(True)
    assert [row[1] for row in rows(page.files)] == [paper.name]


def test_a_full_disk_is_told_and_nothing_is_attached(hall: Hall, shown: Shown, qtbot: QtBot, paper: Path) -> None:
    workspace = hall("番禺")
    page = shown(EvidencePage(workspace))
    assert workspace.path is not None
    evidence_folder(workspace.path).write_bytes(b"a file where the folder should be")
    with qtbot.waitSignal(workspace.trouble):
        drop(page, 0, paper)
    assert files(workspace) == []
