"""Tables of a report as plain cells: scores by band, indicators with their results, funds, rates and tasks."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from desktop.forms.fields import score_text, target_text
from desktop.forms.number_text import format_number
from desktop.reading.words import bare, plain
from scoring.scored import ScoredFund, ScoredNode, ScoredTable
from scoring.table import NodeKind

WIDTH_MM = 156  # what the margins of an official page leave of A4
_BANDS = 2


class Shows(Enum):
    """What a table of a report shows."""

    SCORES = "scores"  # the outer bands with points and score, and the total
    INDICATORS = "indicators"
    FUNDS = "funds"
    RATES = "rates"
    TASKS = "tasks"


class TableCell(NamedTuple):
    """A cell with what it covers."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    align: str = "center"
    bold: bool = False
    bordered: bool = True
    size: float = 0.0  # 0 takes the table's own


@dataclass(frozen=True, slots=True)
class ReportTable:
    """Cells in order of row and column; the first ``header_rows`` are repeated on every page.

    Attributes:
        note: stands above it at the right (单位：万元).
        size: of its words in points.
        padding_twips: above and below the words of a cell.
    """

    widths_mm: tuple[float, ...]
    cells: tuple[TableCell, ...]
    row_count: int
    header_rows: int = 1
    note: str = ""
    size: float = 10.5
    padding_twips: int = 40


def report_table(
    scored: ScoredTable, shows: Shows, *, branches: Sequence[str] = (), besides: Sequence[str] = ()
) -> ReportTable | None:
    """The table, or ``None`` where there is nothing to show."""
    if shows is Shows.INDICATORS:
        return _indicators(scored, _rows(scored, branches, besides))
    return _TABLES[shows](scored)


class _Column(NamedTuple):
    heading: str
    width: int  # a share; the shares of a table fill the page
    texts: Sequence[str]
    align: str = "center"


def _table(columns: Sequence[_Column], *, note: str = "", total: bool = False) -> ReportTable | None:
    """Plain rows below one heading; columns that say nothing are left out."""
    shown = [column for number, column in enumerate(columns) if number == 0 or any(column.texts)]
    count = len(columns[0].texts)
    if not count or len(shown) < 2:
        return None
    cells = [TableCell(0, number, column.heading, bold=True) for number, column in enumerate(shown)]
    for row in range(count):
        bold = total and row == count - 1
        cells += [
            TableCell(row + 1, number, column.texts[row], align=column.align, bold=bold) for number, column in enumerate(shown)
        ]
    return ReportTable(_widths([column.width for column in shown]), tuple(cells), count + 1, note=note)


def _widths(shares: Sequence[int]) -> tuple[float, ...]:
    return tuple(round(WIDTH_MM * share / sum(shares), 1) for share in shares)


def _named(row: ScoredNode) -> str:
    return " ".join(row.node.name.split())


def _scores(scored: ScoredTable) -> ReportTable | None:
    """The two outer levels of bands that have points or a score; without bands the rows themselves."""
    divided = {row.parent_id for row in scored.rows.values() if not row.node.leaf}  # a row beside bands counts like a band
    outer = [row for row in scored.rows.values() if len(row.path) <= _BANDS and _counts(row)]
    rows = [row for row in outer if not row.node.leaf or (len(row.path) > 1 and row.parent_id in divided)]
    rows = rows or [row for row in scored.rows.values() if row.node.leaf and _counts(row)]
    if not rows or scored.score is None:
        return None
    names = ["　" * (len(row.path) - 1 if len(row.path) <= _BANDS else 0) + _named(row) for row in rows]
    funds = [each for each in scored.funds if each.points is not None]
    names += [each.line.label for each in funds]
    points = [format_number(_points(scored, row)) for row in rows] + [format_number(each.points) for each in funds]
    scores = [score_text(row) for row in rows] + [format_number(each.score) for each in funds]
    return _table(
        [
            _Column("项目", 5, [*names, "合计"], "left"),
            _Column("满分", 2, [*points, format_number(scored.points)]),
            _Column("自评得分", 2, [*scores, format_number(scored.score)]),
        ],
        note="单位：分",
        total=True,
    )


def _points(scored: ScoredTable, row: ScoredNode) -> Decimal | None:
    """What the band prints, else the points of the rows below it."""
    if row.points is not None:
        return row.points
    below = [each.points for each in scored.rows.values() if each.node.leaf and row in _bands(scored, each)]
    known = [each for each in below if each is not None]
    return sum(known, start=Decimal(0)) if known else None


def _counts(row: ScoredNode) -> bool:
    return row.points is not None or row.score is not None


def _funds(scored: ScoredTable) -> ReportTable | None:
    funds = scored.funds
    groups = [each.line.group for each in funds]
    several = len(set(groups)) > 1

    def texts(name: str) -> list[str]:
        return [str(getattr(each.line, name)) for each in funds]

    return _table(
        [
            _Column("资金", 5, [_label(each, several=several) for each in funds], "left"),
            _Column("年初预算数", 3, texts("initial_budget_text")),
            _Column("全年预算数", 3, texts("adjusted_budget_text")),
            _Column("全年执行数", 3, texts("executed_text")),
            _Column("执行率", 2, [each.execution_rate_text or each.line.published_rate_text for each in funds]),
        ],
        note=f"单位：{scored.table.heading.money_unit}",
    )


