"""Writes a comparison as a workbook: the table with small lines, why the total moved, lost points, funds, findings."""

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from desktop.forms.compared import (
    NUMBERS,
    OF_TABLE,
    Column,
    Filter,
    Kind,
    cell_figure,
    compared_columns,
    compared_text,
    kept_lines,
    summary_text,
    trend_of,
)
from desktop.forms.compared_text import side_labels
from desktop.kit.safefile import replace_file
from desktop.kit.wording import GRADES
from desktop.kit.wording_years import PARTS, year_finding_text
from desktop.sheets.excel_cells import FONT, plain_text, sheet_name
from desktop.sheets.excel_write import close
from scoring.compare import ComparedRow, Comparison
from scoring.lost_points import lost_points
from scoring.year_findings import year_findings

_WIDTHS = {
    Kind.STATE: 7, Kind.NAME: 34, Kind.POINTS: 7, Kind.TARGET: 18, Kind.ACTUAL: 18, Kind.RATE: 9, Kind.SCORE: 8,
    Kind.SCORE_RATE: 9, Kind.CHANGE: 12, Kind.CHANGE_PERCENT: 10, Kind.SCORE_CHANGE: 9, Kind.BETTER: 8, Kind.TREND: 12,
    Kind.NOTE: 30,
}  # fmt: skip
_PERCENT = frozenset({Kind.RATE, Kind.SCORE_RATE, Kind.CHANGE_PERCENT})
_GREY, _BLUE, _ORANGE = "#6B6B6B", "#2F6DB5", "#C24A1A"
_TOP = 3  # rows above the heading of the table


def write_compare_excel(
    path: Path, comparison: Comparison, notes: Mapping[tuple[int, str], str] | None = None, *, created: datetime | None = None
) -> None:
    """The comparison as .xlsx; written beside the target and put in its place when it is whole.

    Raises:
        EnvironmentFault: as ``desktop.kit.safefile.replace_file``; the old file is as it was.
    """
    with replace_file(path) as draft:
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        package = io.BytesIO()
        book = Workbook(package, options)
        key = comparison.tables[-1].table.key
        made = (created or datetime.now(UTC)).replace(tzinfo=None, microsecond=0)
        book.set_properties({"title": plain_text(_title(comparison)), "author": plain_text(key.unit), "created": made})
        add_comparison(book, comparison, notes)
        close(book)
        draft.write_bytes(package.getvalue())


def add_comparison(book: Workbook, comparison: Comparison, notes: Mapping[tuple[int, str], str] | None = None) -> None:
    """The sheets of a comparison behind those that the workbook has."""
    looks = _Looks(book)
    _write_table(_sheet(book, "年度对比"), comparison, notes or {}, looks)
    _write_change(book, comparison, looks)
    _write_losses(book, comparison, looks)
    if comparison.funds:
        _write_funds(book, comparison, looks)
    _write_findings(_sheet(book, "多年提示"), comparison, looks)


def _sheet(book: Workbook, name: str) -> Worksheet:
    return book.add_worksheet(sheet_name(name, tuple(book.sheetnames)))


def _title(comparison: Comparison) -> str:
    key, labels = comparison.tables[-1].table.key, side_labels(comparison)
    years = f"{labels[0]}—{labels[-1]}" if len(labels) > 1 else labels[0]
    return f"{key.unit} {key.subject or '部门整体支出'}绩效自评年度对比（{years}）"


class _Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, bool, bool, str], Format] = {}

    def of(self, number: str = "General", *, bold: bool = False, head: bool = False, align: str = "left") -> Format:
        key = (number, bold, head, align)
        if key not in self._made:
            look = {"font_name": FONT, "font_size": 10, "valign": "vcenter", "num_format": number, "bold": bold or head}
            look |= {"border": 1, "align": "center" if head else align, "text_wrap": head}
            if head:
                look["bg_color"] = "#EDEDED"
            self._made[key] = self._book.add_format(look)
        return self._made[key]

    @property
    def title(self) -> Format:
        return self._book.add_format({"font_name": FONT, "font_size": 14, "bold": True})

    @property
    def words(self) -> Format:
        return self._book.add_format({"font_name": FONT, "font_size": 10, "text_wrap": True, "valign": "top"})


