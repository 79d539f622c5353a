"""Edits: each a function from table to table. Nothing here judges what was typed or works out a number.

An edit that names a record the table does not have raises ``KeyError``: a bug of the caller, never the clerk's mistake.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from enum import Enum
from typing import Any

from scoring.table import (
    Attachment,
    BaseFact,
    Detail,
    Field,
    FundLine,
    Heading,
    Narrative,
    Node,
    NodeKind,
    Record,
    RecordKind,
    Status,
    TableKey,
    YearTable,
    branch,
    node_of,
    with_records,
)


class Op(Enum):
    """What an accepted operation was; the log keeps the value, the desktop has its words."""

    SET_FIELD = "set_field"
    SET_RECORD = "set_record"
    ADD_RECORD = "add_record"
    REMOVE_RECORD = "remove_record"
    INSERT_ROW = "insert_row"
    REMOVE_ROWS = "remove_rows"
    MOVE_ROWS = "move_rows"
    INDENT_ROWS = "indent_rows"
    PASTE = "paste"
    FILL = "fill"
    CLEAR = "clear"
    REPLACE_TEXT = "replace_text"
    BRING_BACK_SCORE = "bring_back_score"
    DISTRIBUTE_POINTS = "distribute_points"
    RESCALE_POINTS = "rescale_points"
    START_YEAR = "start_year"
    CREATE_TABLE = "create_table"
    REMOVE_TABLE = "remove_table"
    IMPORT = "import"
    ROLL_UP = "roll_up"
    ATTACH = "attach"
    DETACH = "detach"
    SET_STATUS = "set_status"
    UNDO = "undo"
    REDO = "redo"
    TAKE_BACK = "take_back"
    RETURN_TO = "return_to"


# The rule's score follows these facts, so that a given score beside them would no longer speak of the same row.
MOVES_SCORE = frozenset({
    Field.POINTS, Field.COMPARATOR, Field.TARGET, Field.TARGET_UNIT, Field.TARGET_READ_AS, Field.ACTUAL, Field.ACTUAL_READ_AS,
    Field.METHOD, Field.PARAMETERS,
})  # fmt: skip


def set_field(table: YearTable, node_id: str, field: Field, text: str) -> YearTable:
    """One cell of a row. Typing target, actual or points puts the row's given score aside in the same step."""
    return _with_node(table, node_id, lambda node: _typed(node, field, text))


def set_fields(table: YearTable, cells: Mapping[tuple[str, Field], str]) -> YearTable:
    """A block of cells in one step: paste, fill, clear, replace. A given score pasted with its row stays in force."""
    wanted: dict[str, dict[Field, str]] = {}
    for (node_id, field), text in cells.items():
        wanted.setdefault(node_id, {})[field] = text
    found: list[Node] = []
    for node in table.nodes:
        typed = wanted.pop(node.id, {})
        changed = node
        for field in sorted(typed, key=lambda each: each is Field.GIVEN_SCORE):
            changed = _typed(changed, field, typed[field])
        found.append(changed)
    if wanted:
        raise KeyError(next(iter(wanted)))
    return replace(table, nodes=tuple(found))


def _typed(node: Node, field: Field, text: str) -> Node:
    if getattr(node, field.value) == text:
        return node
    fact: dict[str, Any] = {field.value: text}
    changed = replace(node, **fact)
    if field in MOVES_SCORE and node.leaf and node.given_score_text:
        return replace(changed, given_score_text="", aside_score_text=node.given_score_text)
    if field is Field.GIVEN_SCORE and text:
        return replace(changed, aside_score_text="")
    return changed


def bring_back_score(table: YearTable, node_id: str) -> YearTable:
    """Put the given score that an edit set aside in force again; without one the table stays as it is."""
    return _with_node(
        table,
        node_id,
        lambda node: (
            replace(node, given_score_text=node.aside_score_text, aside_score_text="") if node.aside_score_text else node
        ),
    )


