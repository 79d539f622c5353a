"""The cells of a row put into the facts of its indicator."""

from typing import TypeAlias

from desktop.reading.cell_parts import split_explanation
from desktop.reading.drafts import Draft
from desktop.reading.grid import Box
from desktop.reading.headings import Vocabulary
from desktop.reading.shared_cells import SHARED_UP
from desktop.reading.words import is_figure, plain

TEXTS = {
    "explanation": "explanation",
    "standard": "parameters_text",
    "comparator": "comparator_text",
    "target": "target_text",
    "unit": "target_unit_text",
    "actual": "actual_text",
    "rate": "published_rate_text",
    "evidence": "evidence_text",
    "reason": "reason_text",
    "remark": "remark_text",
    "money": "money_text",
    "office": "office_text",
    "verified": "verified_score_text",
    "points": "points_text",
    "points_set": "points_text",
    "score": "given_score_text",
}
OTHER = "other:"
ADJUSTED = "target_adjusted"
JOINED = ("target_text", "actual_text", "evidence_text", "reason_text", "remark_text", "explanation")

Shared: TypeAlias = dict[tuple[Box, str], list[Draft]]
"""Boxes that reach over several rows, by attribute, with the drafts of these rows."""


def fill(draft: Draft, values: list[tuple[str, Box]], used: set[tuple[int, int]], shared: Shared, vocabulary: Vocabulary) -> None:
    """Put the boxes of a row into a draft; ``shared`` remembers those that reach over several rows."""
    for attribute, box in values:
        if attribute.startswith(OTHER):
            _keep(draft, attribute.removeprefix(OTHER), box)
            used.add(box.place)
            continue
        if "+" in attribute:
            _fill_composite(draft, attribute.split("+"), box, vocabulary)
            used.add(box.place)
            continue
        text = _said(attribute, box)
        if box.tall:
            shared.setdefault((box, attribute), []).append(draft)
        if not draft.put(attribute, text, box):
            if attribute in JOINED:
                held = draft.texts[attribute]
                draft.texts[attribute] = held if plain(text) in plain(held) else f"{held} {text}"
                draft.boxes.append((box, attribute))
            elif not same_again(draft, attribute, box):
                continue
        used.add(box.place)


def _keep(draft: Draft, heading: str, box: Box) -> None:
    """What no field is made for stays with its heading in the remarks; an adjusted target takes the place of the first one."""
    text = box.text.strip()
    if heading == ADJUSTED:
        heading, text, now = "原指标值", draft.texts.get("target_text", ""), text
        draft.texts["target_text"] = now
        draft.boxes.append((box, "target_text"))
        if not text or plain(text) == plain(now):
            return
    else:
        draft.boxes.append((box, "remark_text"))
    line = f"{heading}：{text}" if heading else text
    held = draft.texts.get("remark_text", "")
    draft.texts["remark_text"] = f"{held}\n{line}" if held else line


def same_again(draft: Draft, attribute: str, box: Box) -> bool:
    """Whether a box only repeats what the draft holds (a band repeated after a page break)."""
    if plain(draft.texts.get(attribute, "")) == box.word:
        draft.boxes.append((box, attribute))
        return True
    return False


def _said(attribute: str, box: Box) -> str:
    """The words of a box; behind points and scores 分 is the unit of the column, not a part of the figure."""
    text = box.text.strip()
    if attribute in SHARED_UP and text.endswith("分") and is_figure(box.word):
        return text.removesuffix("分").rstrip()
    return text


def _fill_composite(draft: Draft, fields: list[str], box: Box, vocabulary: Vocabulary) -> None:
    if "target" in fields and "explanation" in fields:
        explanation, target = split_explanation(box.text, vocabulary)
        draft.put("explanation", explanation, box)
        if target:
            draft.put("target_text", target)
        return
    for each in fields:
        draft.put(TEXTS.get(each, each), box.text.strip())
    draft.boxes.append((box, TEXTS.get(fields[0], fields[0])))
