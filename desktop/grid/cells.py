"""What stands in each cell of the entry table: words, sign, tone, and what typing there changes. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from desktop.forms.fields import NODE_FIELDS, NodeField, join_parts
from desktop.forms.number_text import format_number
from desktop.forms.tree_rows import TreeRow, band_name
from desktop.grid.plan import NAMES, SCORES, Plan, Slot
from desktop.grid.rows import Row, RowKind
from desktop.kit.tones import Tone
from scoring.finding import Severity
from scoring.scored import Mark, ScoredNode, ScoredTable
from scoring.table import Field, NodeKind

Flags = Mapping[tuple[str, str], Severity]


TONES = {
    Mark.DONE: Tone.GOOD,
    Mark.EXCEEDED: Tone.ATTENTION,
    Mark.MISSED: Tone.BAD,
    Mark.DOUBTFUL: Tone.ATTENTION,
    Mark.EMPTY: Tone.QUIET,
    Mark.GIVEN: Tone.ATTENTION,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        text: as shown; ``note``: a second, quieter line.
        typed: the words an editor begins with.
        node_id, field: what typing here changes; no field, no typing.
        owner: of a band's cell the band, which rows below each other share.
        span: how many columns the cell covers.
        depth: how many characters the text is set in.
        lines: how many lines are shown at most (0: all); the inspector shows the whole text.
        flag: the gravest finding of this cell.
    """

    text: str = ""
    note: str = ""
    typed: str = ""
    node_id: str = ""
    field: Field | None = None
    owner: str = ""
    span: int = 1
    tone: Tone = Tone.PLAIN
    number: bool = False
    centred: bool = False
    depth: int = 0
    lines: int = 0
    flag: Severity | None = None


EMPTY = Cell()
# Words beside the figures: long ones must not pull the rows apart, so they end in an ellipsis.
FIGURES = frozenset({Field.POINTS, Field.GIVEN_SCORE, Field.MONEY, Field.VERIFIED_SCORE})
BESIDE = frozenset({Field.EXPLANATION, Field.EVIDENCE, Field.REASON, Field.REMARK})
MOST_LINES = 4
SHORT = 16  # characters of what a paste would overwrite
TOTAL = "总分"


def row_cells(scored: ScoredTable, plan: Plan, row: Row, known: TreeRow | None, flags: Flags) -> tuple[Cell, ...]:
    """The cells of one row, one for each column; a covered column holds an empty cell."""
    if row.kind is RowKind.TOTAL:
        return _total_cells(scored, plan)
    found = [EMPTY] * len(plan.columns)
    for at, slot in plan.slots(row.block).items():
        if row.kind is RowKind.HEADINGS:
            found[at] = Cell(slot.words, span=slot.span, tone=Tone.HEADING, centred=True)
            continue
        node = scored.rows.get(row.owner(slot.spec.band))
        found[at] = Cell(span=slot.span) if node is None else _node_cell(node, slot, row, known, flags)
    return tuple(found)


def _node_cell(node: ScoredNode, slot: Slot, row: Row, known: TreeRow | None, flags: Flags) -> Cell:
    spec, field, band = slot.spec, slot.fact, slot.spec.band
    if slot.bonus is not None and node.node.kind is NodeKind.BONUS:
        spec, field = slot.bonus, slot.bonus_fact
    text = join_parts(slot.pattern, tuple(NODE_FIELDS[each].text(node) for each in spec.parts)) if spec.parts else spec.text(node)
    if not slot.form:
        return _computed(node, spec, text)
    if band and field is Field.NAME and known is not None:
        text = band_name(known, band, text)
    return Cell(
        text,
        _subtotal(node) if band and field is Field.NAME else "",
        "" if field is None else str(getattr(node.node, field.value)),
        node.node.id if field is not None else "",
        field,
        node.node.id if band else "",
        slot.span,
        _tone(node, spec, strong=field is Field.NAME and (band > 0 or not node.node.leaf)),
        number=not band and spec.numeric and field in FIGURES,
        centred=band > 0 and field is Field.POINTS,
        depth=known.depth if row.outline and known is not None and spec.key == "name" else 0,
        lines=MOST_LINES if field in BESIDE or node.node.kind is NodeKind.BONUS else 0,
        flag=flags.get((node.node.id, field.value)) if field is not None else None,
    )


def previewed(cell: Cell, text: str) -> Cell:
    """The cell as it would be with another text, its present one beneath."""
    if text == cell.typed:
        return cell
    before = cell.typed if len(cell.typed) <= SHORT else cell.typed[: SHORT - 1] + "…"
    note, tone = (f"原 {before}", Tone.ATTENTION) if before else ("", Tone.GOOD)
    return replace(cell, text=text or "（清空）", note=note, tone=tone)


def _tone(node: ScoredNode, spec: NodeField, *, strong: bool) -> Tone:
    if spec.key in SCORES:
        given, by_rule = node.given_score, node.rule_score
        return Tone.ATTENTION if given is not None and by_rule is not None and given != by_rule else Tone.STRONG
    return Tone.STRONG if strong else Tone.PLAIN


def _computed(node: ScoredNode, spec: NodeField, text: str) -> Cell:
    if spec.key == "mark":
        return Cell(text, tone=TONES[node.mark]) if node.node.leaf else EMPTY
    tone = Tone.BAD if spec.key == "completion_rate" and node.met is False else Tone.QUIET
    return Cell(text, number=True, tone=tone)


def _subtotal(node: ScoredNode) -> str:
    """The live subtotal of a band."""
    return "" if node.score is None else f"小计 {format_number(node.score)}"


def _total_cells(scored: ScoredTable, plan: Plan) -> tuple[Cell, ...]:
    """总分: over the bands its name, in the columns of points, rule score and score the sums."""
    found = [EMPTY] * len(plan.columns)
    for at, column in enumerate(plan.columns):
        if column.key in ("points", "row_points") and scored.points is not None:
            found[at] = Cell(format_number(scored.points), tone=Tone.STRONG, number=True)
        elif column.key == "rule_score" and scored.rule_score is not None:
            found[at] = Cell(format_number(scored.rule_score), tone=Tone.QUIET, number=True)
        elif column.key in SCORES and scored.score is not None:
            found[at] = Cell(format_number(scored.score), tone=Tone.STRONG, number=True)
    name = next((at for at, each in enumerate(plan.columns) if each.key in NAMES), 0)
    found[0] = Cell(TOTAL, tone=Tone.STRONG, centred=True, span=name + 1)
    return tuple(found)
