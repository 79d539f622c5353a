"""An .ods file reads with the text that stands beside each value."""

from collections.abc import Callable, Mapping
from decimal import Decimal

import pytest

from db.faults import EnvironmentFault, FaultCode
from desktop.reading.cells import CellNote, HiddenState, Merge, Sheet
from desktop.reading.opendocument import read_ods
from desktop.reading.package import Package

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)
MakeZip = Callable[[Mapping[str, str | bytes]], bytes]


def ods(make_zip: MakeZip, tables: str, styles: str = "") -> tuple[Sheet, ...]:
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    parts = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content}
    return read_ods(Package(make_zip(parts)), "x.ods").sheets


def test_shown_text_and_stored_number_come_together(make_zip: MakeZip) -> None:
    (sheet,) = ods(
        make_zip,
        '<table:table table:name="表"><table:table-row>'
        '<table:table-cell office:value-type="percentage" office:value="0.95"><text:p>95%</text:p></table:table-cell>'
        '<table:table-cell office:value-type="percentage" office:value="0.9567"><text:p>96%</text:p></table:table-cell>'
        '<table:table-cell office:value-type="string"><text:p>一是<text:s text:c="2"/>甲</text:p><text:p>二是</text:p>'
        "<office:annotation><text:p>批注</text:p></office:annotation></table:table-cell>"
        '<table:table-cell table:formula="of:=[.A1]*2"/></table:table-row></table:table>',
    )

    assert [sheet.text(0, column) for column in range(3)] == ["95%", "95.67%", "一是  甲\n二是"]
    assert sheet.cells[0, 0].number == Decimal("0.95")
    assert sheet.cells[0, 1].notes == (CellNote.SHOWN_ROUNDED,)
    assert (sheet.cells[0, 3].formula, sheet.cells[0, 3].notes) == ("=[.A1]*2", (CellNote.NO_STORED_VALUE,))


def test_repeats_spans_and_hidden_parts(make_zip: MakeZip) -> None:
    first, second = ods(
        make_zip,
        '<table:table table:name="一"><table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse"/>'
        '<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="1024"/>'
        "</table:table-row>"
        '<table:table-row table:visibility="collapse">'
        '<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="2">'
        "<text:p>甲</text:p></table:table-cell><table:covered-table-cell/>"
        '<table:table-cell table:number-columns-repeated="2"><text:p>乙</text:p></table:table-cell></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048572">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        '</table:table><table:table table:name="二" table:style-name="t"><table:table-row><table:table-cell><text:p>丙</text:p>'
        "</table:table-cell></table:table-row></table:table>",
        '<style:style style:name="t"><style:table-properties table:display="false"/></style:style>',
    )

    assert {place: cell.text for place, cell in first.cells.items()} == {(3, 0): "甲", (3, 2): "乙", (3, 3): "乙"}
    assert first.merges == (Merge(3, 0, 4, 1),)
    assert (first.hidden_rows, first.hidden_columns) == ({3}, {2})
    assert (first.row_count, first.column_count) == (5, 4)
    assert (first.hidden, second.hidden) == (HiddenState.VISIBLE, HiddenState.HIDDEN)


def test_a_text_repeated_over_the_whole_sheet_is_refused(make_zip: MakeZip) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        ods(
            make_zip,
            '<table:table table:name="表"><table:table-row table:number-rows-repeated="1048576">'
            '<table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>'
            "</table:table-row></table:table>",
        )

    assert caught.value.code is FaultCode.FILE_TOO_LARGE
