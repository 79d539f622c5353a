"""The manual as text: its topics in order, their sections, and the search through all of them. No Qt.

A topic is a Markdown file in ``resources/help``; ``index.md`` lists them under headings. Every heading ends in its key,
``## 单位不一致 {#V15}``: an address is a topic and perhaps the key of a section, ``checks#V15``. Tooltips and 这是什么 are taken
from here too, so that nothing is explained twice.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from desktop.kit import paths

INDEX = "index"
_HEADING = re.compile(r"^(#+) (.+?) \{#([\w-]+)\}$", re.MULTILINE)
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]*)\)")
_MARKS = re.compile(r"^(?:[-*]|\d+\.) +|[*`]", re.MULTILINE)
_EXCERPT = 40  # characters around what was found


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands beneath it, up to the next heading; ``text`` is Markdown."""

    key: str
    title: str
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Topic:
    """One file; ``sections`` begins with the title of the whole."""

    key: str
    sections: tuple[Section, ...]

    @property
    def title(self) -> str:
        return self.sections[0].title

    @property
    def markdown(self) -> str:
        """The file as Markdown knows it, without the keys of headings."""
        return "\n\n".join(f"{'#' * each.level} {each.title}\n\n{each.text}" for each in self.sections)


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the index and the topics beneath it."""

    title: str
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A section in which the words were found."""

    topic: str
    section: str
    title: str
    excerpt: str


def help_folder() -> Path:
    return paths.resources() / "help"


def read_topic(key: str) -> Topic:
    """One topic.

    Raises:
        FileNotFoundError: there is no such topic.
    """
    text = (help_folder() / f"{key}.md").read_text(encoding="utf-8")
    found = list(_HEADING.finditer(text))
    ends = [each.start() for each in found[1:]] + [len(text)]
    sections = [
        Section(each[3], each[2], len(each[1]), text[each.end() : end].strip()) for each, end in zip(found, ends, strict=True)
    ]
    return Topic(key, tuple(sections))


def groups() -> tuple[Group, ...]:
    """The manual in its order: the index by itself, then its headings with their topics."""
    index = read_topic(INDEX)
    named = [
        Group(each.title, tuple(read_topic(address(link)[0]) for _, _, link in _LINK.findall(each.text)))
        for each in index.sections[1:]
    ]
    return (Group("", (index,)), *named)


def topics() -> tuple[Topic, ...]:
    return tuple(topic for group in groups() for topic in group.topics)


def address(link: str) -> tuple[str, str]:
    """Topic and section a link leads to: ``checks.md#V15`` is (checks, V15)."""
    name, _, section = link.partition("#")
    return name.removesuffix(".md"), section


def links(text: str) -> list[str]:
    """Where the links of a text lead."""
    return [link for image, _, link in _LINK.findall(text) if not image]


def images(text: str) -> list[str]:
    """The pictures of a text."""
    return [link for image, _, link in _LINK.findall(text) if image]


def plain(text: str) -> str:
    """The words of Markdown without its marks and pictures."""
    return _MARKS.sub("", _LINK.sub(lambda found: "" if found[1] else found[2], text)).strip()


def explanation(key: str, section: str = "") -> str:
    """What is said of a thing in plain words, one paragraph a line; of a topic as a whole its first paragraph.

    Empty where the manual says nothing: a tooltip never makes trouble.
    """
    try:
        topic = read_topic(key)
    except FileNotFoundError:
        return ""
    if not section:
        return plain(topic.sections[0].text.split("\n\n")[0])
    found = next((each for each in topic.sections if each.key == section), None)
    return "" if found is None else re.sub(r"\n+", "\n", plain(found.text))


def search(words: str, among: Iterable[Topic]) -> list[Hit]:
    """The sections that hold all the words, those with the words in their title first; 全角 and case make no difference."""
    wanted = _folded(words).split()
    titled: list[Hit] = []
    rest: list[Hit] = []
    for topic in among:
        for section in topic.sections:
            text = plain(section.text)
            title = _folded(f"{section.title} {section.key}")
            if wanted and all(each in title or each in _folded(text) for each in wanted):
                hit = Hit(topic.key, section.key, section.title, _excerpt(text, wanted))
                (titled if any(each in title for each in wanted) else rest).append(hit)
    return titled + rest


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _excerpt(text: str, wanted: list[str]) -> str:
    """The words around the first place; the beginning where they stand in the title only."""
    line = " ".join(text.split())
    folded = _folded(line)
    at = min((place for each in wanted if (place := folded.find(each)) >= 0), default=0)
    start = max(at - _EXCERPT // 2, 0)
    return ("…" if start else "") + line[start : start + 2 * _EXCERPT] + ("…" if start + 2 * _EXCERPT < len(line) else "")
