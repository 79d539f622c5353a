"""Which field a heading names: the vocabulary of resources/reading/headings.toml and the one way to ask it."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from desktop.kit.paths import resources
from desktop.reading.words import bare, plain

LEVELS = ("level1", "group", "level2", "level3", "level4")
NAMES = ("name", "name_weak")
SEPARATORS = "/、及和与或"
SIGNED = re.compile(r"(?:签字|签章|签名|盖章)+$")  # 单位负责人签字: the line is for who is named before
OF_LEVEL = re.compile(r"^[一二三四]级(?:指标)?")  # 一级得分, 二级指标分值: points and scores of that level
STRUCTURAL = frozenset({*LEVELS, *NAMES, "target", "actual", "explanation", "comparator", "unit", "points", "score", "standard"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading means: one field, or several where one heading names both halves (指标内容及预期实现值)."""

    fields: tuple[str, ...]
    sure: bool = True


@dataclass(frozen=True)
class Vocabulary:
    """Words by table of the file. ``learned`` are a profile's own headings, which win over the rest."""

    tables: Mapping[str, Mapping[str, tuple[str, ...]]]
    learned: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _by_word(self) -> Mapping[str, Mapping[str, str]]:
        return {
            table: {plain(word): key for key, words in fields.items() for word in words} for table, fields in self.tables.items()
        }

    @cached_property
    def _columns_longest_first(self) -> tuple[tuple[str, str], ...]:
        words = self._by_word["columns"].items()
        within = [(w, f) for w, f in words if len(w) > 1 and not self.says("columns_not", "within", w)]
        return tuple(sorted(within, key=lambda each: -len(each[0])))

    def words(self, table: str, key: str) -> tuple[str, ...]:
        return self.tables[table][key]

    @cached_property
    def _sets(self) -> dict[tuple[str, str], frozenset[str]]:
        return {
            (table, key): frozenset(plain(word) for word in words)
            for table, fields in self.tables.items()
            for key, words in fields.items()
        }

    def says(self, table: str, key: str, word: str) -> bool:
        """Whether a bare word is one of these."""
        return word in self._sets[table, key]

    def field(self, table: str, word: str) -> str:
        """The field that a plain text names in this table, brackets and year left aside; empty if none."""
        known = self._by_word[table]
        short = bare(word)
        return known.get(word) or known.get(short) or known.get(SIGNED.sub("", short)) or ""

    def column(self, word: str) -> Meaning | None:
        """What a plain column heading means; ``None`` for an unknown one."""
        if word in self.learned:
            return Meaning((self.learned[word],)) if self.learned[word] else Meaning(("ignored",))
        short = bare(word)
        if not short or len(short) > 24:
            return None
        if short.startswith((*self.words("columns_not", "earlier"), *self.words("columns_not", "questions"))):
            return None
        exact = self._by_word["columns"].get(word) or self._by_word["columns"].get(short)
        if exact:
            return Meaning((exact,))
        parts = [self._by_word["columns"].get(bare(part)) for part in _split(short)]
        known = [part for part in parts if part]
        if len(parts) > 1 and parts[0] and len(known) == len(parts):
            different = tuple(dict.fromkeys(known))
            if len(different) > 1 and all(each in STRUCTURAL for each in different):
                return Meaning(different)
            return Meaning((different[0],))
        if len(parts) > 1 and known:
            return Meaning((known[0],))
        of_level = self._by_word["columns"].get(OF_LEVEL.sub("", short)) if OF_LEVEL.match(short) else ""
        if of_level in ("points", "score"):
            return Meaning((of_level,))
        if any(short.endswith(end) for end in self.words("columns_ends", "name")) and len(short) <= 10:
            return Meaning(("name",))
        return self._likely(short)

    def _likely(self, short: str) -> Meaning | None:
        if len(short) > 12:
            return None
        for word, key in self._columns_longest_first:
            if word in short:
                return Meaning((key,), sure=False)
        return None


def _split(word: str) -> list[str]:
    parts = [word]
    for separator in SEPARATORS:
        parts = [piece for part in parts for piece in part.split(separator)]
    return [part for part in parts if part]


def parse_vocabulary(text: str, learned: Mapping[str, str] | None = None) -> Vocabulary:
    """The vocabulary from TOML text.

    Raises:
        tomllib.TOMLDecodeError: the text is no TOML.
    """
    tables = {table: {key: tuple(words) for key, words in fields.items()} for table, fields in tomllib.loads(text).items()}
    return Vocabulary(tables, learned or {})


def load_vocabulary(learned: Mapping[str, str] | None = None) -> Vocabulary:
    """The vocabulary that ships."""
    return parse_vocabulary((resources() / "reading" / "headings.toml").read_text(encoding="utf-8"), learned)
