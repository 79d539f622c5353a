"""Words as they are compared when searching: width, case, blanks and thousands separators do not count. No Qt."""

from functools import lru_cache

from scoring.signs import normalise

Span = tuple[int, int]
"""Where words stand in a text: from, up to."""


def folded(text: str) -> str:
    """A text without what does not count."""
    return "".join(normalise(text).casefold().replace(",", "").split())


def holds(text: str, words: str) -> bool:
    """Whether the text contains the words; words of nothing but separators are looked for as they are."""
    wanted = folded(words)
    return wanted in folded(text) if wanted else bool(words) and words in text


_folded_sign = lru_cache(maxsize=4096)(folded)


def spans(text: str, words: str) -> list[Span]:
    """Where the words stand, one after the other; blanks and separators between their signs belong to them."""
    wanted = folded(words)
    if not wanted:
        return _literal(text, words)
    signs = [(each, at) for at, sign in enumerate(text) for each in _folded_sign(sign)]
    line = "".join(each for each, _ in signs)
    found: list[Span] = []
    at = line.find(wanted)
    while at >= 0:
        found.append((signs[at][1], signs[at + len(wanted) - 1][1] + 1))
        at = line.find(wanted, at + len(wanted))
    return found


def _literal(text: str, words: str) -> list[Span]:
    found: list[Span] = []
    at = text.find(words) if words else -1
    while at >= 0:
        found.append((at, at + len(words)))
        at = text.find(words, at + len(words))
    return found


def replaced(text: str, words: str, other: str) -> str:
    """The text with other words in every place; the rest stays as it was typed."""
    parts: list[str] = []
    end = 0
    for first, last in spans(text, words):
        parts += [text[end:first], other]
        end = last
    return "".join([*parts, text[end:]])
