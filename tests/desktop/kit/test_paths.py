from pathlib import Path

from desktop.kit import paths


def test_resources_are_where_the_fonts_are() -> None:
    assert (paths.resources() / "fonts" / "OFL.txt").is_file()


def test_the_default_book_lies_in_the_documents_folder(home: Path) -> None:
    assert paths.book_path() == home / "documents" / "绩效自评.ziping"


def test_settings_and_log_belong_to_the_user_and_to_us(home: Path) -> None:
    for path in (paths.settings_path(), paths.log_path()):
        assert path.is_relative_to(home)
        assert "ziping" in path.relative_to(home).as_posix()
