"""The manual says something of everything, and everything it points to is there."""

import re
import runpy
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

import scoring.methods
import scoring.ratio_methods
from desktop.kit import help_text
from desktop.kit.help_text import Topic, address, explanation, images, links, read_topic, search, topics
from desktop.kit.wording_charts import CHARTS
from desktop.kit.wording_findings import MESSAGES
from desktop.kit.wording_steps import METHOD_NAMES
from desktop.windows.actions import MENUS
from desktop.windows.help_places import TOPICS
from desktop.windows.page_catalogue import PAGES
from desktop.workspace.library import shipped_rulebooks
from scoring.case import METHODS

ROOT = Path(__file__).parents[3]
MOST_BYTES, MOST_TOGETHER = 120_000, 2_500_000
MANUAL = topics()
MENU_PATH = re.compile(r"“(\w+) > ([^”]+)”")
OF_OTHER_PROGRAMS = {("文件", "另存为")}  # WPS


def keys_of(topic: str) -> set[str]:
    return {each.key for each in read_topic(topic).sections}


def text_of(topic: Topic) -> str:
    return "\n".join(each.text for each in topic.sections)


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_every_check_is_explained_with_a_remedy(code: str) -> None:
    said = explanation("checks", code)
    assert "改正：" in said
    assert len(said) > len("改正：") * 5


@pytest.mark.parametrize("key", sorted({*METHOD_NAMES, *METHODS}))
def test_every_method_is_explained_with_its_source(key: str) -> None:
    section = next(each for each in read_topic("methods").sections if each.key == key)
    assert section.title == METHOD_NAMES[key]
    assert "依据：" in section.text or "做法见于：" in section.text


def test_the_methods_of_the_kernel_are_all_entered() -> None:
    assert {scoring.methods.proportional.__name__, scoring.ratio_methods.tiers.__name__} <= set(METHODS)


@pytest.mark.parametrize("number", range(1, 29))
def test_every_rule_is_found_by_its_number_with_its_source(number: int) -> None:
    hits = [each for each in search(f"R{number:02}", MANUAL) if each.topic in ("methods", "scoring")]
    assert hits
    text = next(each.text for each in read_topic(hits[0].topic).sections if each.key == hits[0].section)
    assert "依据：" in text or "做法见于：" in text


def test_every_rulebook_stands_with_its_source() -> None:
    for key, book in shipped_rulebooks().items():
        assert book.source in explanation("rulebooks", key)


def test_the_page_of_rulebooks_is_the_one_their_files_give() -> None:
    make = runpy.run_path(str(ROOT / "packaging" / "make_help.py"))["rulebooks_page"]
    assert (help_text.help_folder() / "rulebooks.md").read_text(encoding="utf-8") == make()


def test_every_page_has_its_topic() -> None:
    assert set(TOPICS) == {each.key for each in PAGES}
    for page in PAGES:
        topic = read_topic(TOPICS[page.key])
        assert topic.title == page.words
        assert images(text_of(topic)), "with a picture"
        assert explanation(topic.key)


def test_every_chart_is_explained() -> None:
    said = explanation("compare", "charts")
    assert [name for name in CHARTS.values() if f"{name}：" not in said] == []


def test_the_index_leads_to_every_file_once() -> None:
    files = sorted(path.stem for path in help_text.help_folder().glob("*.md"))
    assert sorted(each.key for each in MANUAL) == files


@pytest.mark.parametrize("topic", MANUAL, ids=lambda each: each.key)
def test_every_link_and_picture_of_a_topic_is_there(topic: Topic) -> None:
    for link in links(text_of(topic)):
        name, section = address(link)
        assert (help_text.help_folder() / f"{name}.md").is_file(), link
        assert not section or section in keys_of(name), link
    for name in images(text_of(topic)):
        assert not QImage(str(help_text.help_folder() / name)).isNull(), name
    keys = [each.key for each in topic.sections]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("topic", MANUAL, ids=lambda each: each.key)
def test_every_heading_of_a_topic_has_a_key(topic: Topic) -> None:
    text = (help_text.help_folder() / f"{topic.key}.md").read_text(encoding="utf-8")
    assert len([line for line in text.splitlines() if line.startswith("#")]) == len(topic.sections)


def test_pictures_are_small_and_all_of_them_are_shown() -> None:
    pictures = sorted((help_text.help_folder() / "images").iterdir())
    sizes = [each.stat().st_size for each in pictures]
    assert max(sizes) <= MOST_BYTES
    assert sum(sizes) <= MOST_TOGETHER
    shown = {Path(name).name for topic in MANUAL for name in images(text_of(topic))}
    assert {each.name for each in pictures} == shown


def test_the_keys_the_manual_names_are_those_of_the_menus() -> None:
    known = {key for commands in MENUS.values() for each in commands for key in each.keys}
    page = text_of(read_topic("keys"))
    named = [
        each for each in ("F1", "Shift+F1", "F6", "F7", "F3", "Ctrl+M", "Ctrl+P", "Ctrl+E", "Ctrl+I", "Ctrl+N") if each in page
    ]
    assert len(named) == 10
    assert set(named) <= known


def test_every_menu_the_manual_names_has_that_command() -> None:
    commands = [(menu.split("(")[0], each.words) for menu, those in MENUS.items() for each in those if each.name]
    known = {(menu, words.split("(&")[0].rstrip("…")) for menu, words in commands}
    menus = {menu for menu, _ in known}
    named = {pair for topic in MANUAL for pair in MENU_PATH.findall(text_of(topic)) if pair[0] in menus}
    assert len(named) > 10
    assert named - known - OF_OTHER_PROGRAMS == set()


def test_every_command_of_the_menus_stands_in_the_manual() -> None:
    said = "".join(f"{each.title} {each.text}" for topic in MANUAL for each in topic.sections)
    words = [each.words.split("(&")[0].rstrip("…") for those in MENUS.values() for each in those if each.name]
    assert [each for each in words if each not in said] == []


def test_the_search_finds_what_stands_in_title_or_text() -> None:
    assert search("V15", MANUAL)[0].section == "V15"
    assert ("import_trouble", "formats") in [(hit.topic, hit.section) for hit in search(".et WPS", MANUAL)]
    found = search("百分号", MANUAL)
    assert found[0].section == "V44"
    assert "百分号" in found[0].excerpt or "百分号" in found[0].title


def test_the_search_wants_all_words_and_takes_full_width_for_half() -> None:
    assert search("ｖ０１", MANUAL)[0].section == "V01"
    assert search("备份 没有这样的词", MANUAL) == []
    assert search("   ", MANUAL) == []


def test_what_the_manual_does_not_say_is_empty() -> None:
    assert explanation("no_such_topic") == ""
    assert explanation("checks", "V99") == ""


def test_words_are_plain_where_a_tooltip_shows_them() -> None:
    said = explanation("checks", "V27")
    assert "约数" in said
    assert "](" not in said
