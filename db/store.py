"""The door of the book: open it, read tables, save a difference together with its entry in the log.

One :class:`Store` belongs to one thread. Every method either does its work wholly or changes nothing and raises an
:class:`~db.faults.EnvironmentFault`; :class:`ValueError` and :class:`KeyError` are mistakes of the caller.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from db import asides, backup, catalogue, history, log, records, seals, work
from db.asides import Link
from db.book import Book
from db.catalogue import ReportingUnit, TableOverview
from db.edits import LogEntry, NextStep
from db.faults import EnvironmentFault
from db.hashes import content_hash
from db.log import Step
from db.opening import whole_copy
from db.records import Damage
from db.seals import Mark, MarkKind, Seal
from db.verify import Verification, verify
from db.work import Told
from scoring.diff import Difference, diff
from scoring.finding import Place
from scoring.table import TableKey, YearTable


class Store:
    """An open book.

    Attributes:
        path: the book.
        read_only: whether it takes no work.
        damage: what the check on opening found wrong with the structure of the file.
        working: the local copy of a book on a network share, with what is to be put back; ``None`` for any other book.
    """

    def __init__(self, book: Book) -> None:
        self._book = book
        self._met: dict[TableKey, tuple[Damage, ...]] = {}
        self.path = book.path
        self.working = book.working
        self.read_only = book.read_only
        self.damage = tuple(Damage(("structure",), text) for text in book.structure)

    @classmethod
    def create(cls, path: Path, *, holder: str = "", local: Path | None = None) -> Self:
        """Makes an empty book and opens it. Raises as :meth:`db.book.Book.create`."""
        return cls(Book.create(path, holder=holder, local=local))

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        read_only: bool = False,
        holder: str = "",
        local: Path | None = None,
        over: EnvironmentFault | None = None,
    ) -> Self:
        """Opens a book; arguments and faults as :meth:`db.book.Book.open`."""
        return cls(Book.open(path, read_only=read_only, holder=holder, local=local, over=over))

    def back_up(self) -> Path:
        """A proven copy of the book as it stands; raises as :func:`db.backup.back_up`."""
        self._book.put_back()
        return backup.back_up(self.path)

    def copy_to(self, target: Path) -> None:
        """A proven copy of the book under another name. Raises BOOK_DAMAGED, the copy is as damaged as the book; DISK_FULL …."""
        whole_copy(self._book.file, target)
        backup.prove(target)

    def beside(self) -> Self:
        """The same book for long work in another thread, to be closed there; nothing else may write to it meanwhile."""
        return type(self)(self._book.beside())

    def close(self) -> tuple[Damage, ...]:
        """Checks the structure once more and lets the book go; what the check found."""
        return tuple(Damage(("structure",), text) for text in self._book.close())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()

    # Units

    def units(self) -> tuple[ReportingUnit, ...]:
        """All units, in the order in which they were added."""
        with self._book.reading() as connection:
            return catalogue.units(connection)

    def add_unit(self, name: str, parent: str = "", *, user: str = "") -> None:
        """Adds a unit. Raises UNIT_UNKNOWN (the parent) or TABLE_EXISTS (the name is taken)."""
        with self._book.writing() as connection:
            catalogue.add_unit(connection, name, parent)
            log.write(connection, user=user, operation="add_unit", step=Step.ASIDE, unit=name, new=parent)

    def rename_unit(self, old: str, new: str, *, user: str = "") -> None:
        """Renames a unit: its tables have other keys then. Raises UNIT_UNKNOWN or TABLE_EXISTS."""
        with self._book.writing() as connection:
            catalogue.rename_unit(connection, old, new)
            log.write(connection, user=user, operation="rename_unit", step=Step.ASIDE, unit=old, old=old, new=new)
        self._met.clear()

    def move_unit(self, name: str, parent: str, *, user: str = "") -> None:
        """Puts a unit below another. Raises UNIT_UNKNOWN; ValueError when it would stand below itself."""
        with self._book.writing() as connection:
            was = {each.name: each.parent for each in catalogue.units(connection)}
            catalogue.move_unit(connection, name, parent)
            log.write(connection, user=user, operation="move_unit", step=Step.ASIDE, unit=name, old=was[name], new=parent)

    # Tables

    def keys(self) -> tuple[TableKey, ...]:
        with self._book.reading() as connection:
            return catalogue.keys(connection)

    def overview(self) -> tuple[TableOverview, ...]:
        with self._book.reading() as connection:
            return catalogue.overview(connection)

    def load(self, key: TableKey) -> YearTable:
        """The table; what of it is damaged is in :meth:`damage_of`. Raises UNIT_UNKNOWN, YEAR_UNKNOWN, TABLE_UNKNOWN."""
        with self._book.reading() as connection:
            stored = catalogue.find_present(connection, key)
            table, damage = records.load_table(connection, stored.table_no, key, stored.next_number)
        self._met[key] = damage
        return table

    def damage_of(self, key: TableKey) -> tuple[Damage, ...]:
        """What was damaged when this table was last loaded."""
        return self._met.get(key, ())

    def content_hash(self, key: TableKey) -> str:
        """Equal for equal facts, whatever their history."""
        return content_hash(self.load(key))

    def add(self, table: YearTable, *, operation: str, user: str = "", new: str = "") -> int:
        """Puts a new table into the book, with its unit if that is new too; the position. Raises TABLE_EXISTS."""
        return self.add_all((table,), operation=operation, user=user, new=new)

    def add_all(self, tables: Iterable[YearTable], *, operation: str, user: str = "", new: str = "") -> int:
        """Puts several new tables into the book, all or none; the last position. Raises TABLE_EXISTS."""
        return self.put_all(((None, each) for each in tables), operation=operation, user=user, new=new)

    def put_all(
        self,
        tables: Iterable[tuple[YearTable | None, YearTable]],
        *,
        operation: str,
        user: str = "",
        new: str = "",
        parent: str = "",
    ) -> int:
        """Puts several tables into the book, all or none and one step for undo (:meth:`step_back`); the last position.

        Args:
            tables: each with what the book holds in its place, ``None`` for one that is new.
            operation: the text of the operation.
            user: who did it.
            new: short text for people, such as the names of the files.
            parent: the unit below which those of the tables stand that stand nowhere yet; added itself where it is new.

        Raises:
            EnvironmentFault: TABLE_SEALED, TABLE_EXISTS …
        """
        told = Told(operation, user, new=new)
        with self._book.writing() as connection:
            positions: list[int] = []
            for before, after in tables:
                if parent and catalogue.put_below(connection, after.key.unit, parent):
                    log.write(connection, user=user, operation="move_unit", step=Step.ASIDE, unit=after.key.unit, new=parent)
                position = work.put(connection, before, after, told)
                positions += [] if position is None else [position]
            log.tie(connection, positions)
        return positions[-1] if positions else 0

    def remove(self, key: TableKey, *, operation: str = "remove_table", user: str = "", reason: str = "") -> int:
        """Takes a table out of the book; all of it stays in the log (:meth:`table_at`). Raises TABLE_SEALED."""
        with self._book.writing() as connection:
            position = work.remove_table(connection, key, Told(operation, user, new=reason))
        self._met.pop(key, None)
        return position

    def begin_anew(self, *, operation: str = "salvage", user: str = "") -> None:
        """Writes every table into the log as it stands, after a salvage that lost something: undo ends there."""
        with self._book.writing() as connection:
            work.begin_anew(connection, Told(operation, user))

    def save(
        self,
        before: YearTable,
        after: YearTable,
        *,
        operation: str,
        place: str = "",
        old: str = "",
        new: str = "",
        user: str = "",
        undoes: int | None = None,
        difference: Difference | None = None,
    ) -> int:
        """Writes what differs and its entry in the log, in one transaction; the position of the entry.

        Args:
            before: the table as it is in the book.
            after: the table as it shall be.
            operation: the text of the operation.
            place: where it happened (:func:`db.edits.place_text`), empty for no one place.
            old: short text of what was there, for people.
            new: short text of what is there now, for people.
            user: who did it.
            undoes: the step this one takes back.
            difference: ``diff(before, after)`` where the caller has it already.

        Raises:
            EnvironmentFault: TABLE_SEALED, DISK_FULL, BOOK_IN_USE, DRIVE_GONE …; memory and file are as before.
            ValueError: ``before`` is not what the book holds.
        """
        changes = diff(before, after) if difference is None else difference
        told = Told(operation, user, place, old, new)
        with self._book.writing() as connection:
            stored = work.unsealed(connection, before.key)
            return work.write(connection, stored, after, changes, told, undoes=undoes)

    # The log

    def undo_line(self, key: TableKey) -> tuple[LogEntry, ...]:
        """The steps that can be taken back one after another, the next one at the end."""
        with self._book.reading() as connection:
            return history.line(connection, key, undo=True)

    def redo_line(self, key: TableKey) -> tuple[LogEntry, ...]:
        """The undos that can be taken back, the next one at the end."""
        with self._book.reading() as connection:
            return history.line(connection, key, undo=False)

    def next_steps(self, key: TableKey) -> tuple[NextStep | None, NextStep | None]:
        """The ends of the undo and of the redo line."""
        with self._book.reading() as connection:
            return history.next_steps(connection, key)

    def step(self, position: int) -> Difference:
        """What this step did, as it bears on the table as it stands: invert and apply it to take the step back.

        ``apply`` raises :class:`ValueError` when later work stands in the way of taking this one step back.

        Raises:
            KeyError: there is no such step, or what it changed is no longer there.
        """
        with self._book.reading() as connection:
            return work.difference_at(connection, position)

    def tied(self, position: int) -> tuple[int, ...]:
        """The entries of the accept that this one belongs to, itself among them."""
        with self._book.reading() as connection:
            return log.tied(connection, position)

    def step_back(self, position: int, *, operation: str, user: str = "") -> tuple[TableKey, ...]:
        """Takes back, in one step, all that was accepted with this entry, in every table; undone again it is made again.

        The keys of tables that were left as they are, since they are sealed or somebody worked on them after it.
        """
        with self._book.writing() as connection:
            return work.step_back(connection, position, Told(operation, user))

    def history(
        self, key: TableKey | None = None, *, place: Place | None = None, since: str = "", until: str = ""
    ) -> tuple[LogEntry, ...]:
        """Accepted operations, oldest first: of the book or one table, of one row or cell, of a stretch of time.

        Args:
            key: the table, also one that was taken out; ``None`` for the whole book.
            place: a row (no field) or a cell: also operations on many cells are found, a cell's with its own words.
            since: UTC as in the log, included; a day is enough (``2026-03-01``).
            until: UTC, not included.
        """
        with self._book.reading() as connection:
            return history.story(connection, key, place, since, until)

    def table_at(self, key: TableKey, position: int) -> YearTable:
        """The table as it stood after this position of the log, also one that was taken out since.

        Raises:
            EnvironmentFault: UNIT_UNKNOWN, YEAR_UNKNOWN, TABLE_UNKNOWN: it was not in the book then.
        """
        with self._book.reading() as connection:
            return history.table_at(connection, key, position)

    # Names on positions

    def mark(self, key: TableKey, kind: MarkKind, name: str, *, user: str = "") -> Difference:
        """Names the state of a table; submitting and returning also set its status: apply the difference to the table in memory.

        Raises TABLE_SEALED for anything but a restore point.
        """
        with self._book.writing() as connection:
            return work.mark(connection, key, kind, name, user)

    def marks(self, key: TableKey) -> tuple[Mark, ...]:
        with self._book.reading() as connection:
            return seals.marks(connection, catalogue.find_present(connection, key).table_no)

    def seal(
        self,
        key: TableKey,
        results: Mapping[str, Mapping[str, str]],
        *,
        rulebook_key: str,
        rulebook_text: str,
        program_version: str,
        user: str = "",
    ) -> Difference:
        """定稿: keeps the numbers as text with what made them; the table takes no work until :meth:`unseal`.

        Args:
            key: the table.
            results: for every place (``table``, a node's id …) the names and texts of its numbers.
            rulebook_key: the rulebook in force.
            rulebook_text: the whole rulebook, as its file reads.
            program_version: who computed.
            user: who sealed.

        Raises:
            EnvironmentFault: TABLE_SEALED.
        """
        with self._book.writing() as connection:
            return work.seal(
                connection,
                key,
                results,
                user,
                rulebook_key=rulebook_key,
                rulebook_text=rulebook_text,
                program_version=program_version,
            )

    def unseal(self, key: TableKey, reason: str, *, user: str = "") -> Difference:
        """Takes the seal off, with its reason in the log; the status is what it was before the seal.

        Raises:
            ValueError: the table is not sealed, or there is no reason.
        """
        with self._book.writing() as connection:
            return work.unseal(connection, key, reason, user)

    def seals(self, key: TableKey) -> tuple[Seal, ...]:
        """Every seal of the table, oldest first, with results; the last one holds if it was not taken off."""
        with self._book.reading() as connection:
            return seals.seals(connection, catalogue.find_present(connection, key).table_no)

    def sealed_results(self, key: TableKey) -> Seal | None:
        """The seal in force."""
        found = self.seals(key)
        return found[-1] if found and found[-1].unsealed is None else None

    # Beside the tables

    def evidence_hashes(self) -> tuple[str, ...]:
        """What the rows of all tables name as their evidence, each once."""
        with self._book.reading() as connection:
            return tuple(row[0] for row in connection.driver.execute("SELECT DISTINCT content_hash FROM attachments"))

    def verify(self) -> Verification:
        """Reads everything there is and checks it."""
        with self._book.reading() as connection:
            return verify(connection)

    def profiles(self) -> dict[str, str]:
        """Learned import layouts, by name."""
        with self._book.reading() as connection:
            return asides.profiles(connection)

    def write_profile(self, name: str, text: str) -> None:
        with self._book.writing() as connection:
            asides.write_profile(connection, name, text)

    def links(self, unit: str, subject: str = "") -> tuple[Link, ...]:
        """What the clerk said of pairs of rows of different years (``year/lineage or id``)."""
        with self._book.reading() as connection:
            return asides.links(connection, catalogue.known_unit(connection, unit), subject)

    def write_link(self, unit: str, subject: str, link: Link) -> None:
        with self._book.writing() as connection:
            asides.write_link(connection, catalogue.known_unit(connection, unit), subject, link)

    def notes(self, key: TableKey) -> dict[str, str]:
        """The notes of the comparison, by the id of the row."""
        with self._book.reading() as connection:
            return asides.notes(connection, catalogue.find_present(connection, key).table_no)

    def write_note(self, key: TableKey, id_: str, text: str) -> None:
        with self._book.writing() as connection:
            asides.write_note(connection, work.unsealed(connection, key).table_no, id_, text)
