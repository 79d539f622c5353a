"""An empty table in the shape of its form: the lines, texts, bands and first rows that the form itself names."""

from collections.abc import Iterator
from dataclasses import replace

from desktop.forms.form import Block, BlockKind, FormLayout, Shape
from desktop.forms.tree_rows import TREE_KINDS
from scoring.edit import add_record, insert_node
from scoring.number import canonical
from scoring.rulebook import Rulebook
from scoring.table import Detail, FundLine, Heading, Narrative, Node, NodeKind, RecordKind, Status, TableKey, YearTable

_BONUS = "加减分"


def outline(form: FormLayout, rulebook: Rulebook, key: TableKey) -> YearTable:
    """A table to fill in; rows nobody can know yet are one empty row under each band."""
    heading = Heading(form=form.key, rulebook=rulebook.key, money_unit=form.money_unit, status=Status.NOT_STARTED)
    table = YearTable(key, heading)
    for detail in _details(form):
        table = add_record(table, RecordKind.DETAIL, detail)
    for text in _texts(form):
        table = add_record(table, RecordKind.NARRATIVE, text)
    counted = _counted_with_funds(form, rulebook)
    for number, line in enumerate(fund_lines(form)):
        points = canonical(rulebook.band_points[counted]) if counted and number == 0 else ""
        table = add_record(table, RecordKind.FUND, replace(line, points_text=points))
    for node in _nodes(form, rulebook):
        table = insert_node(table, node, len(table.nodes))
    return table


def fund_lines(form: FormLayout) -> tuple[FundLine, ...]:
    """The lines of funds that the form prints, without ids."""
    found: list[tuple[str, str]] = []
    for block in form.blocks_of(BlockKind.FUNDS):
        found += [(group.name, label) for group in block.groups for label in group.lines]
        bound = [slot.value for row in block.rows for slot in row if slot.value is not None]
        found += [(each.group, each.id) for each in bound if each.kind == "fund"]
    return tuple(FundLine("", group, label, line_level(label)) for group, label in dict.fromkeys(found))


def _counted_with_funds(form: FormLayout, rulebook: Rulebook) -> str:
    """The band whose points stand in the first line of the funds (预算执行率), where the form prints them there."""
    printed = any(column.field == "fund_points" for block in form.blocks_of(BlockKind.FUNDS) for column in block.columns)
    return next((name for name in rulebook.band_points if name.endswith("执行率")), "") if printed else ""


def line_level(label: str) -> int:
    """Lines called 其中 stand below another."""
    return 2 if label.startswith("其中") else 1


def _details(form: FormLayout) -> Iterator[Detail]:
    for block in form.blocks_of(BlockKind.DETAILS, BlockKind.SIGNATURES):
        for slot in (slot for row in block.rows for slot in row):
            if slot.value is not None and slot.value.kind == "detail":
                yield Detail(slot.value.id, slot.label.strip().rstrip("：:"))


def _texts(form: FormLayout) -> Iterator[Narrative]:
    for block in form.blocks_of(BlockKind.NARRATIVE):
        for item in block.items:
            yield Narrative(item.key, "".join(item.label.split()))


def _nodes(form: FormLayout, rulebook: Rulebook) -> list[Node]:
    """Bands in the order of the form, each with an empty row; bands under others of another block stand beneath those."""
    found: list[Node] = []
    blocks = form.blocks_of(*TREE_KINDS)
    for block in blocks:
        if block.kind is BlockKind.TASKS:
            found += [Node("", 1, kind=NodeKind.TASK, section=block.section), Node("", 2, section=block.section)]
        elif not block.under:
            names = block.branches or (() if len(blocks) > 1 else tuple(rulebook.band_points))
            for name in names:
                if name == _counted_with_funds(form, rulebook):
                    continue
                found += _band(name, block, rulebook, filled=block.shape is not Shape.OUTLINE)
    for block in blocks:
        if block.under:
            found = _beneath(found, block, blocks[0].section)
    return found


def _band(name: str, block: Block, rulebook: Rulebook, *, filled: bool) -> list[Node]:
    """A band with its points, one band below it and one row, so that there is a place to type."""
    points = rulebook.band_points.get(name)
    band = Node("", 1, name, NodeKind.GROUP, section=block.section, points_text="" if points is None else canonical(points))
    kind = NodeKind.BONUS if _BONUS in name else NodeKind.INDICATOR
    below = [Node("", 2, kind=NodeKind.GROUP, section=block.section), Node("", 3, kind=kind, section=block.section)]
    return [band, *below] if filled else [band]


def _beneath(nodes: list[Node], block: Block, outer: str) -> list[Node]:
    """The groups above a block's own, those not there yet added, and beneath them a first band with a row."""
    at = 0
    for level, name in enumerate(block.under, 1):
        end = _end(nodes, at, level)
        there = next((n for n in range(at, end) if nodes[n].level == level and nodes[n].name == name), None)
        if there is None:
            nodes = [*nodes[:end], Node("", level, name, NodeKind.GROUP, section=outer), *nodes[end:]]
            there = end
        at = there + 1
    level = len(block.under) + 1
    end = _end(nodes, at, level)
    own = [Node("", level, kind=NodeKind.GROUP, section=block.section), Node("", level + 1, section=block.section)]
    return [*nodes[:end], *own, *nodes[end:]]


def _end(nodes: list[Node], start: int, level: int) -> int:
    """Where the rows end that stand at this level or below, from a row on."""
    return next((n for n in range(start, len(nodes)) if nodes[n].level < level), len(nodes))
