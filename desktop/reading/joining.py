"""The tables of several sheets joined into one tree: parts of a score sheet take up the tables that name them."""

import re
from dataclasses import dataclass, field

from desktop.reading.deduce import Deduced, deduce
from desktop.reading.drafts import Draft, Totals
from desktop.reading.headings import Vocabulary
from desktop.reading.sheet_read import Piece, SheetRead
from desktop.reading.words import bare, is_figure, plain
from scoring.table import NodeKind

TAIL = re.compile(r"(?:完成情况|情况|指标|分析|表|得分)+$")
SCORE = "given_score_text"
PRINTED = "published_score_text"


@dataclass(slots=True)
class Joined:
    """One tree in preorder, and the totals the paper prints."""

    drafts: list[Draft] = field(default_factory=list)
    totals: list[Totals] = field(default_factory=list)
    deduced: list[Deduced] = field(default_factory=list)


def join(reads: list[SheetRead], vocabulary: Vocabulary) -> Joined:
    """The pieces of all sheets as one preorder list with levels."""
    pieces = [piece for read in reads for piece in read.pieces]
    joined = Joined()
    for piece in pieces:
        if piece.banded:
            _settle_bands(piece)
        joined.totals += piece.totals
    summaries = [piece for piece in pieces if piece.summary and len(pieces) > 1]
    rest = [piece for piece in pieces if not (piece.summary and len(pieces) > 1)]
    hung: set[int] = set()
    for summary in summaries:
        if any(_names(part, piece, summary.drafts) for part in summary.drafts for piece in rest if piece.sheet != summary.sheet):
            for part in summary.drafts:
                part.kind = NodeKind.GROUP  # parts of the score, no indicators of their own
        for part in summary.drafts:
            joined.drafts.append(part)
            for piece in rest:
                if id(piece) not in hung and piece.sheet != summary.sheet and _names(part, piece, summary.drafts):
                    hung.add(id(piece))
                    joined.drafts += _under(part, piece, wrap=True)
    several = len({piece.sheet for piece in rest}) > 1
    for piece in rest:
        if id(piece) not in hung:
            joined.drafts += _under(None, piece, wrap=several)
    _settle_scores(joined.drafts)
    _settle_bonus(joined.drafts, vocabulary)
    _settle_totals(joined)
    joined.deduced = deduce(joined.drafts)
    return joined


def _settle_bands(piece: Piece) -> None:
    """Bands stand above the levels of the columns: 一、 over （一） where both are there."""
    used = sorted({draft.level for draft in piece.drafts if draft.level <= 0})
    within = 0  # rows before the first band have no band above them
    for draft in piece.drafts:
        within = len(used) if draft.level <= 0 else within
        draft.level = used.index(draft.level) + 1 if draft.level <= 0 else draft.level + within
    piece.depth += len(used)


def _stem(text: str) -> str:
    return TAIL.sub("", bare(plain(text)))


def _names(part: Draft, piece: Piece, parts: list[Draft]) -> bool:
    """Whether the title or sheet of a table begins with the words of this part, and of no longer one."""
    words = [plain(piece.title), plain(piece.sheet)]
    named = [each for each in parts if plain(each.name) == words[1]]
    if named:
        return named[0] is part
    fits = [each for each in parts if (stem := _stem(each.name)) and any(stem in word for word in words)]
    return bool(fits) and max(fits, key=lambda each: len(_stem(each.name))) is part


def _under(part: Draft | None, piece: Piece, *, wrap: bool) -> list[Draft]:
    """The nodes of a piece below a part; under a band named like its sheet where it has only one level of its own."""
    above = part.level if part else 0
    drafts: list[Draft] = []
    same = part is not None and plain(piece.sheet) in plain(part.name)
    tasks = any(draft.kind is NodeKind.TASK for draft in piece.drafts)
    if wrap and not same and piece.depth <= 2 and not tasks and piece.drafts:
        band = Draft(above + 1, NodeKind.GROUP)
        band.texts["name"] = piece.sheet
        drafts.append(band)
        above += 1
    for draft in piece.drafts:
        draft.level += above
    return drafts + piece.drafts


def _settle_scores(drafts: list[Draft]) -> None:
    """A printed score of a group none of whose rows has points or scores is given; else it is only compared."""
    for index, draft in enumerate(drafts):
        if draft.kind is not NodeKind.GROUP:
            continue
        below = _branch(drafts, index)
        printed = draft.texts.get(PRINTED) or draft.texts.get(SCORE)
        if not printed:
            continue
        counted = any(
            (each.texts.get("points_text") and not _empty_group(drafts, index + 1 + place)) or each.texts.get(SCORE)
            for place, each in enumerate(below)
        )
        old, new = (SCORE, PRINTED) if counted else (PRINTED, SCORE)
        draft.texts.pop(old, None)
        draft.texts[new] = printed
        draft.boxes = [(box, new if name == old else name) for box, name in draft.boxes]


def _empty_group(drafts: list[Draft], index: int) -> bool:
    """A band whose points can never be earned row by row: no row below has points or a score."""
    draft = drafts[index]
    if draft.kind is not NodeKind.GROUP or draft.texts.get(PRINTED):
        return False
    return not any(each.texts.get("points_text") or each.texts.get(SCORE) for each in _branch(drafts, index))


def _branch(drafts: list[Draft], index: int) -> list[Draft]:
    end = index + 1
    while end < len(drafts) and drafts[end].level > drafts[index].level:
        end += 1
    return drafts[index + 1 : end]


def _settle_bonus(drafts: list[Draft], vocabulary: Vocabulary) -> None:
    """加减分 rows: what stands in the columns of target and actual explains the row and says its rule."""
    above: list[tuple[int, bool]] = []
    for draft in drafts:
        while above and above[-1][0] >= draft.level:
            above.pop()
        bonus = (bool(above) and above[-1][1]) or vocabulary.says("rows", "bonus", bare(plain(draft.name)))
        if draft.kind is not NodeKind.INDICATOR:
            above.append((draft.level, bonus))
        if draft.kind is not NodeKind.INDICATOR or not bonus:
            continue
        draft.kind = NodeKind.BONUS
        for old, new in (("target_text", "explanation"), ("actual_text", "parameters_text")):
            text = draft.texts.get(old, "")
            if text and not is_figure(plain(text)) and len(plain(text)) > 8 and new not in draft.texts:
                draft.texts[new] = draft.texts.pop(old)
                draft.boxes = [(box, new if name == old else name) for box, name in draft.boxes]


def _settle_totals(joined: Joined) -> None:
    """小计 closes the group above it; where it is the only sum line it is the table's total."""
    finals = [each for each in joined.totals if each.final]
    subtotals = [each for each in joined.totals if not each.final]
    if not finals and len(subtotals) == 1:
        subtotals[0].final = True
        return
    for each in subtotals:
        if each.group is None:
            continue
        if each.points:
            each.group.put("points_text", each.points[0], each.points[1])
        if each.score:
            each.group.put(PRINTED, each.score[0], each.score[1])
