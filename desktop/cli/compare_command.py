"""``ziping compare``: years of one unit side by side, as JSON, as a table to read, or as a file."""

import argparse
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from desktop.cli.documents import Document, number, words
from desktop.cli.listing import columns
from desktop.cli.output import DONE, chosen_book, tell
from desktop.compare.proposals import compare_with_likely
from desktop.kit.wording import GRADES
from desktop.kit.wording_charts import CHARTS
from desktop.kit.wording_years import BETTER, PARTS, WORSE, match_text, year_finding_text
from scoring.align import Match
from scoring.compare import Change, ComparedRow, Comparison, TableTotal, Values
from scoring.compare_money import FundRow, RateRow
from scoring.number import canonical, round_half_up
from scoring.year_findings import year_findings

MOST_ROWS = 60  # of a picture


def compare_years(arguments: argparse.Namespace) -> int:
    """The comparison of the years given.

    Raises:
        EnvironmentFault: UNIT_UNKNOWN, YEAR_UNKNOWN, TABLE_UNKNOWN and what opening the book or writing the file may meet.
    """
    from desktop.workspace import book
    from desktop.workspace.comparing import Chosen, gather

    with book.open_book(chosen_book(arguments), read_only=True) as store:
        keys = [book.key_of(store, arguments.unit, year, arguments.subject) for year in arguments.years]
        found = gather(store, [Chosen(each) for each in keys])
    comparison, _ = compare_with_likely(found.tables, found.links)
    if arguments.output is not None:
        _write(arguments.output, comparison, arguments.chart or next(iter(CHARTS)), found.notes)
    told = f"已导出：{arguments.output}" if arguments.output is not None else comparison_listing(comparison)
    tell(arguments, comparison_document(comparison, found.notes), told)
    return DONE


def _write(path: Path, comparison: Comparison, chart: str, notes: Mapping[tuple[int, str], str]) -> None:
    """The file whose ending was asked for; the heavy rooms are loaded here."""
    if path.suffix.lower() == ".xlsx":
        from desktop.sheets.compare_excel import write_compare_excel

        write_compare_excel(path, comparison, notes)
        return
    from desktop.cli.drawing import prepare_drawing

    drawing = prepare_drawing()
    if path.suffix.lower() == ".pdf":
        from desktop.charts.picture import paper_drawing
        from desktop.sheets.compare_paper import write_compare_pdf

        write_compare_pdf(path, comparison, paper_drawing(comparison), notes)
    else:
        from desktop.charts.catalogue import chart_data
        from desktop.charts.picture import picture_style, save_chart

        save_chart(path, chart_data(chart, comparison, MOST_ROWS), picture_style())
    del drawing


def comparison_document(comparison: Comparison, notes: Mapping[tuple[int, str], str] | None = None) -> Document:
    """What ``ziping compare --json`` prints; values stand only under the years in which a row stands."""
    key = comparison.tables[0].table.key
    lines = comparison.lines_by_track
    change = comparison.change
    return {
        "unit": key.unit,
        "subject": key.subject,
        "years": list(comparison.years),
        "rows": [_row(each, comparison, notes or {}) for each in comparison.rows],
        "groups": [_row(each, comparison, notes or {}) for each in comparison.groups],
        "totals": {_year(comparison, side): _total(each) for side, each in enumerate(comparison.totals)},
        "funds": [_fund(each, comparison) for each in comparison.funds],
        "rates": [_ratio(each, comparison) for each in comparison.rates],
        "score_change": {
            "from": number(change.before),
            "to": number(change.after),
            **{part: number(value) for part, value in change.parts.items()},
        },
        "rulebooks_differ": comparison.rulebooks_differ,
        "findings": [
            {
                "code": each.code.value,
                "severity": each.severity.value,
                "path": [] if each.row is None else list(lines[each.row].path),
                "message": year_finding_text(each, "" if each.row is None else lines[each.row].name),
                "facts": dict(each.facts),
            }
            for each in year_findings(comparison)
        ],
    }


def _year(comparison: Comparison, side: int) -> str:
    return str(comparison.years[side])


