"""汇总: the tables of subordinate units collected from files and books, and rolled up to the unit above. No Qt."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from db.edits import last_written
from db.faults import EnvironmentFault, FaultCode
from db.foreign import is_book, read_foreign
from db.lock import user_name
from desktop.reading.merge import with_ids_of
from desktop.workspace.arrivals import read_tables
from desktop.workspace.evidence import carry_evidence
from desktop.workspace.library import rulebook_of
from desktop.workspace.packing import is_package, open_package
from desktop.workspace.rolled import BY_PROGRAM, in_place_of
from scoring.diff import diff
from scoring.edit import Op
from scoring.finding import Finding, Place
from scoring.rollup import RolledUp, Source, roll_up
from scoring.rollup_weight import most_common
from scoring.table import Attachment, Heading, RecordKind, TableKey, YearTable, paths

if TYPE_CHECKING:
    from db.store import Store

Report: TypeAlias = Callable[[int, int], None]
AT_ONCE = min(4, os.cpu_count() or 1)

__all__ = ["Collected", "RolledUp", "Source", "children", "collect", "collect_and_roll_up", "rolled_up"]


@dataclass(frozen=True, slots=True)
class Collected:
    """A unit's table with the file it came from; evidence comes with a book or a package."""

    table: YearTable
    path: Path
    book: bool = False
    package: bool = False


def collect(
    paths_given: Sequence[Path],
    parent: str,
    year: int,
    subject: str | None = None,
    report: Report = lambda *_: None,
) -> tuple[Collected, ...]:
    """The tables of one year from files and books; nothing is stored, and no book is opened for more than reading.

    ``report`` is told how many files of how many are read.

    Raises:
        EnvironmentFault: what is wrong with a file or book; YEAR_UNKNOWN, a file speaks of other years; UNIT_IS_PARENT;
            UNIT_TWICE, two files speak differently of one unit.
    """
    found: dict[TableKey, Collected] = {}
    with ThreadPoolExecutor(AT_ONCE) as pool:  # each file is read in a process of its own: this waits for several at once
        readings = [pool.submit(_read, path, year) for path in paths_given]
        try:
            for number, reading in enumerate(readings):
                report(number, len(readings))
                for each in _of_year(reading.result(), parent, year, subject):
                    _expect_alike(found.setdefault(each.table.key, each), each)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return tuple(found[key] for key in sorted(found))


def _expect_alike(one: Collected, other: Collected) -> None:
    """Raises UNIT_TWICE where two files speak differently of one unit."""
    if one.table != other.table:
        key = other.table.key
        facts = {"unit": key.unit, "year": str(key.year), "path": other.path.name, "other": one.path.name}
        raise EnvironmentFault(FaultCode.UNIT_TWICE, **facts)


def _read(path: Path, year: int) -> list[Collected]:
    if is_book(path):
        return [Collected(each, path, book=True) for each in read_foreign(path).tables]
    if is_package(path):
        with open_package(path) as (_, table):
            return [Collected(table, path, package=True)]
    try:
        tables = read_tables(path)
    except EnvironmentFault as fault:
        if fault.code is not FaultCode.DECISION_NEEDED or fault.facts.get("option") != "--year":
            raise _without_unit(fault) from fault
        try:
            tables = read_tables(path, year=year)
        except EnvironmentFault as other:
            raise _without_unit(other) from other
    return [Collected(each.understood.table, path) for each in tables]


def _without_unit(fault: EnvironmentFault) -> EnvironmentFault:
    """A file that names no unit is brought in by itself first: here the option names the unit above."""
    if fault.code is FaultCode.DECISION_NEEDED and fault.facts.get("option") == "--unit":
        return EnvironmentFault(fault.code, **(fault.facts | {"option": "ziping import --unit"}))
    return fault


def _of_year(found: Sequence[Collected], parent: str, year: int, subject: str | None) -> list[Collected]:
    """The tables that are wanted; of a book those that belong to other units, years or subjects are left where they are."""
    wanted = [each for each in found if each.table.key.year == year]
    if not wanted and found:
        key = found[0].table.key
        known = "、".join(str(each) for each in sorted({each.table.key.year for each in found}))
        raise EnvironmentFault(FaultCode.YEAR_UNKNOWN, unit=key.unit, year=str(year), known=known)
    chosen = [each for each in wanted if each.table.key.subject == _subject(wanted, subject)]
    own = [each for each in chosen if each.table.key.unit == parent]
    if own and len(own) == len(chosen):
        raise EnvironmentFault(FaultCode.UNIT_IS_PARENT, unit=parent, path=own[0].path.name)
    return [each for each in chosen if each.table.key.unit != parent]


def _subject(found: Sequence[Collected], subject: str | None) -> str:
    """The subject asked for, else the department as a whole, else the only subject there is."""
    subjects = {each.table.key.subject for each in found}
    if subject is not None or "" in subjects or len(subjects) != 1:
        return subject or ""
    return next(iter(subjects))


