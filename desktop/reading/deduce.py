"""Points and scores that the paper leaves out but that follow from what it prints; each is told as a finding."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from desktop.reading.drafts import Draft
from desktop.reading.words import plain
from scoring.table import NodeKind

SCORES = ("given_score_text", "published_score_text")


@dataclass(frozen=True, slots=True)
class Deduced:
    """One text that was filled in: the draft, its attribute, the figure."""

    draft: Draft
    attribute: str
    text: str


def deduce(drafts: list[Draft]) -> list[Deduced]:
    """Fill in what can only be one figure.

    Where a band prints its points and one scored part of it prints none, that part has the rest (广州: 50 − 5 − 5 − 20).
    Where a band has full marks, its parts have full marks too, if no row below them could say so.
    """
    found: list[Deduced] = []
    for index, draft in enumerate(drafts):
        if draft.kind is not NodeKind.GROUP:
            continue
        children = _children(drafts, index)
        found += _missing_points(draft, [drafts[each] for each in children])
        found += _full_marks(drafts, draft, children)
    for each in found:
        each.draft.texts[each.attribute] = each.text
    return found


def _children(drafts: list[Draft], index: int) -> list[int]:
    """The indices of the nodes right below a node."""
    found: list[int] = []
    level = 0
    for at in range(index + 1, len(drafts)):
        if drafts[at].level <= drafts[index].level:
            break
        if not found or drafts[at].level <= level:
            found.append(at)
            level = drafts[at].level
    return found


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(plain(text))
    except InvalidOperation:
        return None


def _missing_points(band: Draft, parts: list[Draft]) -> list[Deduced]:
    whole = _number(band.texts.get("points_text", ""))
    known = [_number(part.texts.get("points_text", "")) for part in parts]
    missing = [part for part, points in zip(parts, known, strict=True) if points is None]
    if whole is None or len(parts) < 2 or len(missing) != 1 or missing[0].texts.get("points_text"):
        return []
    score = next((_number(missing[0].texts[name]) for name in SCORES if missing[0].texts.get(name)), None)
    rest = whole - sum((points for points in known if points is not None), Decimal(0))
    if score is None or rest <= 0 or score > rest:
        return []
    return [Deduced(missing[0], "points_text", f"{rest.normalize():f}")]


def _full_marks(drafts: list[Draft], band: Draft, children: list[int]) -> list[Deduced]:
    points = _number(band.texts.get("points_text", ""))
    score = next((_number(band.texts[name]) for name in SCORES if band.texts.get(name)), None)
    if points is None or points != score or not children:
        return []
    parts = [drafts[each] for each in children]
    values = [_number(part.texts.get("points_text", "")) for part in parts]
    silent = all(
        part.kind is NodeKind.GROUP
        and not any(part.texts.get(name) for name in SCORES)
        and not any(each.texts.get("points_text") or each.texts.get(SCORES[0]) for each in _below(drafts, at))
        for part, at in zip(parts, children, strict=True)
    )
    if not silent or any(value is None for value in values):
        return []
    if sum((value for value in values if value is not None), Decimal(0)) != points:
        return []
    return [Deduced(part, SCORES[0], part.texts["points_text"]) for part in parts]


def _below(drafts: list[Draft], index: int) -> list[Draft]:
    end = index + 1
    while end < len(drafts) and drafts[end].level > drafts[index].level:
        end += 1
    return drafts[index + 1 : end]