def _label(fund: ScoredFund, *, several: bool) -> str:
    group = f"{fund.line.group}：" if several and fund.line.group else ""
    return "　" * (fund.line.level - 1) + group + fund.line.label


def _rates(scored: ScoredTable) -> ReportTable | None:
    rates = [each for each in scored.rates if each.value_text]
    return _table(
        [_Column("项目", 3, [each.label for each in rates], "left"), _Column("数值", 1, [each.value_text for each in rates])]
    )


def _tasks(scored: ScoredTable) -> ReportTable | None:
    tasks = [row for row in scored.rows.values() if row.node.kind is NodeKind.TASK]
    return _table(
        [
            _Column("主要任务", 4, [_named(row) for row in tasks], "left"),
            _Column("预期目标", 6, [row.node.target_text for row in tasks], "left"),
            _Column("完成情况", 6, [row.node.actual_text for row in tasks], "left"),
            _Column("涉及资金", 3, [row.node.money_text for row in tasks]),
        ],
        note=f"单位：{scored.table.heading.money_unit}",
    )


_TABLES: dict[Shows, Callable[[ScoredTable], ReportTable | None]] = {
    Shows.SCORES: _scores,
    Shows.FUNDS: _funds,
    Shows.RATES: _rates,
    Shows.TASKS: _tasks,
}


def _rows(scored: ScoredTable, branches: Sequence[str], besides: Sequence[str]) -> list[ScoredNode]:
    """The scored rows under bands of these names (all without any), but for those under ``besides``."""
    wanted, unwanted = set(map(plain, branches)), set(map(plain, besides))
    found = []
    for row in scored.rows.values():
        bands = {bare(plain(name)) for name in row.path[:-1]}
        if row.node.leaf and not bands & unwanted and (not wanted or bands & wanted):
            found.append(row)
    return found


def _indicators(scored: ScoredTable, rows: Sequence[ScoredNode]) -> ReportTable | None:
    """Bands joined over their rows, then one row for each indicator."""
    if not rows:
        return None
    bands = [_bands(scored, row) for row in rows]
    common = _common([[each.node.id for each in one] for one in bands])
    bands = [one[common:][-_BANDS:] for one in bands]
    depth = max(map(len, bands))
    by_bands = not any(row.points is not None for row in rows)
    names = [_named(row) or target_text(row) for row in rows]
    targets = [target_text(row) or row.node.explanation for row in rows]
    heading = "年度指标值" if any(target_text(row) for row in rows) else "指标解释"
    if depth == 0 and len(rows) == 1 and not any(row.node.actual_text for row in rows) and rows[0].score is None:
        return None
    columns = [
        _Column("指标", 6, names, "left"),
        _Column("分值", 2, [format_number(row.points) for row in rows]),
        _Column(heading, 6, ["" if target in name else target for target, name in zip(targets, names, strict=True)], "left"),
        _Column("实际完成值", 6, [row.node.actual_text for row in rows], "left"),
        _Column("得分", 2, [score_text(row) for row in rows]),
    ]
    shown = [columns[0], *(column for column in columns[1:] if any(column.texts))]
    heads = ["一级指标", "二级指标"][:depth] if depth > 1 else ["分类"][:depth]
    widths = _widths([*([3] * depth), *(column.width for column in shown)])
    cells = [TableCell(0, number, text, bold=True) for number, text in enumerate([*heads, *(each.heading for each in shown)])]
    for level in range(depth):
        cells += _band_cells([one[level] if level < len(one) else None for one in bands], level, by_bands=by_bands)
    for number, column in enumerate(shown, depth):
        cells += [TableCell(row + 1, number, text, align=column.align) for row, text in enumerate(column.texts)]
    return ReportTable(widths, tuple(sorted(cells, key=lambda cell: cell[:2])), len(rows) + 1, size=9.0)


def _bands(scored: ScoredTable, row: ScoredNode) -> list[ScoredNode]:
    """The groups above a row, the outermost first."""
    found: list[ScoredNode] = []
    above = row.parent_id
    while above:
        found.insert(0, scored.rows[above])
        above = scored.rows[above].parent_id
    return found


def _common(paths: Sequence[Sequence[str]]) -> int:
    """How many of the outer bands all rows share; one is kept where nothing else would be told apart."""
    shortest = min(map(len, paths))
    return next((level for level in range(shortest) if len({path[level] for path in paths}) > 1), shortest)


def _band_cells(groups: Sequence[ScoredNode | None], column: int, *, by_bands: bool) -> Iterable[TableCell]:
    start = 0
    while start < len(groups):
        end = start + 1
        while end < len(groups) and groups[start] is not None and groups[end] is groups[start]:
            end += 1
        group = groups[start]
        text = "" if group is None else _named(group)
        if group is not None and by_bands and group.points is not None:
            text += f"（{format_number(group.points)}分）"
        yield TableCell(start + 1, column, text, rows=end - start)
        start = end