def children(store: "Store", parent: str) -> tuple[str, ...]:
    """The units right below one, in the order in which they were added."""
    return tuple(each.name for each in store.units() if each.parent == parent)


def collect_and_roll_up(
    store: "Store",
    parent: str,
    year: int,
    collected: Iterable[Collected] = (),
    *,
    subject: str | None = None,
    over: bool = False,
    report: Report = lambda *_: None,
) -> RolledUp:
    """Stores the collected tables under their units, below the parent, and the parent's table made of all: one step, or none.

    A collected table takes the place of the one the book has. A copy of the book is made first where something is replaced. What
    the clerk typed into the parent's table stays (:mod:`desktop.workspace.rolled`), with ``over`` only beside the units' figures.

    ``report`` is told how far the work has come, in steps of no fixed size; what it raises ends the work, and nothing is stored.

    Raises:
        EnvironmentFault: UNIT_UNKNOWN, YEAR_UNKNOWN, there is nothing to roll up; UNIT_ELSEWHERE; TABLE_SEALED; those of
            the store.
    """
    taken = tuple(collected)
    subject = taken[0].table.key.subject if subject is None and taken else subject or ""
    above = {each.name: each.parent for each in store.units()}
    for each in taken:
        unit = each.table.key.unit
        if above.get(unit, "") not in ("", parent):
            raise EnvironmentFault(FaultCode.UNIT_ELSEWHERE, unit=unit, parent=above[unit])
    known = set(store.keys())
    pairs: list[tuple[YearTable | None, YearTable]] = []
    steps = 4 * len(taken) + 2
    for number, each in enumerate(taken):
        report(number, steps)
        before = store.load(each.table.key) if each.table.key in known else None
        pairs.append((before, each.table if before is None else _in_place_of(before, each)))
    key = TableKey(parent, year, subject)
    present = store.load(key) if key in known else None
    found = _rolled(store, key, present, [after for _, after in pairs], over=over)
    pairs.append((present, found.table))
    report(len(taken), steps)
    if any(one is not None and diff(one, other) for one, other in pairs):
        store.back_up()
    for number, each in enumerate(taken, start=2 * len(taken)):
        report(number, steps)
        _bring_evidence(store.path, each)

    def told() -> Iterator[tuple[YearTable | None, YearTable]]:
        for number, pair in enumerate(pairs, start=3 * len(taken)):
            report(number, steps)
            yield pair

    names = "、".join(dict.fromkeys(each.path.name for each in taken))
    store.put_all(told(), operation=Op.ROLL_UP.value, user=user_name(), new=names or parent, parent=parent)
    return found


def gathered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Units that are told the same of one cell in one finding; of different words those of the first."""
    found: dict[tuple[str, Place, str], Finding] = {}
    for each in findings:
        alike = each.facts.get("what", "") if each.code == "U03" else str(len(found))
        known = found.setdefault((each.code, each.place, alike), each)
        if known is not each:
            facts = {**known.facts, "unit": f"{known.facts['unit']}、{each.facts['unit']}"}
            found[each.code, each.place, alike] = replace(known, facts=facts)
    return tuple(found.values())


def take_in(store: "Store", collected: Collected, source: str) -> None:
    """One collected table in the place of the one the book has, or as a new one, with its evidence; a copy is made before.

    Raises:
        EnvironmentFault: TABLE_SEALED; those of the store.
    """
    known = store.keys()
    before = store.load(collected.table.key) if collected.table.key in known else None
    after = collected.table if before is None else _in_place_of(before, collected)
    if before is not None:
        store.back_up()
    _bring_evidence(store.path, collected)
    store.put_all([(before, after)], operation=Op.IMPORT.value, user=user_name(), new=source)


def _in_place_of(before: YearTable, collected: Collected) -> YearTable:
    """A collected table on the ids of the one the book has; a book brings its own evidence, another file says nothing of it."""
    after = with_ids_of(before, collected.table)
    if not (collected.book or collected.package):
        return after
    ids = {one.id: other.id for one, other in zip(collected.table.nodes, after.nodes, strict=True)}
    known = {(each.node_id, each.content_hash, each.file_name): each for each in before.attachments}
    found: list[Attachment] = []
    number = after.next_number
    for each in collected.table.attachments:
        node_id = ids.get(each.node_id, "")
        kept = known.get((node_id, each.content_hash, each.file_name))
        if kept is None:
            kept = replace(each, id=str(number), node_id=node_id)
            number += 1
        found.append(kept)
    return replace(after, attachments=tuple(found), next_number=number)


def rolled_up(store: "Store", key: TableKey) -> RolledUp:
    """What the units' tables in the book make together, on the ids of the parent's table: where each of its figures comes from.

    Raises:
        EnvironmentFault: UNIT_UNKNOWN, YEAR_UNKNOWN.
    """
    known = store.keys()
    return _rolled(store, key, store.load(key) if key in known else None, ())


def _rolled(
    store: "Store", key: TableKey, present: YearTable | None, fresh: Sequence[YearTable], *, over: bool = False
) -> RolledUp:
    known = store.keys()
    below = children(store, key.unit)
    replaced = {each.key for each in fresh}
    stored = [replace(key, unit=name) for name in below]
    tables = [*fresh, *(store.load(each) for each in stored if each in known and each not in replaced)]
    if not tables:
        if key.unit not in {each.name for each in store.units()}:
            raise EnvironmentFault(FaultCode.UNIT_UNKNOWN, unit=key.unit, known="、".join(each.name for each in store.units()))
        years = "、".join(map(str, sorted({each.year for each in known if each.unit in below})))
        raise EnvironmentFault(FaultCode.YEAR_UNKNOWN, unit=key.unit, year=str(key.year), known=years, below="yes")
    form = present.heading.form if present is not None else most_common(each.heading.form for each in tables)
    named = present.heading.rulebook if present is not None else most_common(each.heading.rulebook for each in tables)
    rulebook = rulebook_of(YearTable(key, Heading(form=form, rulebook=named)))
    found = roll_up(key, tables, rulebook, form=form, expected=[*below, *(each.key.unit for each in fresh)])
    found = replace(found, findings=gathered(found.findings))
    if present is None:
        return found
    return in_place_of(present, found, last_written(store.history(key), BY_PROGRAM), over=over)


def _bring_evidence(book: Path, collected: Collected) -> None:
    """The files of a collected table's rows, each proven by its hash; one that is not there becomes a finding of the table."""
    if collected.package:
        with open_package(collected.path) as (unpacked, table):
            _bring_evidence(book, Collected(table, unpacked, book=True))
    if collected.book:
        carry_evidence(collected.table, collected.path, book)


