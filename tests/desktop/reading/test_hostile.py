"""The hostile set, and hostile files of our own: each is read or refused as it should be, in time and in memory."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from db.faults import EnvironmentFault, FaultCode
from desktop.reading import limits
from desktop.reading.guard import read_workbook, read_workbook_here

SET = Path(__file__).parents[2] / "data" / "forms" / "hostile"
EXPECTED: dict[str, dict[str, Any]] = json.loads((SET / "expected.json").read_text(encoding="utf-8"))["files"]
# What the reading alone refuses; everything else of the set is read, and judged by those who understand tables.
REFUSED = {
    "encrypted.xlsx": FaultCode.FILE_ENCRYPTED,
    "truncated.xlsx": FaultCode.FILE_UNREADABLE,
    "zip-bomb.xlsx": FaultCode.FILE_HOSTILE,
    "xxe.xlsx": FaultCode.FILE_HOSTILE,
    "xxe-remote.xlsx": FaultCode.FILE_HOSTILE,
    "entity-expansion.xlsx": FaultCode.FILE_HOSTILE,
    "unsupported.et": FaultCode.FILE_UNSUPPORTED,
    "empty.xlsx": FaultCode.FILE_EMPTY,
    "blank-sheet.xlsx": FaultCode.NOTHING_TO_IMPORT,
}
MakeXlsx = Callable[..., bytes]
MakeZip = Callable[[Mapping[str, str | bytes]], bytes]
WORD_TYPES = (
    '<Types><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)

# In a process of its own: the children of other tests, and what they were forked from, would count.
MOST_MEMORY = """
import resource, sys
from contextlib import suppress
from pathlib import Path
from db.faults import EnvironmentFault
from desktop.reading.guard import read_workbook
for path in sys.argv[1:]:
    with suppress(EnvironmentFault):
        read_workbook(Path(path))
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""

opened: list[str] = []