def set_record(table: YearTable, kind: RecordKind, record_id: str, **texts: Any) -> YearTable:
    """Fields of one record other than a node (heading, detail, narrative, fund line, base figure)."""
    if kind is RecordKind.HEADING:
        return replace(table, heading=replace(table.heading, **texts))
    records: Sequence[Any] = getattr(table, kind.value)
    if all(each.id != record_id for each in records):
        raise KeyError(record_id)
    return with_records(table, kind, tuple(replace(each, **texts) if each.id == record_id else each for each in records))


def add_record(
    table: YearTable,
    kind: RecordKind,
    record: Detail | Narrative | FundLine | BaseFact | Attachment,
    at: int | None = None,
) -> YearTable:
    """A new record at a position of its list (the end by default).

    Fund lines, base figures and attachments are given their id here; details and narratives carry their key.
    """
    table, made = _numbered(table, [record]) if kind not in (RecordKind.DETAIL, RecordKind.NARRATIVE) else (table, [record])
    records: tuple[Record, ...] = getattr(table, kind.value)
    place = len(records) if at is None else at
    return with_records(table, kind, (*records[:place], *made, *records[place:]))


def remove_record(table: YearTable, kind: RecordKind, record_id: str) -> YearTable:
    """One record other than a node taken out; its list keeps its order."""
    records: tuple[Record, ...] = getattr(table, kind.value)
    left = tuple(each for each in records if each.id != record_id)
    if len(left) == len(records):
        raise KeyError(record_id)
    return with_records(table, kind, left)


def insert_node(table: YearTable, node: Node, at: int) -> YearTable:
    """A new row at a position in document order; it is given its id (and lineage) here."""
    table, made = _numbered(table, [node])
    return replace(table, nodes=(*table.nodes[:at], *made, *table.nodes[at:]))


def insert_after(table: YearTable, node_id: str, name: str = "") -> YearTable:
    """An empty row after this one and all below it, of the same level, kind and section."""
    like = node_of(table, node_id)
    end = position(table, node_id) + len(branch(table, node_id))
    return insert_node(table, Node(id="", level=like.level, kind=like.kind, section=like.section, name=name), end)


def insert_below(table: YearTable, node_id: str) -> YearTable:
    """An empty indicator as the last row of a band."""
    above = node_of(table, node_id)
    rows = branch(table, node_id)
    level = next((each.level for each in rows[1:] if each.leaf), above.level + 1)
    row = Node(id="", level=level, section=above.section)
    return insert_node(table, row, position(table, node_id) + len(rows))


def set_fields_and_insert(
    table: YearTable, cells: Mapping[tuple[str, Field], str], after: str, rows: Iterable[Mapping[Field, str]]
) -> YearTable:
    """A block of cells that brings rows of its own: they come after this one, each with its texts, in the same step."""
    wanted = dict(cells)
    for texts in rows:
        place = position(table, after) + len(branch(table, after))
        table = insert_after(table, after)
        after = table.nodes[place].id
        wanted |= {(after, field): text for field, text in texts.items()}
    return set_fields(table, wanted)


def remove_nodes(table: YearTable, node_ids: Iterable[str]) -> YearTable:
    """Rows with everything below them, and the attachments of the removed rows."""
    gone = {each.id for node_id in node_ids for each in branch(table, node_id)}
    return replace(
        table,
        nodes=tuple(each for each in table.nodes if each.id not in gone),
        attachments=tuple(each for each in table.attachments if each.node_id not in gone),
    )


def move_node(table: YearTable, node_id: str, by: int) -> YearTable:
    """A branch past its neighbour of the same parent, up (-1) or down (+1); at the edge into the band before or after.

    Where there is none the table stays as it is.
    """
    start, size = position(table, node_id), len(branch(table, node_id))
    moved, rest = table.nodes[start : start + size], (*table.nodes[:start], *table.nodes[start + size :])
    level = moved[0].level
    goal: int | None
    if by < 0:
        goal = start - 1
        while goal >= 0 and rest[goal].level > level:
            goal -= 1
        if goal >= 0 and rest[goal].level < level:
            goal = _end_of_band_before(rest, goal, level)
    elif start < len(rest) and rest[start].level < level:
        goal = _begin_of_band_after(rest, start, level)
    else:
        goal = start + 1
        while goal < len(rest) and rest[goal].level > level:
            goal += 1
    if goal is None or not 0 <= goal <= len(rest):
        return table
    return replace(table, nodes=(*rest[:goal], *moved, *rest[goal:]))