def _number(sheet: Worksheet, row: int, column: int, value: Decimal | Fraction | None, look: Format) -> None:
    if value is None:
        sheet.write_blank(row, column, None, look)
    else:
        sheet.write_number(row, column, float(value), look)


def _page(sheet: Worksheet, comparison: Comparison, heading: int = 0) -> None:
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(heading)
    sheet.set_footer(f'&C&9&"{FONT},Regular"第 &P 页，共 &N 页')
    sheet.set_header(f'&L&9&"{FONT},Regular"{plain_text(comparison.tables[-1].table.key.unit).replace("&", "&&")[:80]}')


def _write_table(sheet: Worksheet, comparison: Comparison, notes: Mapping[tuple[int, str], str], looks: _Looks) -> None:
    columns = compared_columns(comparison, OF_TABLE)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, _WIDTHS[column.kind])
    sheet.write_string(0, 0, plain_text(_title(comparison)), looks.title)
    summary = "\n".join(summary_text(comparison, like_for_like=like) for like in (False, True))
    sheet.merge_range(1, 0, 1, min(len(columns) - 1, 12), plain_text(summary), looks.words)
    sheet.set_row(1, 48)
    _write_heading(sheet, columns, looks)
    trend = next((at for at, column in enumerate(columns) if column.kind is Kind.TREND), None)
    hidden = len(columns) + 1  # what the small lines are drawn from, right of the table
    lines = kept_lines(comparison, Filter.ALL)
    for down, line in enumerate(lines, _TOP + 2):
        sheet.set_row(down, None, None, {"level": min(line.depth, 7)})
        _write_line(sheet, down, (line, columns), [compared_text(line, each, notes) for each in columns], looks)
        if trend is not None:
            _write_trend(sheet, down, (trend, hidden), line, len(comparison.tables))
    if trend is not None:
        sheet.set_column(hidden, hidden + len(comparison.tables) - 1, None, None, {"hidden": True})
    sheet.freeze_panes(_TOP + 2, 2)
    sheet.autofilter(_TOP + 1, 0, _TOP + 1 + len(lines), len(columns) - 1)
    sheet.print_area(0, 0, _TOP + 1 + len(lines), len(columns) - 1)
    _page(sheet, comparison, _TOP + 1)


def _write_heading(sheet: Worksheet, columns: Sequence[Column], looks: _Looks) -> None:
    """Two lines: the years over their columns."""
    start = 0
    for at, column in enumerate(columns):
        sheet.write_string(_TOP + 1, at, column.title, looks.of(head=True))
        if at + 1 == len(columns) or columns[at + 1].band != column.band:
            if at > start:
                sheet.merge_range(_TOP, start, _TOP, at, plain_text(column.band), looks.of(head=True))
            else:
                sheet.write_string(_TOP, at, plain_text(column.band), looks.of(head=True))
            start = at + 1


def _write_line(
    sheet: Worksheet, row: int, shown: tuple[ComparedRow, Sequence[Column]], texts: Sequence[str], looks: _Looks
) -> None:
    line, columns = shown
    bold = not line.leaf
    for at, (column, text) in enumerate(zip(columns, texts, strict=True)):
        figure = cell_figure(line, column) if column.kind in NUMBERS else None
        if figure is not None:
            rate = column.kind in _PERCENT
            look = looks.of("0.00%" if rate else "General", bold=bold, align="right")
            _number(sheet, row, at, Fraction(figure) / 100 if rate else figure, look)
        elif text:
            indent = "　" * line.depth if column.kind is Kind.NAME else ""
            sheet.write_string(row, at, plain_text(indent + text), looks.of(bold=bold))
        else:
            sheet.write_blank(row, at, None, looks.of(bold=bold))