def remember_opened(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and isinstance(arguments[0], str | bytes | os.PathLike):
        opened.append(os.fsdecode(arguments[0]))


sys.addaudithook(remember_opened)  # for good: Python has no way to take one off


def refusal(path: Path) -> EnvironmentFault:
    with pytest.raises(EnvironmentFault) as caught:
        read_workbook(path)
    return caught.value


def test_the_set_is_complete() -> None:
    files = {path.name for path in SET.iterdir()} - {"expected.json", "xxe-canary.txt"}

    assert files == set(EXPECTED)
    assert {name for name, outcome in EXPECTED.items() if outcome["outcome"] == "refuse"} <= set(REFUSED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_file_is_read_or_refused_as_it_should_be(name: str) -> None:
    path = SET / name
    before = path.read_bytes(), path.stat().st_mtime_ns
    start = time.monotonic()
    if name in REFUSED:
        fault = refusal(path)
        assert fault.code is REFUSED[name]
        assert set(fault.facts) <= {"path", "reason", "limit", "kind", "option"}
    else:
        texts = {cell.text for sheet in read_workbook(path).sheets for cell in sheet.cells.values()}
        for row in EXPECTED[name]["rows"]:
            assert any(row["level3"] in text for text in texts)
            if row.get("evidence"):
                assert any(row["evidence"] in text for text in texts)
    assert time.monotonic() - start < 10
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


@pytest.mark.parametrize("name", ["xxe.xlsx", "xxe-remote.xlsx", "entity-expansion.xlsx", "html-table.xls"])
def test_no_file_beside_the_one_is_opened(name: str) -> None:
    opened.clear()
    try:
        texts = str(read_workbook_here(SET / name))
    except EnvironmentFault as fault:
        texts = str(fault.facts)

    assert [path for path in opened if path.startswith(str(SET))] == [str(SET / name)]
    assert "CANARY" not in texts


def test_the_canary_is_seen_nowhere() -> None:
    canary = EXPECTED["xxe.xlsx"]["canary"]
    assert canary in (SET / "xxe-canary.txt").read_text(encoding="utf-8")

    assert canary not in str(refusal(SET / "xxe.xlsx").facts)


def test_a_text_with_an_entity_of_its_own_never_comes_out(make_xlsx: MakeXlsx, tmp_path: Path) -> None:
    (tmp_path / "canary.txt").write_text("CANARY", encoding="utf-8")
    workbook = '<!DOCTYPE w [<!ENTITY e SYSTEM "canary.txt">]><workbook><sheets><sheet name="&e;"/></sheets></workbook>'
    (tmp_path / "x.xlsx").write_bytes(make_xlsx("", workbook=workbook))

    assert refusal(tmp_path / "x.xlsx").code is FaultCode.FILE_HOSTILE


def written(folder: Path, data: bytes, name: str = "x.xlsx") -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def test_one_far_cell_is_refused(make_xlsx: MakeXlsx, tmp_path: Path) -> None:
    far = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    fault = refusal(written(tmp_path, make_xlsx(far)))

    assert (fault.code, fault.facts["cell"]) == (FaultCode.FILE_TOO_LARGE, "XFD1048576")


@pytest.mark.parametrize("reference", ["A99999999999999999999", "ZZZZZZZZZZZZ1", "1", "A", "甲1", "A-1"])
def test_impossible_places_are_refused(make_xlsx: MakeXlsx, tmp_path: Path, reference: str) -> None:
    sheet = f'<sheetData><row r="1"><c r="{reference}"><v>1</v></c></row></sheetData>'

    assert refusal(written(tmp_path, make_xlsx(sheet))).code in {FaultCode.FILE_TOO_LARGE, FaultCode.FILE_UNREADABLE}


def test_ten_thousand_sheets_are_refused(make_xlsx: MakeXlsx, tmp_path: Path) -> None:
    assert refusal(written(tmp_path, make_xlsx(*[""] * 10_000))).code is FaultCode.FILE_TOO_LARGE


def test_one_part_listed_ten_thousand_times_is_refused(make_xlsx: MakeXlsx, tmp_path: Path) -> None:
    listed = "".join(f'<sheet name="{at}" sheetId="{at}" r:id="s1"/>' for at in range(10_000))
    data = make_xlsx(
        "<sheetData><row><c><v>1</v></c></row></sheetData>", workbook=f"<workbook><sheets>{listed}</sheets></workbook>"
    )

    assert refusal(written(tmp_path, data)).code is FaultCode.FILE_TOO_LARGE


def test_a_million_merges_are_refused(make_xlsx: MakeXlsx, tmp_path: Path) -> None:
    merges = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, 1_000_000))
    sheet = f"<sheetData><row><c><v>1</v></c></row></sheetData><mergeCells>{merges}</mergeCells>"

    assert refusal(written(tmp_path, make_xlsx(sheet))).code is FaultCode.FILE_TOO_LARGE


def test_an_endless_list_of_styles_is_refused(make_xlsx: MakeXlsx, tmp_path: Path) -> None:
    styles = "<styleSheet><cellXfs>" + '<xf numFmtId="0"/>' * 200_000 + "</cellXfs></styleSheet>"

    assert refusal(written(tmp_path, make_xlsx("", styles=styles))).code is FaultCode.FILE_TOO_LARGE


def test_a_million_strings_that_nobody_uses_are_refused(make_xlsx: MakeXlsx, tmp_path: Path) -> None:
    strings = f"<sst>{'<si><t>甲</t></si>' * 1_100_000}</sst>"

    assert refusal(written(tmp_path, make_xlsx("", strings=strings))).code in {FaultCode.FILE_TOO_LARGE, FaultCode.FILE_HOSTILE}


def test_a_word_file_that_unpacks_without_end_is_refused(tmp_path: Path, make_zip: MakeZip) -> None:
    data = make_zip({"[Content_Types].xml": WORD_TYPES, "word/document.xml": b"<w:p/>" * 20_000_000})

    assert refusal(written(tmp_path, data, "x.docx")).code is FaultCode.FILE_HOSTILE


