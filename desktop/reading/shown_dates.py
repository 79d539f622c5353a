"""Days and times as a number format shows them."""

import re
from datetime import datetime

_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)"?
  | [\\!](?P<escaped>.)
  | _(?P<blank>.)
  | \*(?P<fill>.)
  | \[(?P<elapsed>h+|m+|s+)\]
  | \[(?P<bracket>[^\]]*)\]
  | (?P<noon>am/pm|a/p|上午/下午)
  | (?P<letters>y+|m+|d+|h+|s+|a+|e+|b+)
  | (?P<fraction>\.0+)
  | (?P<other>.)
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAYS = "一二三四五六日"
_FEWEST_WORD_LETTERS = 3  # mmm and ddd are words, m, mm, d and dd are numbers


def format_date(moment: datetime, seconds: int, code: str) -> str:
    """``moment`` under one section of a number format.

    Args:
        moment: the day and time.
        seconds: the same as seconds since day 0, for formats of elapsed time such as ``[h]:mm``.
        code: for example ``yyyy"年"m"月"d"日"``.
    """
    tokens = list(_TOKEN.finditer(code))
    is_half_day = any(token.lastgroup == "noon" for token in tokens)
    shown = ""
    for at, token in enumerate(tokens):
        kind, text = token.lastgroup, token.group()
        if kind in {"quoted", "escaped"}:
            shown += token.group(kind)
        elif kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[token.group("elapsed")[0].lower()]
            shown += str(seconds // unit).zfill(len(token.group("elapsed")))
        elif kind == "noon":
            shown += _noon(moment, text)
        elif kind == "letters":
            is_minute = text[0] in "mM" and len(text) < _FEWEST_WORD_LETTERS and _is_minute(tokens, at)
            shown += _letters(moment, text.lower(), is_minute=is_minute, is_half_day=is_half_day)
        elif kind == "other" and text not in {"@", ";"}:
            shown += text
        elif kind == "blank":
            shown += " "
    return shown.strip()


def _noon(moment: datetime, text: str) -> str:
    words = text.split("/")
    return words[0] if moment.hour < 12 else words[-1]


def _is_minute(tokens: list[re.Match[str]], at: int) -> bool:
    """An m stands for minutes right after hours or right before seconds."""
    before = next((_unit(token) for token in reversed(tokens[:at]) if _unit(token)), "")
    after = next((_unit(token) for token in tokens[at + 1 :] if _unit(token)), "")
    return before == "h" or after == "s"


def _unit(token: re.Match[str]) -> str:
    letters = token.group("letters") or token.group("elapsed")
    return letters[0].lower() if letters else ""


def _letters(moment: datetime, letters: str, *, is_minute: bool, is_half_day: bool) -> str:
    count = len(letters)
    width = min(count, 2)
    match letters[0]:
        case "y" | "e" | "b":
            return f"{moment.year % 100:02}" if letters[0] == "y" and count <= 2 else f"{moment.year:04}"
        case "m" if is_minute:
            return str(moment.minute).zfill(width)
        case "m" if count < _FEWEST_WORD_LETTERS:
            return str(moment.month).zfill(width)
        case "m":
            name = _MONTHS[moment.month - 1]
            return name if count == 4 else name[: 1 if count > 4 else 3]
        case "d" if count < _FEWEST_WORD_LETTERS:
            return str(moment.day).zfill(width)
        case "d":
            name = _DAYS[moment.weekday()]
            return name if count > 3 else name[:3]
        case "h":
            hour = (moment.hour - 1) % 12 + 1 if is_half_day else moment.hour
            return str(hour).zfill(width)
        case "s":
            return str(moment.second).zfill(width)
    day = _WEEKDAYS[moment.weekday()]  # aaa and aaaa
    return f"星期{day}" if count > 3 else day
