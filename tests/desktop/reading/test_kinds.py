"""A file is what its content says."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from db.faults import EnvironmentFault, FaultCode
from desktop.reading.cells import FileKind
from desktop.reading.kinds import kind_of
from desktop.reading.reader import read_workbook_here

MakeZip = Callable[[Mapping[str, str | bytes]], bytes]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("panyu-2021.xlsx", FileKind.XLSX),
        ("panyu-2021.xls", FileKind.XLS),
        ("panyu-2021.docx", FileKind.DOCX),
        ("hostile/encrypted.xlsx", FileKind.ENCRYPTED),
        ("hostile/score-gb18030.csv", FileKind.DELIMITED),
        ("hostile/html-table.xls", FileKind.HTML),
        ("hostile/spreadsheetml-2003.xls", FileKind.SPREADSHEETML),
        ("hostile/unsupported.et", FileKind.ET),
    ],
)
def test_the_forms_are_told_apart_under_any_name(forms: Path, name: str, kind: FileKind) -> None:
    data = (forms / name).read_bytes()

    assert kind_of(data, name) is kind
    if kind is not FileKind.ET:
        assert kind_of(data, "文件.dat") is kind


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", FileKind.PDF),
        (b"{\\rtf1\\ansi", FileKind.RTF),
        (b"\x89PNG\r\n\x1a\n", FileKind.PICTURE),
        (b"\xff\xd8\xff\xe0", FileKind.PICTURE),
        (b"Rar!\x1a\x07", FileKind.ARCHIVE),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", FileKind.MHTML),
        (b"\x00\x01\x02\x03" * 100, FileKind.UNKNOWN),
        (b"<?xml version='1.0'?><note/>", FileKind.UNKNOWN),
        ("指标,分值\n".encode(), FileKind.DELIMITED),
        ("指标\t分值\n".encode("utf-16"), FileKind.DELIMITED),
        ("\ufeff<html><table>".encode("utf-16"), FileKind.HTML),
        (b"<5%,6\n", FileKind.DELIMITED),
    ],
)
def test_what_is_not_a_package_is_told_by_its_first_bytes(data: bytes, kind: FileKind) -> None:
    assert kind_of(data, "x.xlsx") is kind


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"a.txt": "x"}, FileKind.ARCHIVE),
        ({"OFD.xml": "<a/>"}, FileKind.OFD),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}, FileKind.ODS),
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}, FileKind.ODT),
    ],
)
def test_packages_are_told_by_their_parts(make_zip: MakeZip, parts: dict[str, str | bytes], kind: FileKind) -> None:
    assert kind_of(make_zip(parts), "x.xlsx") is kind


def test_a_text_with_a_damaged_byte_is_damaged_and_not_of_another_kind(forms: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes((forms / "hostile" / "score-utf8-bom.csv").read_bytes().replace("指".encode(), b"\xe6\xff", 1))

    with pytest.raises(EnvironmentFault) as caught:
        read_workbook_here(path)

    assert caught.value.code is FaultCode.FILE_UNREADABLE


def test_no_bytes_are_an_empty_file() -> None:
    with pytest.raises(EnvironmentFault) as caught:
        kind_of(b"", "x.xlsx")

    assert caught.value.code is FaultCode.FILE_EMPTY


@pytest.mark.parametrize(("name", "kind"), [("x.pdf", "pdf"), ("x.xlsx", "pdf")])
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str, kind: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"%PDF-1.4 ...")

    with pytest.raises(EnvironmentFault) as caught:
        read_workbook_here(path)

    assert caught.value.code is FaultCode.FILE_UNSUPPORTED
    assert caught.value.facts == {"path": str(path), "kind": kind}


@pytest.mark.parametrize(
    ("name", "code", "kind"),
    [
        ("x.et", FaultCode.FILE_UNSUPPORTED, "et"),
        ("x.wps", FaultCode.FILE_UNSUPPORTED, "wps"),
        ("x.bin", FaultCode.FILE_UNSUPPORTED, "ole"),
        ("x.xls", FaultCode.FILE_UNREADABLE, None),
    ],
)
def test_a_container_that_cannot_be_opened_is_named_by_its_extension(
    forms: Path, tmp_path: Path, name: str, code: FaultCode, kind: str | None
) -> None:
    path = tmp_path / name
    path.write_bytes((forms / "hostile" / "unsupported.et").read_bytes())

    with pytest.raises(EnvironmentFault) as caught:
        read_workbook_here(path)

    assert (caught.value.code, caught.value.facts.get("kind")) == (code, kind)
