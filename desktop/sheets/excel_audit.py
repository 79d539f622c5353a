"""The sheets beside an audited form: how every score came about, and what the checks found."""

from collections.abc import Mapping, Sequence

from xlsxwriter.workbook import Workbook

from desktop.forms.fields import NODE_FIELDS
from desktop.forms.number_text import cell_number
from desktop.sheets.excel_cells import Style, Styles, cell_value, number_format, plain_text, sheet_name
from desktop.sheets.text_size import line_count
from scoring.scored import ScoredTable

_STEP_FIELDS = ("row_points", "target", "actual", "completion_rate", "rule_score", "given_score", "row_score")
_STEP_HEADINGS = ("指标", "分值", "年度指标值", "实际完成值", "完成率", "规则得分", "给定得分", "得分", "计算过程")
_STEP_WIDTHS = (34, 7, 24, 24, 10, 9, 9, 8, 50)
_FINDING_HEADINGS = ("严重程度", "代码", "位置", "说明")
_FINDING_WIDTHS = (10, 8, 40, 80)
_HEADING = Style(10, bold=True, align="center", bordered=True, number_format="General", quoted=False)
_NO_WORDS = ("",)
_SIZE = 9
_POINTS_PER_CHARACTER = 5.25


def write_audit(
    book: Workbook,
    scored: ScoredTable,
    steps: Mapping[str, Sequence[str]],
    findings: Sequence[tuple[str, str, str, str]],
) -> None:
    """Two more sheets: 评分过程, a line for each row of the tree, and 检查结果, a line for each finding."""
    rows = [
        (
            "　" * (len(row.path) - 1) + "".join(row.node.name.split("\n")),
            *(NODE_FIELDS[field].text(row) for field in _STEP_FIELDS),
            "\n".join(steps.get(row.node.id, _NO_WORDS)),
        )
        for row in scored.rows.values()
    ]
    _write_list(book, "评分过程", _STEP_HEADINGS, _STEP_WIDTHS, rows)
    _write_list(book, "检查结果", _FINDING_HEADINGS, _FINDING_WIDTHS, findings)


def _write_list(book: Workbook, name: str, headings: Sequence[str], widths: Sequence[int], rows: Sequence[Sequence[str]]) -> None:
    sheet = book.add_worksheet(sheet_name(name, tuple(book.sheetnames)))
    styles = Styles(book)
    for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, styles.of(_HEADING))
    for line, row in enumerate(rows, 1):
        sheet.set_row(line, _height(row, widths))
        for column, text in enumerate(row):
            number = cell_number(text)
            align = "left" if number is None else "center"
            style = styles.of(
                Style(_SIZE, bold=False, align=align, bordered=True, number_format=number_format(number), quoted=False)
            )
            if number is not None:
                sheet.write_number(line, column, cell_value(number), style)
            else:
                sheet.write_string(line, column, plain_text(text), style)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), len(headings) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _height(row: Sequence[str], widths: Sequence[int]) -> float:
    lines = max(line_count(text, width * _POINTS_PER_CHARACTER, _SIZE) for text, width in zip(row, widths, strict=True))
    return min(409.0, lines * _SIZE * 1.38 + 5)