def _row(row: ComparedRow, comparison: Comparison, notes: Mapping[tuple[int, str], str]) -> Document:
    note = next(
        (notes[side, id_] for side in sorted(row.values, reverse=True) for id_ in row.values[side].ids if (side, id_) in notes),
        "",
    )
    return {
        "ids": {
            _year(comparison, side): each.ids[0] if len(each.ids) == 1 else list(each.ids) for side, each in row.values.items()
        },
        "path": list(row.path),
        "match": row.match.value,
        "confirmed": row.confirmed,
        "unit": words(row.unit),
        "values": {_year(comparison, side): _values(each) for side, each in row.values.items()},
        "change": _change(row.change),
        "note": words(note),
    }


def _values(values: Values) -> Document:
    return {
        "points": number(values.points),
        "target_text": words(values.target_text),
        "actual_text": words(values.actual_text),
        "completion_rate": number(values.completion_rate),
        "score": number(values.score),
        "score_rate": number(values.score_rate),
    }


def _change(change: Change) -> Document:
    return {
        "points": number(change.points),
        "score": number(change.score),
        "score_rate": number(change.score_rate),
        "completion_rate": number(change.completion_rate),
        "target": number(change.target),
        "actual": number(change.actual),
        "actual_percent": number(change.actual_percent),
        "better": change.better,
        "unit_changed": change.unit_changed,
    }


def _total(total: TableTotal) -> Document:
    return {
        "points": number(total.points),
        "score": number(total.score),
        "published_score": number(total.published_score),
        "grade": words(GRADES.get(total.grade, "")),
        "pending": total.pending,
        "score_rate": number(total.score_rate),
        "like_for_like": number(total.like_for_like),
    }


def _fund(fund: FundRow, comparison: Comparison) -> Document:
    return {
        "group": fund.group,
        "label": fund.label,
        "money_unit": fund.money_unit,
        "values": {
            _year(comparison, side): {
                "initial_budget": number(each.initial_budget),
                "adjusted_budget": number(each.adjusted_budget),
                "executed": number(each.executed),
                "execution_rate": number(each.execution_rate),
            }
            for side, each in fund.values.items()
        },
        "change": {name: number(value) for name, value in fund.change.items()},
    }


def _ratio(rate: RateRow, comparison: Comparison) -> Document:
    values = {_year(comparison, side): number(value) for side, value in rate.values.items()}
    return {"key": rate.key, "label": rate.label, "values": values, "change": number(rate.change)}


def comparison_listing(comparison: Comparison) -> str:
    """The comparison for a terminal: a line for each band and row, then totals and why they moved."""
    years = comparison.years
    rows = [["", "指标", *(f"{year} {name}" for year in years for name in ("实际完成值", "得分")), "得分变化", ""]]
    for line in comparison.lines:
        cells = [match_text(line.match, confirmed=line.confirmed) if line.match is not Match.SAME else ""]
        cells.append("  " * line.depth + line.name)
        for side in range(len(years)):
            values = line.values.get(side)
            cells += ["", ""] if values is None else [values.actual_text, _plain(values.score)]
        mark = {True: BETTER, False: WORSE, None: ""}[line.change.better]
        rows.append([*cells, _signed(line.change.score), mark])
    totals = [
        f"{year}年 总分 {_plain(total.score) or '无'} {GRADES.get(total.grade, '')}  同口径 {_percent(total.like_for_like)}"
        for year, total in zip(years, comparison.totals, strict=True)
    ]
    change = comparison.change
    parts = "，".join(f"{PARTS[part]} {_signed(value) or '0'}" for part, value in change.parts.items())
    moved = f"{years[0]} → {years[-1]}：{_plain(change.before)} → {_plain(change.after)}，其中 {parts}"
    return "\n".join([columns(rows), *totals, moved])


def _plain(value: Decimal | None) -> str:
    return "" if value is None else canonical(value)


def _percent(value: Fraction | None) -> str:
    return "无" if value is None else f"{round_half_up(value, 2)}%"


def _signed(value: Decimal | None) -> str:
    if not value:
        return ""
    return f"+{canonical(value)}" if value > 0 else canonical(value)
