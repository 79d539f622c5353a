"""An .xlsb file reads with its formats; what python-calamine would choke on is refused before it is asked."""

import io
import struct
from collections.abc import Callable, Mapping

import pytest
from python_calamine import CalamineWorkbook

from db.faults import EnvironmentFault, FaultCode
from desktop.reading.binary import read_xlsb
from desktop.reading.cells import CellNote, FileKind, HiddenState, Merge, Workbook
from desktop.reading.kinds import kind_of
from desktop.reading.package import Package

MakeZip = Callable[[Mapping[str, str | bytes]], bytes]
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def record(number: int, content: bytes = b"") -> bytes:
    head = bytes([number]) if number < 0x80 else bytes([number & 0x7F | 0x80, number >> 7])
    size, length = len(content), b""
    while True:
        size, part = size >> 7, size & 0x7F
        length += bytes([part | 0x80 if size else part])
        if not size:
            return head + length + content


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text.encode("utf-16-le")) // 2) + text.encode("utf-16-le")


def row(at: int, *, height: int = 300, hidden: bool = False) -> bytes:
    return record(0, struct.pack("<IIHBBB", at, 0, height, 0, 0x10 if hidden else 0, 0) + struct.pack("<I", 0))


def number(column: int, value: float, style: int = 0) -> bytes:
    return record(5, struct.pack("<IId", column, style, value))


def words(column: int, text: str) -> bytes:
    return record(6, struct.pack("<II", column, 0) + wide(text))


def sheet(*rows: bytes, columns: bytes = b"", merges: bytes = b"") -> bytes:
    size = record(148, struct.pack("<IIII", 0, 99, 0, 9))
    return record(129) + size + columns + record(145) + b"".join(rows) + record(146) + merges + record(130)


def styles(*formats: int) -> bytes:
    code = record(615, struct.pack("<I", 1)) + record(44, struct.pack("<H", 164) + wide('0.0"分"')) + record(616)
    cells = b"".join(record(47, struct.pack("<HHHHHBBHH", 0, at, 0, 0, 0, 0, 0, 0, 0)) for at in formats)
    return record(278) + code + record(617, struct.pack("<I", len(formats))) + cells + record(618) + record(279)


def xlsb(make_zip: MakeZip, *sheets: bytes, formats: tuple[int, ...] = (0,), states: tuple[int, ...] = (0, 0, 0)) -> bytes:
    listed = b"".join(
        record(156, struct.pack("<II", states[at], at + 1) + wide(f"s{at}") + wide(f"表{at}")) for at in range(len(sheets))
    )
    related = "".join(
        f'<Relationship Id="s{at}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{at}.bin"/>' for at in range(len(sheets))
    )
    return make_zip(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/xl/workbook.bin" '
            'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="w" '
            f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.bin"/></Relationships>',
            "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{related}'
            f'<Relationship Id="t" Type="{RELATIONS}/styles" Target="styles.bin"/></Relationships>',
            "xl/workbook.bin": record(131)
            + record(153, struct.pack("<II", 0, 0) + wide(""))
            + record(143)
            + listed
            + record(144)
            + record(132),
            "xl/styles.bin": styles(*formats),
            **{f"xl/worksheets/sheet{at}.bin": content for at, content in enumerate(sheets)},
        }
    )


def read(data: bytes) -> Workbook:
    return read_xlsb(data, Package(data), "x.xlsb")


def test_values_come_with_their_formats(make_zip: MakeZip) -> None:
    data = xlsb(
        make_zip,
        sheet(
            row(0) + words(0, "完成率") + number(1, 0.95, 1) + number(2, 4.9, 2) + number(3, 0.9567, 1) + number(4, 44561.5, 3)
        ),
        formats=(0, 9, 164, 22),
    )
    (grid,) = read(data).sheets

    assert kind_of(data, "x.xlsb") is FileKind.XLSB
    assert [grid.text(0, column) for column in range(5)] == ["完成率", "95%", "4.9分", "95.67%", "2021/12/31 12:00"]
    assert grid.cells[0, 3].notes == (CellNote.SHOWN_ROUNDED,)
    # The second reader agrees that this is a file.
    assert CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names == ["表0"]


def test_merges_hidden_rows_columns_and_sheets(make_zip: MakeZip) -> None:
    hidden_column = record(390) + record(60, struct.pack("<IIIIH", 2, 2, 2000, 0, 1)) + record(391)
    merge = record(177, struct.pack("<I", 1)) + record(176, struct.pack("<IIII", 0, 1, 0, 1)) + record(178)
    book = read(
        xlsb(
            make_zip,
            sheet(row(0) + words(0, "甲"), row(3, hidden=True) + words(2, "乙"), columns=hidden_column, merges=merge),
            sheet(row(0) + words(0, "丙")),
            states=(0, 2),
        )
    )

    assert book.sheets[0].merges == (Merge(0, 0, 1, 1),)
    assert (book.sheets[0].hidden_rows, book.sheets[0].hidden_columns) == ({3}, {2})
    assert book.sheets[0].cells[3, 2].notes == (CellNote.HIDDEN_ROW, CellNote.HIDDEN_COLUMN)
    assert [sheet.hidden for sheet in book.sheets] == [HiddenState.VISIBLE, HiddenState.VERY_HIDDEN]


def test_a_far_cell_is_refused_before_memory_is_asked_for(make_zip: MakeZip) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        read(xlsb(make_zip, sheet(row(0) + number(0, 1), row(1_048_575) + number(16_383, 1))))

    assert caught.value.code is FaultCode.FILE_TOO_LARGE
    assert caught.value.facts["cell"] == "XFD1048576"


def test_cut_off_records_are_refused(make_zip: MakeZip) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        read(xlsb(make_zip, b"\x00\x7f\x01"))

    assert caught.value.code is FaultCode.FILE_UNREADABLE
