import json
from pathlib import Path

from desktop.kit.settings import RECENT, Settings, load_settings, save_settings, with_recent

FULL = Settings(("账套甲.ziping",), "01d9", (200, 900, 240), tree_shown=False, last_table=("甲局", "2021", ""))


def test_settings_come_back_as_they_were_saved(tmp_path: Path) -> None:
    path = tmp_path / "配置" / "settings.json"
    assert save_settings(path, FULL)
    assert load_settings(path) == FULL
    assert list(path.parent.iterdir()) == [path]


def test_a_missing_or_damaged_file_gives_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    assert load_settings(path) == Settings()
    path.write_bytes(b"\xff{")
    assert load_settings(path) == Settings()
    path.write_text("[1]", encoding="utf-8")
    assert load_settings(path) == Settings()


def test_what_has_another_type_takes_its_default_alone(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    found = {"geometry": 7, "recent_books": ["甲", 3], "tree_shown": False, "panes": [1, 2, 3], "of_later": 1}
    path.write_text(json.dumps(found), encoding="utf-8")
    assert load_settings(path) == Settings(tree_shown=False, panes=(1, 2, 3))


def test_a_folder_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    assert not save_settings(blocked / "settings.json", Settings())


def test_recent_books_are_few_and_the_newest_first() -> None:
    settings = Settings()
    for number in range(RECENT + 3):
        settings = with_recent(settings, Path(f"账套{number}.ziping"))
    settings = with_recent(settings, Path("账套5.ziping"))
    assert len(settings.recent_books) == RECENT
    assert settings.recent_books[:2] == ("账套5.ziping", "账套12.ziping")
