"""What one cell holds beside its plain words: a note, a grade, name and target, explanation and target."""

import re

from desktop.reading.headings import Vocabulary
from desktop.reading.words import PAIR


def is_note(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a plain text begins a note: 注：…, 备注1：…, 说明."""
    head = re.split(r"[:.、\d(]", word, maxsplit=1)[0]
    return vocabulary.says("rows", "notes", head) and (head != word or len(word) > 1)


def grade_in(word: str, vocabulary: Vocabulary) -> str:
    """The grade that a plain text names: ``自评等级:优`` is 优."""
    label, _, value = word.rpartition(":")
    grades = vocabulary.words("rows", "grades")
    if value in grades and (not label or vocabulary.field("grade", label) == "words"):
        return value
    return ""


def split_target(text: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """``补贴惠及人数不少于5万人次`` is its name and, as a whole, the target; without a figure all of it is the name.

    Behind a colon (``城镇新增就业：≥8000人``) the target stands for itself.
    """
    pair = PAIR.match(text.strip())
    if pair and re.search(r"\d", pair["value"]) and not re.search(r"\d", pair["label"]):
        return pair["label"].strip(), pair["value"].strip()
    words = "|".join(re.escape(word) for word in sorted(vocabulary.words("rows", "comparators"), key=len, reverse=True))
    found = re.search(rf"(?:{words})?\s*\d[\d,.]*\s*(?![\d年月])\D*$", text.strip())
    if not found:
        return text.strip(), ""
    sign = re.search(rf"^(.*?)(?:{words})\s*(?=\d)", text.strip(), re.DOTALL)
    name = (sign[1] if sign else text.strip()[: found.start()]).strip(" ，,：:")
    return name or text.strip(), text.strip()


def split_explanation(text: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """``指标解释：甲；预期实现值：乙。`` is 甲 and 乙。; without the second mark a figure in it makes the whole both."""
    starts = "|".join(re.escape(word) for word in vocabulary.words("rows", "explanation_mark"))
    marks = "|".join(re.escape(word) for word in vocabulary.words("rows", "target_mark"))
    whole = re.sub(rf"^\s*(?:{starts})\s*[:：]\s*", "", text.strip())
    found = re.search(rf"[，,；;。]?\s*(?:{marks})\s*[:：]\s*", whole)
    if found:
        return whole[: found.start()].strip(), whole[found.end() :].strip()
    return whole, split_target(whole, vocabulary)[1] and whole
