"""Labels that stand beside or above their words: which kind a box is."""

from desktop.reading.grid import Box
from desktop.reading.headings import Vocabulary
from desktop.reading.words import bare, is_figure

LABEL_LENGTH = 24


def known_label(box: Box, vocabulary: Vocabulary) -> str:
    """What kind of label a box is: narratives, details, grade or funds; empty for anything else."""
    if not box.word or is_figure(box.word) or len(bare(box.word)) > LABEL_LENGTH:
        return ""
    for table in ("details", "narratives", "grade", "side"):
        key = vocabulary.field(table, box.word)
        if key:
            return f"{table}.{key}"
    narrative = narrative_label(box.word, vocabulary)
    if narrative:
        return f"narratives.{narrative}"
    measure = vocabulary.field("funds", box.word)
    return f"funds.{measure}" if measure else ""


def narrative_label(word: str, vocabulary: Vocabulary) -> str:
    """The narrative that a plain label names, numbered or not (年度目标2); empty for anything else."""
    short = bare(word)
    return vocabulary.field("narratives", short) or vocabulary.field("narratives", short.rstrip("0123456789"))