def test_a_table_of_bottomless_tables_ends_in_a_refusal(tmp_path: Path, make_zip: MakeZip) -> None:
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    relations = '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></Relationships>'
    nested = "<w:tbl><w:tr><w:tc>" * 3000 + "</w:tc></w:tr></w:tbl>" * 3000
    document = f"<w:document {names}><w:body>{nested}</w:body></w:document>"
    data = make_zip({"[Content_Types].xml": WORD_TYPES, "_rels/.rels": relations, "word/document.xml": document})

    assert refusal(written(tmp_path, data, "x.docx")).code in {FaultCode.FILE_UNREADABLE, FaultCode.FILE_HOSTILE}


def test_one_line_of_two_hundred_megabytes_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.csv"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("it is read"))
    fault = refusal(path)

    assert (fault.code, fault.facts["limit"]) == (FaultCode.FILE_TOO_LARGE, str(limits.FILE_BYTES // limits.MEGABYTE))


def test_one_line_just_small_enough_to_be_opened_is_refused(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, b"x" * 60_000_000, "x.csv")).code is FaultCode.FILE_TOO_LARGE


def test_more_cells_than_a_form_can_have_are_refused(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, b"1,2,3,4,5,6,7,8,9,10,11\n" * 60_000, "x.csv")).code is FaultCode.FILE_TOO_LARGE


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    fault = refusal(tmp_path)

    assert (fault.code, fault.facts["kind"]) == (FaultCode.FILE_UNSUPPORTED, "folder")


def test_no_file_is_missing(tmp_path: Path) -> None:
    assert refusal(tmp_path / "x.xlsx").code is FaultCode.FILE_MISSING
    assert refusal(written(tmp_path, b"x") / "y.xlsx").code is FaultCode.FILE_MISSING


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, b"x,y\n", "x.csv")

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(EnvironmentFault) as caught:
        read_workbook_here(path)

    expected = FaultCode.FILE_IN_USE if sys.platform == "win32" else FaultCode.FILE_UNREADABLE
    assert (caught.value.code, caught.value.facts["path"]) == (expected, str(path))


@pytest.mark.parametrize("name", ["panyu-2021.xlsx", "panyu-2021.xls", "panyu-2021.docx", "hostile/spreadsheetml-2003.xls"])
def test_damaged_bytes_end_in_cells_or_in_a_fault(forms: Path, tmp_path: Path, name: str) -> None:
    good = (forms / name).read_bytes()
    for step in range(1, 60):
        data = bytearray(good)
        for at in range(step * 7, len(data), len(data) // 5 + step):
            data[at] ^= 1 << step % 8
        if step % 10 == 0:
            data = data[: len(data) * step // 60]
        path = written(tmp_path, bytes(data), Path(name).name)
        told: dict[str, str] = {"path": str(path)}
        try:
            read_workbook_here(path)
        except EnvironmentFault as fault:
            told = fault.facts
        assert told["path"] == str(path)


if sys.platform != "win32":  # which keeps no peak of children, gives clerks no links and has no pipes in folders

    def test_no_reading_of_the_set_took_a_gigabyte() -> None:
        measured = [sys.executable, "-c", MOST_MEMORY, *(str(SET / name) for name in EXPECTED)]
        kilobytes = subprocess.run(measured, capture_output=True, text=True, check=True).stdout
        assert 0 < int(kilobytes) < 1024 * 1024

    def test_links_are_followed_to_a_file_and_no_further(tmp_path: Path) -> None:
        (tmp_path / "good.xlsx").symlink_to(SET / "headers-missing.xlsx")
        (tmp_path / "dangling.xlsx").symlink_to(tmp_path / "nowhere")
        (tmp_path / "ring.xlsx").symlink_to(tmp_path / "ring.xlsx")

        assert read_workbook(tmp_path / "good.xlsx").name == "good.xlsx"
        assert refusal(tmp_path / "dangling.xlsx").code is FaultCode.FILE_MISSING
        assert refusal(tmp_path / "ring.xlsx").code is FaultCode.FILE_UNREADABLE

    def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "x.xlsx")
        fault = refusal(tmp_path / "x.xlsx")

        assert (fault.code, fault.facts["kind"]) == (FaultCode.FILE_UNSUPPORTED, "device")
