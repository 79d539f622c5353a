"""One spoiled file through the whole way of an import: a watched reading process, then this process understands and scores."""

import io
import os
import random
import select
import signal
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

import docx
import openpyxl

from db.faults import EnvironmentFault, FaultCode
from desktop.reading import guard
from desktop.reading.answer import AnswerError, answer_lines, fault_line, workbook_from_lines
from desktop.reading.cells import Workbook
from desktop.reading.limits import Limits
from desktop.reading.memory import resident_megabytes
from desktop.reading.reader import read_workbook_here
from desktop.workspace.arrivals import read_tables
from tests.fuzz.mutate import packed, spoiled

FORMS = Path(__file__).parents[1] / "data" / "forms"
SMALL = (
    "formulas-cached.xlsx",
    "error-cells.xlsx",
    "hidden.xlsx",
    "merged-everywhere.xlsx",
    "text-numbers.xlsx",
    "two-tables.xlsx",
    "xls-named-xlsx.xlsx",
    "score-gb18030.csv",
    "score-utf8-bom.csv",
    "html-table.xls",
    "spreadsheetml-2003.xls",
)
LARGE = ("panyu-2021.xlsx", "panyu-2021.xls", "tianhe-2022.xlsx", "tianhe-2022.docx", "guangzhou-2023.xlsx", "huadu-2024.xlsx")
SECONDS: Final = 10  # of processor time for one file in this process; a good one takes a twentieth of a second


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file: read, refused (with the code), ended by the guard, crash or hang."""

    name: str
    data: bytes
    outcome: str
    trouble: str = ""

    @property
    def failed(self) -> bool:
        return self.outcome in ("crash", "hang")


class Hang(BaseException):
    """This process worked too long; not an ``Exception``, so that nothing on the way takes it for its own."""


def good_files(folder: Path) -> Mapping[str, bytes]:
    """The files to spoil: small ones of every kind, a few of the published forms."""
    found = {name: (FORMS / "hostile" / name).read_bytes() for name in SMALL}
    rows = list(openpyxl.load_workbook(FORMS / "hostile" / "error-cells.xlsx").active.iter_rows(values_only=True))
    found["table.docx"] = _docx(rows, folder / "table.docx")
    found["table.ods"] = _ods(rows)
    return found | {name: (FORMS / name).read_bytes() for name in LARGE}


def _docx(rows: list[tuple[object, ...]], path: Path) -> bytes:
    document = docx.Document()
    document.add_paragraph("甲局2021年度部门整体支出绩效自评表")
    table = document.add_table(len(rows), len(rows[0]))
    for row, values in zip(table.rows, rows, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = "" if value is None else str(value)
    document.save(str(path))
    return path.read_bytes()


def _ods(rows: list[tuple[object, ...]]) -> bytes:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    names = "".join(
        f' xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"'
        for each in ("office", "table", "text", "style", "number")
    )
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
            if isinstance(value, int | float)
            else f"<table:table-cell><text:p>{value or ''}</text:p></table:table-cell>"
            for value in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f'<?xml version="1.0"?><office:document-content{names}><office:body><office:spreadsheet><table:table table:name="表">'
        f"{cells}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = b'<?xml version="1.0"?><m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return packed([("mimetype", kind.encode()), ("content.xml", content.encode()), ("META-INF/manifest.xml", manifest)])


class Trial:
    """Runs files by number. The reading process is forked here and not started anew, which is twenty times faster; one file in a
    hundred takes the program's own way."""

    def __init__(self, folder: Path, files: Mapping[str, bytes], seed: int) -> None:
        self.folder = folder
        self.files = files
        self.seed = seed
        self.names = [*(name for name in files if name not in LARGE)] * 6 + list(LARGE)

    def run(self, number: int) -> Result:
        """Make file ``number``, import it, tell what became of it."""
        chance = random.Random(f"{self.seed}-{number}")
        name = chance.choice(self.names)
        data = spoiled(self.files[name], chance)
        path = self.folder / name
        path.write_bytes(data)
        way = _read_forked if number % 100 and hasattr(os, "fork") else guard.read_workbook
        try:
            with _reading_by(way), _at_most(SECONDS):
                read_tables(path, unit="甲局", year=2021)
        except EnvironmentFault as fault:
            ended = fault.facts.get("reason") in ("stopped", "time")
            return Result(name, data, "ended by the guard" if ended else f"refused: {fault.code.value}")
        except Hang as hang:
            return Result(name, data, "hang", _last_lines(hang))
        except Exception as error:  # noqa: BLE001 - the crashes are what is looked for
            return Result(name, data, "crash", _last_lines(error))
        return Result(name, data, "read")


def _last_lines(error: BaseException) -> str:
    lines = "".join(traceback.format_exception(error)).splitlines()
    return " / ".join(line.strip() for line in lines[-7:])


@contextmanager
def _reading_by(way: object) -> Iterator[None]:
    usual = guard.read_workbook
    guard.read_workbook = way  # type: ignore[assignment]
    try:
        yield
    finally:
        guard.read_workbook = usual


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise Hang

    if not hasattr(signal, "SIGPROF"):  # a system without such a clock: a hang is seen by who runs it
        yield
        return
    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _read_forked(path: Path, *, password: str | None = None) -> Workbook:
    """As ``guard.read_workbook``, in a copy of this process."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        _answer(path, into, password)
    os.close(into)
    try:
        answer = _collected(out, child)
    finally:
        os.close(out)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    try:
        return workbook_from_lines(answer.decode("ascii", "replace").splitlines())
    except AnswerError as error:
        raise EnvironmentFault(FaultCode.FILE_UNREADABLE, path=str(path), reason="stopped") from error


def _answer(path: Path, into: int, password: str | None) -> None:
    signal.setitimer(signal.ITIMER_PROF, 0)
    try:
        with open(into, "wb") as answer:
            try:
                lines = list(answer_lines(read_workbook_here(path, password=password)))
            except EnvironmentFault as fault:
                lines = [fault_line(fault)]
            answer.writelines(line.encode("ascii") + b"\n" for line in lines)
    finally:
        os._exit(0)


def _collected(out: int, child: int) -> bytes:
    limits, begun, answer = Limits(), time.monotonic(), io.BytesIO()
    while True:
        if select.select([out], [], [], 0.05)[0]:
            chunk = os.read(out, 1 << 16)
            if not chunk:
                return answer.getvalue()
            answer.write(chunk)
        elif time.monotonic() - begun > limits.seconds or resident_megabytes(child) > limits.megabytes:
            raise EnvironmentFault(FaultCode.FILE_TOO_LARGE, reason="time")
