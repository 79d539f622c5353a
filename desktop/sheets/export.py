"""One door for every file out: the ending picks the writer, the kind what is written. Window and command line both come here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from db.faults import EnvironmentFault, FaultCode
from desktop.forms.form import FormLayout
from desktop.kit.illustration import Illustration
from desktop.kit.wording import EXPORT_KINDS
from desktop.kit.wording_findings import SEVERITIES, finding_text, message_text, place_text
from desktop.kit.wording_steps import step_text
from desktop.sheets.excel_write import Audit, filled_later
from desktop.workspace.library import form_of
from scoring.compare import Comparison
from scoring.finding import Finding, Place, Severity
from scoring.rulebook import figure_names
from scoring.score import score_table
from scoring.scored import ScoredTable
from scoring.table import Record, RecordKind, with_records

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

    from desktop.sheets.paper import Printed
    from desktop.workspace.since import Since

Progress: TypeAlias = Callable[[int, int], object]
_GRAVITY = tuple(Severity)
_PDF_CONTENTS = {"audit": ("form", "scores", "findings"), "report": ("report",), "explanation": ("explanation",)}


@dataclass(frozen=True, slots=True)
class Compared:
    """Years side by side; notes by the position of the table and the id of the row."""

    comparison: Comparison
    notes: Mapping[tuple[int, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be written.

    Attributes:
        findings: of the table; told by the kind ``audit``.
        form: in which layout.
        kind: ``sheet``, ``report``, ``explanation``, ``audit`` or ``blank``.
        extra: working fields shown right of the form's columns, where the file has room for them.
        chart: a picture for the workbook and the report.
        comparison: years side by side for more sheets of the workbook, with what was noted at its rows.
        check_code: of the state of the table, for the foot of printed pages.
        progress: told what is done and what there is in all.
    """

    scored: ScoredTable
    form: FormLayout
    findings: tuple[Finding, ...] = ()
    kind: str = "sheet"
    extra: tuple[str, ...] = ()
    chart: Illustration | None = None
    comparison: Compared | None = None
    check_code: str = ""
    progress: Progress | None = None


def write_file(
    path: Path,
    scored: ScoredTable,
    findings: Iterable[Finding] = (),
    *,
    kind: str | None = None,
    form: FormLayout | None = None,
    extra: tuple[str, ...] = (),
    chart: Illustration | None = None,
    comparison: Compared | None = None,
    check_code: str = "",
    progress: Progress | None = None,
) -> Path:
    """Write the table and return where it lies. For .pdf a QGuiApplication must be there.

    Args:
        path: its ending names the format; an existing file is replaced, or left as it was when something is in the way.
        scored: what is written.
        findings: as ``Order``.
        kind: as ``Order``; ``None`` takes what is usual for the ending.
        form: the layout; ``None`` takes the table's own.
        extra: as ``Order``.
        chart: as ``Order``.
        comparison: as ``Order``.
        check_code: as ``Order``.
        progress: as ``Order``.

    Raises:
        EnvironmentFault: FORMAT_UNKNOWN, no writer for this ending or for this kind in it; and those of
            ``desktop.kit.safefile.replace_file``.
    """
    writers = _WRITERS.get(path.suffix.lower())
    if writers is None:
        raise EnvironmentFault(FaultCode.FORMAT_UNKNOWN, path=path.name or str(path), known="、".join(_WRITERS))
    chosen = kind or next(iter(writers))
    if chosen not in writers:
        known = "、".join(ending for ending, kinds in _WRITERS.items() if chosen in kinds)
        raise EnvironmentFault(FaultCode.FORMAT_UNKNOWN, path=path.name or str(path), kind=EXPORT_KINDS[chosen], known=known)
    order = Order(scored, form or form_of(scored.table), tuple(findings), chosen, extra, chart, comparison, check_code, progress)
    writers[chosen](path, order)
    return path


def audit_of(scored: ScoredTable, findings: Iterable[Finding]) -> Audit:
    """How every score came about and what was found, in words; the gravest findings first."""
    names = figure_names(scored.rulebook)
    return Audit(
        {row.node.id: tuple(step_text(each, names) for each in row.steps) for row in scored.rows.values() if row.steps},
        tuple(
            (SEVERITIES[each.severity], each.code, place_text(each.place, scored), message_text(each))
            for each in _by_gravity(findings)
        ),
    )


def _by_gravity(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda each: _GRAVITY.index(each.severity))