def overtaken(present: YearTable, found: RolledUp) -> tuple[str, ...]:
    """Names of rows whose figures are no longer what the units' tables make; what was left to the clerk does not count."""
    names: list[str] = []
    for kind, facts in _FIGURES.items():
        there: dict[str, Any] = {each.id: each for each in getattr(present, kind.value)}
        for record in getattr(found.table, kind.value):
            texts = [(getattr(record, name), getattr(there.get(record.id), name, "")) for name in facts]
            if any(new and new != old for new, old in texts):
                names.append(getattr(record, "name", "") or getattr(record, "label", ""))
    return tuple(names)


_FIGURES = {
    RecordKind.NODE: ("target_text", "actual_text"),
    RecordKind.FUND: ("initial_budget_text", "adjusted_budget_text", "executed_text"),
    RecordKind.BASE_FACT: ("value_text",),
}
Line: TypeAlias = tuple[Source, tuple[str, ...], tuple[str, ...]]
_Named: TypeAlias = tuple[dict[tuple[RecordKind, str], tuple[str, ...]], dict[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Trail:
    """What the units make, and for every record of the parent's table its sources.

    Attributes:
        lines: by the id of the record, each source with the path of the unit's row and the names of its evidence.
    """

    found: RolledUp
    lines: Mapping[str, tuple[Line, ...]]


def trail(store: "Store", key: TableKey, report: Report = lambda *_: None) -> Trail:
    """Where each figure of a rolled-up table comes from; every unit's table is read once.

    Raises:
        EnvironmentFault: UNIT_UNKNOWN, YEAR_UNKNOWN.
    """
    found = rolled_up(store, key)
    units = sorted({source.unit for sources in found.trail.values() for source in sources})
    known: dict[str, _Named] = {}
    for number, unit in enumerate(units):
        report(number, len(units))
        known[unit] = _named(store.load(replace(key, unit=unit)))
    lines: dict[str, tuple[Line, ...]] = {}
    for id_, sources in found.trail.items():
        named = [(each, *known[each.unit]) for each in sources]
        lines[id_] = tuple((each, places.get((each.kind, each.id), ()), files.get(each.id, ())) for each, places, files in named)
    return Trail(found, lines)


def _named(table: YearTable) -> _Named:
    """The path of every record of a unit, and the names of the evidence of every row."""
    named: dict[tuple[RecordKind, str], tuple[str, ...]] = {(RecordKind.NODE, id_): path for id_, path in paths(table).items()}
    named |= {(RecordKind.FUND, each.id): (each.group, each.label) for each in table.funds}
    named |= {(RecordKind.BASE_FACT, each.id): (each.group, each.label) for each in table.base_facts}
    files: dict[str, tuple[str, ...]] = {}
    for each in table.attachments:
        files[each.node_id] = (*files.get(each.node_id, ()), each.file_name)
    return named, files


def take_in_package(store: "Store", path: Path, *, replace_existing: bool = False) -> TableKey:
    """The table of a package into the book, with its evidence; its key.

    Raises:
        EnvironmentFault: those of :func:`open_package`; TABLE_EXISTS, TABLE_SEALED.
    """
    with open_package(path) as (book, table):
        known = store.keys()
        if table.key in known and not replace_existing:
            facts = {"unit": table.key.unit, "year": str(table.key.year), "option": "--replace"}
            raise EnvironmentFault(FaultCode.TABLE_EXISTS, **facts)
        take_in(store, Collected(table, book, book=True), path.name)
    return table.key
