"""What is done to a book without a window: open, import, start a year or a table. The window calls the same. No Qt."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from db import lock
from db.engine import faults_named
from db.faults import EnvironmentFault, FaultCode
from db.store import Store
from desktop.forms.outline import outline
from desktop.kit.paths import working_folder
from desktop.workspace.judging import findings_of
from desktop.workspace.library import forms, rulebook_of, rulebooks, scored_table
from scoring.checks import check_again
from scoring.edit import Op, start_year_from
from scoring.finding import Finding
from scoring.rulebook import rulebook_for
from scoring.scored import ScoredTable
from scoring.table import Heading, TableKey, YearTable

user_name = lock.user_name  # who the log names is who the lock names


def open_book(path: Path, *, create: bool = False, read_only: bool = False, over: EnvironmentFault | None = None) -> Store:
    """The book at ``path``; with ``create`` a missing one is made; ``over`` is a refusal that was answered by taking over.

    Raises:
        EnvironmentFault: BOOK_MISSING and the other BOOK codes, FOLDER_MISSING, FOLDER_READ_ONLY.
    """
    if create and not path.exists():
        with faults_named(path), suppress(FileExistsError):  # a file in the place of a folder: making the book tells
            path.parent.mkdir(parents=True, exist_ok=True)
        return Store.create(path, local=working_folder())
    return Store.open(path, read_only=read_only, local=working_folder(), over=over)


@contextmanager
def open_or_make(path: Path) -> Iterator[Store]:
    """The book at ``path``, made where it is missing; one that was made for work that was then refused is taken away again.

    Raises:
        EnvironmentFault: as :func:`open_book`.
    """
    fresh, empty = not path.exists(), False
    try:
        with open_book(path, create=True) as store:
            try:
                yield store
            except EnvironmentFault:
                empty = not store.keys()
                raise
    finally:
        if fresh and empty:
            path.unlink(missing_ok=True)


def key_of(store: Store, unit: str, year: int, subject: str | None) -> TableKey:
    """The key of a table; without a subject the department as a whole, or the only subject there is.

    Raises:
        EnvironmentFault: UNIT_UNKNOWN, YEAR_UNKNOWN, TABLE_UNKNOWN, each with what is known.
    """
    keys = store.keys()
    if unit not in {each.unit for each in keys}:
        raise EnvironmentFault(FaultCode.UNIT_UNKNOWN, unit=unit, known="、".join(sorted({each.unit for each in keys})))
    of_unit = [each for each in keys if each.unit == unit]
    of_year = [each for each in of_unit if each.year == year]
    if not of_year:
        known = "、".join(str(each) for each in sorted({each.year for each in of_unit}))
        raise EnvironmentFault(FaultCode.YEAR_UNKNOWN, unit=unit, year=str(year), known=known)
    wanted = TableKey(unit, year, subject or "")
    if wanted in of_year:
        return wanted
    if subject is None and len(of_year) == 1:
        return of_year[0]
    known = "、".join(each.subject or "部门整体" for each in of_year)
    raise EnvironmentFault(FaultCode.TABLE_UNKNOWN, unit=unit, year=str(year), subject=subject or "部门整体", known=known)


def last_year(store: Store, key: TableKey) -> ScoredTable | None:
    """The scored table of the year before, where the book has one."""
    before = replace(key, year=key.year - 1)
    known = store.keys()
    return scored_table(store.load(before)) if before in known else None


def scored_and_checked(store: Store, key: TableKey) -> tuple[ScoredTable, tuple[Finding, ...]]:
    scored = scored_table(store.load(key))
    return scored, findings_of(store, check_again(None, scored, previous=last_year(store, key)), thorough=True)


def import_tables(store: Store, tables: Iterable[YearTable], *, source: str = "", replace_existing: bool = False) -> None:
    """Add tables to the book, all or none and as one step.

    With ``replace_existing`` those that are there give way after a copy of the book. ``source`` is the name of the file, for
    the log. Nothing is added while one of them may not be.

    Raises:
        EnvironmentFault: TABLE_EXISTS, TABLE_SEALED, and those of the store.
    """
    from desktop.reading.merge import with_ids_of

    added = tuple(tables)
    there = must_be_importable(store, [each.key for each in added], replace_existing=replace_existing)
    if there:
        store.back_up()
    held = {key: store.load(key) for key in there}
    pairs = [(held.get(each.key), with_ids_of(held[each.key], each) if each.key in held else each) for each in added]
    store.put_all(pairs, operation=Op.IMPORT.value, new=source, user=user_name())


def must_be_importable(store: Store, keys: Sequence[TableKey], *, replace_existing: bool) -> list[TableKey]:
    """Refuse tables that may not come in; those of them that the book has already.

    Raises:
        EnvironmentFault: TABLE_EXISTS, TABLE_SEALED.
    """
    twice = next((key for index, key in enumerate(keys) if key in keys[:index]), None)
    if twice is not None:
        raise EnvironmentFault(FaultCode.TABLE_EXISTS, unit=twice.unit, year=str(twice.year), twice="1", option="--subject")
    known = store.keys()
    there = [key for key in keys if key in known]
    if there and not replace_existing:
        raise EnvironmentFault(FaultCode.TABLE_EXISTS, unit=there[0].unit, year=str(there[0].year), option="--replace")
    sealed = next((key for key in there if store.sealed_results(key) is not None), None)
    if sealed is not None:
        raise EnvironmentFault(FaultCode.TABLE_SEALED, unit=sealed.unit, year=str(sealed.year), subject=sealed.subject)
    return there


def start_year(store: Store, source: TableKey, year: int) -> YearTable:
    """A new year from another of the same unit and subject, added to the book.

    Raises:
        EnvironmentFault: TABLE_EXISTS and those of the store.
    """
    return start_table(store, source, replace(source, year=year))


def start_table(store: Store, source: TableKey, key: TableKey) -> YearTable:
    """A new table with the structure of another, which may be of another year, unit or project; added to the book.

    Raises:
        EnvironmentFault: TABLE_EXISTS and those of the store.
    """
    table = store.load(source)
    _must_be_new(store, key)
    newest = rulebook_for(rulebooks().values(), table.heading.form, key.year)
    rulebook = newest.key if newest is not None else table.heading.rulebook
    title = table.heading.title.replace(str(source.year), str(key.year)).replace(source.unit, key.unit)
    title = title if source.subject == key.subject else ""
    fresh = start_year_from(table, key, title=title, rulebook=rulebook)
    store.add(fresh, operation=Op.START_YEAR.value, user=user_name())
    return fresh


def create_table(store: Store, key: TableKey, form: str) -> YearTable:
    """A new table of a form with the rows the form itself names, added to the book.

    Raises:
        EnvironmentFault: TABLE_EXISTS, FORM_UNKNOWN and those of the store.
    """
    _must_be_new(store, key)
    table = empty_table(key, form)
    store.add(table, operation=Op.CREATE_TABLE.value, user=user_name())
    return table


def _must_be_new(store: Store, key: TableKey) -> None:
    known = store.keys()
    if key in known:
        raise EnvironmentFault(FaultCode.TABLE_EXISTS, unit=key.unit, year=str(key.year))


def sample_tables() -> Sequence[YearTable]:
    """The published example years, from ``resources/samples``."""
    from desktop.forms.samples import shipped_samples

    return shipped_samples()


def empty_table(key: TableKey, form: str) -> YearTable:
    """A table of a form with nothing filled in; without a rulebook of the form's own the Ministry's general one holds.

    Raises:
        EnvironmentFault: FORM_UNKNOWN.
    """
    known = forms()
    if form not in known:
        raise EnvironmentFault(FaultCode.FORM_UNKNOWN, key=form)
    rulebook = rulebook_of(YearTable(key, Heading(form=form)))
    return outline(known[form], rulebook, key)