def _write_trend(sheet: Worksheet, row: int, places: tuple[int, int], line: ComparedRow, tables: int) -> None:
    values = trend_of(line, tables)
    trend, hidden = places
    for side, value in enumerate(values):
        if value is not None:
            sheet.write_number(row, hidden + side, float(value))
    if sum(value is not None for value in values) > 1:
        area = xl_range_abs(row, hidden, row, hidden + tables - 1)
        options = {"range": f"'{sheet.get_name()}'!{area}", "markers": True, "show_hidden": True, "empty_cells": "gaps"}
        sheet.add_sparkline(row, trend, {**options, "series_color": _BLUE})


def _write_change(book: Workbook, comparison: Comparison, looks: _Looks) -> None:
    """The totals of all years, and the parts of the change as a waterfall of stacked columns."""
    sheet = _sheet(book, "得分变化")
    _page(sheet, comparison)
    labels = side_labels(comparison)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 7, 12)
    heads = ("年度", "分值", "总分", "表上总分", "等级", "得分率", "同口径")
    for at, head in enumerate(heads):
        sheet.write_string(0, at, head, looks.of(head=True))
    for row, (label, total) in enumerate(zip(labels, comparison.totals, strict=True), 1):
        sheet.write_string(row, 0, plain_text(label), looks.of())
        for at, value in ((1, total.points), (2, total.score), (3, total.published_score)):
            _number(sheet, row, at, value, looks.of(align="right"))
        sheet.write_string(row, 4, GRADES.get(total.grade, ""), looks.of())
        _number(sheet, row, 5, None if total.score_rate is None else total.score_rate / 100, looks.of("0.00%", align="right"))
        _number(sheet, row, 6, total.like_for_like, looks.of("0.00", align="right"))
    if len(labels) < 2 or all(each.score is None for each in comparison.totals):
        return
    top = len(labels) + 3
    for at, head in enumerate(("项目", "分数", "底", "总分", "增加", "减少")):
        sheet.write_string(top, at, head, looks.of(head=True))
    change, level = comparison.change, comparison.change.before
    steps: list[tuple[str, Decimal, Decimal, str]] = [(labels[0], change.before, Decimal(0), "total")]
    for part, value in change.parts.items():
        steps.append((PARTS[part], value, min(level, level + value), "up" if value >= 0 else "down"))
        level += value
    steps.append((labels[-1], change.after, Decimal(0), "total"))
    for row, (label, value, ground, kind) in enumerate(steps, top + 1):
        sheet.write_string(row, 0, plain_text(label), looks.of())
        _number(sheet, row, 1, value, looks.of(align="right"))
        _number(sheet, row, 2, ground, looks.of(align="right"))
        for at, column in ((3, "total"), (4, "up"), (5, "down")):
            _number(sheet, row, at, abs(value) if kind == column else None, looks.of(align="right"))
    last = top + len(steps)
    low = min(*(ground for _, _, ground, kind in steps if kind != "total"), change.before, change.after)
    chart = book.add_chart({"type": "column", "subtype": "stacked"})
    for at, colour, pattern in ((2, "", ""), (3, _GREY, ""), (4, _BLUE, ""), (5, _ORANGE, "wide_upward_diagonal")):
        series: dict[str, object] = {
            "name": [sheet.get_name(), top, at],
            "categories": [sheet.get_name(), top + 1, 0, last, 0],
            "values": [sheet.get_name(), top + 1, at, last, at],
            "gap": 40,
        }
        series["fill"] = {"color": colour} if colour else {"none": True}
        if pattern:
            series["pattern"] = {"pattern": pattern, "fg_color": colour, "bg_color": "white"}
        chart.add_series(series)
    chart.set_title({"name": f"得分变化：{labels[0]} → {labels[-1]}", "name_font": {"name": FONT, "size": 12}})
    chart.set_legend({"position": "bottom", "delete_series": [0]})
    chart.set_y_axis({"min": max(0, int(low) - 2) if low > 0 else None, "major_gridlines": {"visible": False}})
    chart.set_size({"width": 760, "height": 380})
    sheet.insert_chart(last + 2, 0, chart)


