from pathlib import Path

import pytest

from desktop import __main__ as start
from desktop import app


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path | None]:
    """The books the window was asked to open."""
    books: list[Path | None] = []

    def run(_: list[str], book: Path | None) -> int:
        books.append(book)
        return 0

    monkeypatch.setattr(app, "run", run)
    return books


@pytest.mark.parametrize(
    ("words", "book"),
    [
        ([], None),
        (["账套.ziping"], Path("账套.ziping")),
        (["gui"], None),
        (["gui", "账套.ziping"], Path("账套.ziping")),
        (["gui", "--book", "账套.ziping"], Path("账套.ziping")),
    ],
)
def test_the_window_opens_without_a_command(
    words: list[str], book: Path | None, opened: list[Path | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["ziping", *words])
    assert start.main() == 0
    assert opened == [book]


def test_a_mistyped_command_opens_no_window(
    opened: list[Path | None], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["ziping", "exprot"])
    with pytest.raises(SystemExit) as left:
        start.main()
    assert left.value.code == 2
    assert "exprot" in capsys.readouterr().err
    assert opened == []


def test_without_a_display_one_sentence_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], opened: list[Path | None]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("sys.argv", ["ziping"])
    assert start.main() == 3
    assert "没有图形界面" in capsys.readouterr().err
    assert opened == []
    assert start.has_display({}, "win32")
    assert start.has_display({"WAYLAND_DISPLAY": "wayland-0"}, "linux")


@pytest.mark.parametrize(
    ("platform", "given", "chosen"),
    [
        ("win32", {}, {"QT_QPA_PLATFORM": "windows:nodirectwrite"}),
        ("win32", {"QT_QPA_PLATFORM": "offscreen"}, {"QT_QPA_PLATFORM": "offscreen"}),
        ("linux", {}, {}),
    ],
)
def test_on_windows_the_font_of_the_paper_can_be_embedded(platform: str, given: dict[str, str], chosen: dict[str, str]) -> None:
    start.choose_fonts(given, platform)
    assert given == chosen