def _end_of_band_before(nodes: Sequence[Node], band: int, level: int) -> int | None:
    """Where a branch of this level goes that leaves its band upwards."""
    for at in range(band, 0, -1):
        before = nodes[at - 1]
        if before.level >= level or (before.kind is NodeKind.GROUP and before.level >= nodes[at].level):
            return at
    return None


def _begin_of_band_after(nodes: Sequence[Node], start: int, level: int) -> int | None:
    """Where a branch of this level goes that leaves its band downwards."""
    for at in range(start, len(nodes)):
        below = nodes[at + 1].level if at + 1 < len(nodes) else 0
        if below >= level or (nodes[at].kind is NodeKind.GROUP and below <= nodes[at].level):
            return at + 1
    return None


def indent_node(table: YearTable, node_id: str, by: int) -> YearTable:
    """A branch one level deeper (+1) or higher (-1), never above 1; what stands below keeps its distance."""
    ids = {each.id for each in branch(table, node_id)}
    if node_of(table, node_id).level + by < 1:
        return table
    return replace(
        table,
        nodes=tuple(replace(each, level=each.level + by) if each.id in ids else each for each in table.nodes),
    )


def set_status(table: YearTable, status: Status) -> YearTable:
    """Where the table stands between being filled in and sealed."""
    return replace(table, heading=replace(table.heading, status=status))


def start_year_from(table: YearTable, key: TableKey, *, title: str, rulebook: str) -> YearTable:
    """A new year from another: structure, points and targets stay, actuals, scores, money, words and evidence are empty.

    Lineages are kept, so that the years can be laid side by side.
    """
    return YearTable(
        key=key,
        heading=Heading(
            title=title,
            form=table.heading.form,
            rulebook=rulebook,
            money_unit=table.heading.money_unit,
            status=Status.NOT_STARTED,
        ),
        details=tuple(replace(each, text="") for each in table.details),
        narratives=tuple(replace(each, text="") for each in table.narratives),
        funds=tuple(
            replace(
                each,
                initial_budget_text="",
                adjusted_budget_text="",
                executed_text="",
                published_rate_text="",
                given_score_text="",
            )
            for each in table.funds
        ),
        base_facts=tuple(replace(each, value_text="", source_text="") for each in table.base_facts),
        nodes=tuple(_started(each) for each in table.nodes),
        next_number=table.next_number,
    )


def _started(node: Node) -> Node:
    bonus = node.kind is NodeKind.BONUS  # its explanation and rule stand in the target and actual columns
    return replace(
        node,
        actual_text=node.actual_text if bonus else "",
        actual_read_as="",
        given_score_text="",
        aside_score_text="",
        published_score_text="",
        published_rate_text="",
        verified_score_text="",
        evidence_text="",
        reason_text="",
        money_text="",
        not_applicable_text="",
    )


def position(table: YearTable, node_id: str) -> int:
    """Where the row stands in document order, counted from 0."""
    for found, node in enumerate(table.nodes):
        if node.id == node_id:
            return found
    raise KeyError(node_id)


def _with_node(table: YearTable, node_id: str, change: Callable[[Node], Node]) -> YearTable:
    at = position(table, node_id)
    changed = change(table.nodes[at])
    if changed is table.nodes[at]:
        return table
    return replace(table, nodes=(*table.nodes[:at], changed, *table.nodes[at + 1 :]))


def _numbered(table: YearTable, records: Sequence[Any]) -> tuple[YearTable, list[Any]]:
    made: list[Any] = []
    number = table.next_number
    for each in records:
        texts = {"id": str(number)}
        if isinstance(each, Node) and not each.lineage_id:
            texts["lineage_id"] = f"{table.key.year}-{number}"
        made.append(replace(each, **texts))
        number += 1
    return replace(table, next_number=number), made