def _write_losses(book: Workbook, comparison: Comparison, looks: _Looks) -> None:
    sheet = _sheet(book, "失分排行")
    _page(sheet, comparison)
    label = side_labels(comparison)[-1]
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 3, 12)
    for at, head in enumerate((f"指标（{label}）", "失分", "占比", "累计占比")):
        sheet.write_string(0, at, plain_text(head), looks.of(head=True))
    losses = lost_points(comparison.tables[-1])
    for row, each in enumerate(losses, 1):
        sheet.write_string(row, 0, plain_text(each.row.node.name or each.row.node.target_text), looks.of())
        _number(sheet, row, 1, each.lost, looks.of(align="right"))
        _number(sheet, row, 2, each.share / 100, looks.of("0.0%", align="right"))
        _number(sheet, row, 3, each.running_share / 100, looks.of("0.0%", align="right"))
    if not losses:
        sheet.write_string(1, 0, "没有失分。", looks.of())
        return
    shown = min(len(losses), 20)
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "失分",
            "categories": [sheet.get_name(), 1, 0, shown, 0],
            "values": [sheet.get_name(), 1, 1, shown, 1],
            "fill": {"color": _ORANGE},
            "data_labels": {"value": True},
            "gap": 40,
        }
    )
    chart.set_title({"name": f"失分排行：{label}", "name_font": {"name": FONT, "size": 12}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"major_gridlines": {"visible": False}})
    chart.set_size({"width": 700, "height": max(240, 60 + 26 * shown)})
    sheet.insert_chart(0, 5, chart)


def _write_funds(book: Workbook, comparison: Comparison, looks: _Looks) -> None:
    sheet = _sheet(book, "资金")
    _page(sheet, comparison)
    labels, unit = side_labels(comparison), comparison.funds[0].money_unit
    sheet.set_column(0, 1, 20)
    sheet.set_column(2, 2 + 3 * len(labels), 14)
    heads = [
        "分组",
        "项目",
        *(f"{label} {name}" for label in labels for name in (f"预算（{unit}）", f"执行（{unit}）", "执行率")),
    ]
    for at, head in enumerate(heads):
        sheet.write_string(0, at, plain_text(head), looks.of(head=True))
    for row, fund in enumerate(comparison.funds, 1):
        sheet.write_string(row, 0, plain_text(fund.group), looks.of())
        sheet.write_string(row, 1, plain_text(fund.label), looks.of())
        for side in range(len(labels)):
            values = fund.values.get(side)
            amounts = (None, None, None) if values is None else (values.budget, values.executed, values.execution_rate)
            for at, value in enumerate(amounts):
                shown = value if value is None or at < 2 else Fraction(value) / 100
                _number(sheet, row, 2 + 3 * side + at, shown, looks.of("#,##0.00" if at < 2 else "0.00%", align="right"))
    chart = book.add_chart({"type": "bar"})
    last = len(comparison.funds)
    for side, label in enumerate(labels):
        for name, at, dark in (("预算", 2, False), ("执行", 3, True)):
            chart.add_series(
                {
                    "name": f"{label} {name}",
                    "categories": [sheet.get_name(), 1, 1, last, 1],
                    "values": [sheet.get_name(), 1, at + 3 * side, last, at + 3 * side],
                    "fill": {"color": _BLUE} if dark else {"color": "white"},
                    "border": {"color": _GREY},
                }
            )
    chart.set_title({"name": f"资金（{unit}）", "name_font": {"name": FONT, "size": 12}})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 760, "height": max(300, 80 + 28 * last * len(labels))})
    sheet.insert_chart(last + 2, 0, chart)


def _write_findings(sheet: Worksheet, comparison: Comparison, looks: _Looks) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 100)
    for at, head in enumerate(("指标", "提示")):
        sheet.write_string(0, at, head, looks.of(head=True))
    lines = comparison.lines_by_track
    for row, each in enumerate(year_findings(comparison), 1):
        name = "" if each.row is None else lines[each.row].name
        sheet.write_string(row, 0, plain_text(name), looks.of())
        sheet.write_string(row, 1, plain_text(year_finding_text(each, name)), looks.of())
    _page(sheet, comparison)
