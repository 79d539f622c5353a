"""Edits of points: a band's points shared out over what stands below it, so that every sum is exact."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from scoring.edit import set_fields
from scoring.exact import exact_sum
from scoring.number import canonical, exact_decimal
from scoring.rows import parse_points
from scoring.table import Field, Node, YearTable, branch, node_of


def distribute_points(table: YearTable, node_id: str, places: int) -> YearTable:
    """The points of a band in equal parts to its direct children; what stands below them follows in proportion.

    ``places`` is how many decimals points are written with, more where the band's own points have more. Where the parts would
    be nothing, or the band has no points or no children, the table stays as it is.

    Raises:
        KeyError: there is no such row.
    """
    below = _children(table, node_id)
    points = parse_points(node_of(table, node_id).points_text)
    if points is None or not below:
        return table
    parts = share(points, [Decimal(1)] * len(below), places)
    if not parts or not all(parts):
        return table
    return _with_parts(table, dict(zip(below, parts, strict=True)), places)


def rescale_points(table: YearTable, node_id: str, places: int) -> YearTable:
    """The points below a band in the proportion they have, so that they add up to the band's; rows without points stay so.

    What already adds up is not touched, and a band below whose points change takes its rows along. Without points on the band
    or below it the table stays as it is.

    Raises:
        KeyError: there is no such row.
    """
    points = parse_points(node_of(table, node_id).points_text)
    having = [(each, found) for each in _children(table, node_id) if (found := parse_points(each.points_text)) is not None]
    weights = [found for _, found in having]
    if points is None or exact_sum(weights) == points:
        return table
    parts = share(points, weights, places)
    return _with_parts(table, dict(zip((each for each, _ in having), parts, strict=True)), places) if parts else table


def share(total: Decimal, weights: Sequence[Decimal], places: int) -> list[Decimal]:
    """``total`` in parts in the proportion of the weights, adding up to it exactly; empty where that cannot be.

    Each part is cut off after ``places`` decimals (more where ``total`` has more); what is left over goes, one unit of the last
    decimal each, to the last of the parts that were cut.
    """
    weight = sum((Fraction(each) for each in weights), Fraction(0))
    if total < 0 or not weight or any(each < 0 for each in weights):
        return []
    places = max(places, len(canonical(total).partition(".")[2]))
    units = Fraction(total) * 10**places
    exact = [units * Fraction(each) / weight for each in weights]
    whole = [each.numerator // each.denominator for each in exact]
    left = int(units) - sum(whole)
    cut = [at for at, each in enumerate(exact) if each.denominator != 1]
    for at in cut[len(cut) - left :]:
        whole[at] += 1
    return [exact_decimal(each, -places) for each in whole]


def _children(table: YearTable, node_id: str) -> list[Node]:
    """The rows right below; a band that skips a level is one of them too."""
    found: list[Node] = []
    for node in branch(table, node_id)[1:]:
        if not found or node.level <= found[-1].level:
            found.append(node)
    return found


def _with_parts(table: YearTable, parts: dict[Node, Decimal], places: int) -> YearTable:
    """Points that are the same number stay as they were typed."""
    new = {node.id: part for node, part in parts.items() if parse_points(node.points_text) != part}
    table = set_fields(table, {(node_id, Field.POINTS): canonical(part) for node_id, part in new.items()})
    for node_id in new:
        table = rescale_points(table, node_id, places)
    return table
