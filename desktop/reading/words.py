"""The words of a cell made comparable: widths, blanks, brackets, years and numbering taken away or taken out."""

import re
import unicodedata

BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")
YEAR_FIRST = re.compile(r"^20\d\d(?:年度|年)?(?:全年)?")
NUMBERED = re.compile(
    r"^(?:\d{1,2}(?:\.\d{1,2})*[.、)](?!\d)|[一二三四五六七八九十]{1,3}[、.)]|\([一二三四五六七八九十\d]{1,3}\)|[①-⑳])"
)
YEAR = re.compile(r"(?<!\d)(20\d\d)(?:年度|年|-)?(?!\d)")
YEAR_MARKED = re.compile(r"(?<!\d)(20\d\d)年")
POINTS_BEHIND = re.compile(
    r"^(?P<name>.+?)[(\[【](?:(?:分值|权重|满分|共|总分|分数)[:为]?(?P<said>\d+(?:\.\d+)?)分?|(?P<bare>\d+(?:\.\d+)?)分)[)\]】][::]?$",
    re.DOTALL,
)
POINTS_LOOSE = re.compile(r"^(?P<name>[^\d]{2,16}?)[\s:]*(?P<points>\d+(?:\.\d+)?)分$")
PAIR = re.compile(r"^(?P<label>[^:：]{1,24})[:：]\s*(?P<value>.*)$", re.DOTALL)
PER_CENT = re.compile(r"[(\[][%％][)\]]$")
FIGURE_ALONE = re.compile(r"[-+]?\d[\d,.]*")
FIGURE = re.compile(r"^[¥￥]?[-+]?\d[\d,，. ]*(?:%|‰|亿元|万元|千元|元|分|个百分点)?$")


def plain(text: str) -> str:
    """Without any white space, in the usual widths: ``一级 指标（Ａ）`` is ``一级指标(A)``."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def bare(word: str) -> str:
    """A plain heading without brackets, year, numbering and colon: ``2023年完成情况(B):`` is ``完成情况``."""
    before = ""
    while before != word:
        before = word
        word = BRACKETS.sub("", word)
    word = word.rstrip(":")
    stripped = YEAR_FIRST.sub("", word)
    stripped = NUMBERED.sub("", stripped)
    return stripped or word


def with_sign_of(heading: str, text: str) -> str:
    """A figure under a heading that says per cent for its whole column (执行率(%)) with that sign; any other text as it is."""
    return f"{text}%" if PER_CENT.search(heading) and FIGURE_ALONE.fullmatch(plain(text)) else text


def is_figure(word: str) -> bool:
    """Whether a plain text is nothing but one figure, perhaps with a sign of money, per cent or points."""
    return bool(word) and FIGURE.match(word) is not None


def year_in(word: str, *, marked: bool = False) -> int | None:
    """The first year a plain text names, ``2021年度`` or ``2021``; with ``marked`` only before 年."""
    found = (YEAR_MARKED if marked else YEAR).search(word)
    return int(found[1]) if found else None


def one_line(text: str) -> str:
    """A name as one line: a line break in a cell is the width of the column, not a part of the name."""
    return "".join(line.strip() for line in text.splitlines()) if "\n" in text or "\r" in text else text.strip()


def name_and_points(text: str, *, band: bool = False) -> tuple[str, str]:
    """``产出指标（分值10）`` is ``("产出指标", "10")``; a text without points comes back unchanged.

    A band may have its points without brackets (产出指标 50分).
    """
    text = one_line(text)
    if band and text.endswith("分"):
        loose = POINTS_LOOSE.match(unicodedata.normalize("NFKC", text))
        return (text[: len(loose["name"])].strip(), loose["points"]) if loose else (text, "")
    if not text or text[-1] not in ")）]】:：":
        return text, ""
    found = POINTS_BEHIND.match(unicodedata.normalize("NFKC", text))
    if not found:
        return text, ""
    return text[: len(found["name"])].strip(), found["said"] or found["bare"]


def money_unit_of(word: str) -> str:
    """万元 or 元 (亿元, 千元) where a plain text is or holds in brackets a unit of money, else empty."""
    for each in re.finditer(r"\((?:单位:?|金额单位:?|人民币)?(亿元|万元|千元|元)\)", word):
        return each[1]
    found = re.fullmatch(r"\(?(?:计量|金额|货币)?单位[::]?(?:人民币)?(亿元|万元|千元|元)\)?", word)
    return found[1] if found else ""


def pairs_in(text: str) -> list[tuple[str, str]]:
    """``自评分数：100　自评等级：优`` is two labels with their values; empty where the text is no list of such pairs."""
    parts = [part for part in re.split(r"[\u3000\t\n]+|\s{2,}", text.strip()) if part.strip()]
    found: list[tuple[str, str]] = []
    for part in parts:
        match = PAIR.match(part)
        if match:
            found.append((match["label"].strip(), match["value"].strip()))
        elif found:
            label, value = found[-1]
            found[-1] = (label, f"{value} {part.strip()}".strip())
        else:
            return []
    return found