def printed_of(
    scored: ScoredTable,
    findings: Iterable[Finding],
    *,
    check_code: str,
    selected: Iterable[str] = (),
    chart: Illustration | None = None,
    since: "Since | None" = None,
) -> "Printed":
    """What is printed beside the form today: code, findings, steps and changes, and the rows that may be asked for alone."""
    from desktop.sheets.paper import Printed
    from desktop.sheets.row_choice import Marked

    found = tuple(findings)
    flagged = frozenset(each.place.id for each in found if each.place.kind is RecordKind.NODE)
    return Printed(
        check_code=check_code,
        printed_on=datetime.now().astimezone().date(),
        findings=sentences(found, scored),
        steps=audit_of(scored, ()).steps,
        chart=chart,
        marked=Marked(flagged, frozenset(selected)),
        since=since,
    )


def sentences(findings: Iterable[Finding], scored: ScoredTable) -> tuple[str, ...]:
    """What was found, a sentence each, the gravest first."""
    return tuple(finding_text(each, scored) for each in _by_gravity(findings))


def emptied(scored: ScoredTable) -> ScoredTable:
    """The table as it is handed out at the beginning of the year: what is known only after it is empty."""
    table = scored.table
    for kind in RecordKind:
        if kind is RecordKind.HEADING:
            continue
        table = with_records(table, kind, tuple(_emptied(kind, each) for each in getattr(table, kind.value)))
    heading = replace(table.heading, published_points_text="", published_score_text="", published_grade_text="")
    return score_table(replace(table, heading=heading, attachments=()), scored.rulebook)


def _emptied(kind: RecordKind, record: Record) -> Record:
    texts = {name: "" for name in _text_fields(record) if filled_later(Place(kind, record.id, name))}
    return replace(record, **texts) if texts else record  # type: ignore[arg-type]  # fields of text alone are named


def _text_fields(record: Record) -> Iterable[str]:
    return (name for name in type(record).__slots__ if name.endswith("text"))


def _excel(path: Path, order: Order) -> None:
    from desktop.sheets.excel_write import write_excel

    audit = audit_of(order.scored, order.findings) if order.kind == "audit" else None
    write_excel(
        path,
        order.scored,
        order.form,
        kind=order.kind,
        extra=order.extra,
        audit=audit,
        chart=None if order.chart is None else order.chart.png,
        progress=order.progress,
        beside=None if order.comparison is None else _comparison_sheets(order.comparison),
    )


def _comparison_sheets(compared: Compared) -> "Callable[[Workbook], None]":
    from desktop.sheets.compare_excel import add_comparison

    return lambda book: add_comparison(book, compared.comparison, compared.notes)


def _csv(path: Path, order: Order) -> None:
    from desktop.sheets.csv_write import write_csv

    write_csv(path, order.scored, order.form, extra=order.extra)


def _word(path: Path, order: Order) -> None:
    from desktop.sheets.word_write import write_word

    scored, kind = (emptied(order.scored), "sheet") if order.kind == "blank" else (order.scored, order.kind)
    write_word(path, scored, order.form, kind=kind, extra=order.extra, chart=order.chart)


def _pdf(path: Path, order: Order) -> None:
    from desktop.sheets.setup import SheetKind, usual_setup
    from desktop.sheets.write_pdf import write_pdf

    options = usual_setup(order.form)
    if order.kind == "blank":
        options = replace(options, draft=False)
    if order.kind in _PDF_CONTENTS:
        options = replace(options, contents=tuple(map(SheetKind, _PDF_CONTENTS[order.kind])))
    progress = order.progress

    def goes_on(done: int, total: int) -> bool:
        if progress is not None:
            progress(done, total)
        return True

    write_pdf(
        path,
        emptied(order.scored) if order.kind == "blank" else order.scored,
        order.form,
        options=options,
        printed=printed_of(order.scored, order.findings, check_code=order.check_code, chart=order.chart),
        progress=goes_on,
    )


# By ending, then by kind; the first kind of an ending is the usual one.
_WRITERS: Mapping[str, Mapping[str, Callable[[Path, Order], None]]] = {
    ".xlsx": {"sheet": _excel, "audit": _excel, "blank": _excel},
    ".pdf": {"sheet": _pdf, "report": _pdf, "explanation": _pdf, "audit": _pdf, "blank": _pdf},
    ".docx": {"report": _word, "explanation": _word, "sheet": _word, "blank": _word},
    ".csv": {"sheet": _csv},
}
