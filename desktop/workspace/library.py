"""The rulebooks and forms at hand: those that ship and those the user added. No Qt."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from db.faults import EnvironmentFault, FaultCode
from desktop.forms.form import FormLayout, load_form, shipped_form, shipped_forms
from desktop.kit.paths import resources, settings_path
from desktop.kit.safefile import replace_file
from desktop.kit.wording import rulebook_trouble_text
from scoring.rulebook import Rulebook, RulebookError, RulebookHead, parse_head, parse_rulebook, rulebook_for
from scoring.score import score_table
from scoring.scored import ScoredTable
from scoring.table import YearTable

MOST_READ = 64  # texts of the user's own files: every edit asks for the rules, and takes over only what the same rules scored
GENERAL = "ministry_2020"  # scores what no rulebook of its own speaks of


def shipped_rulebooks() -> Mapping[str, Rulebook]:
    """By key, from ``resources/rulebooks``."""
    return {path.stem: _shipped(path) for path in _shipped_files().values()}


def shipped_rulebook(key: str) -> Rulebook | None:
    """One of them, from the file named after it; a table in view needs its own rules and none of the others."""
    path = _shipped_files().get(key)
    return None if path is None else _shipped(path)


@cache
def _shipped_files() -> Mapping[str, Path]:
    return {path.stem: path for path in sorted((resources() / "rulebooks").glob("*.toml"))}


@cache
def _shipped_heads() -> tuple[RulebookHead, ...]:
    return tuple(parse_head(path.read_text("utf-8"), file=path.name) for path in _shipped_files().values())


@cache  # they cannot change while the program runs
def _shipped(path: Path) -> Rulebook:
    return parse_rulebook(path.read_text("utf-8"), file=path.name)


def added(kind: str) -> Path:
    """The folder of the user's own forms or rulebooks."""
    return settings_path().parent / kind


def rulebooks() -> Mapping[str, Rulebook]:
    """All rulebooks by key; an added one of the same key stands before the shipped one.

    Raises:
        EnvironmentFault: RESOURCE_INVALID, an added file breaks the schema.
    """
    return {**shipped_rulebooks(), **_added_rulebooks()}


def _added_rulebooks() -> dict[str, Rulebook]:
    found = [read_rulebook(path) for path in sorted(added("rulebooks").glob("*.toml"))]
    return {each.key: each for each in found}


def rulebook_text(key: str) -> str:
    """The file of a rulebook as it reads.

    Raises:
        EnvironmentFault: RULEBOOK_UNKNOWN.
    """
    for folder in (added("rulebooks"), resources() / "rulebooks"):
        for path in sorted(folder.glob("*.toml")):
            if read_rulebook(path).key == key:
                return path.read_text("utf-8")
    raise EnvironmentFault(FaultCode.RULEBOOK_UNKNOWN, key=key)


def form_text(key: str) -> str:
    """The file of a form as it reads.

    Raises:
        EnvironmentFault: FORM_UNKNOWN.
    """
    for folder in (added("forms"), resources() / "forms"):
        for path in sorted(folder.glob("*.toml")):
            if read_form(path).key == key:
                return path.read_text("utf-8")
    raise EnvironmentFault(FaultCode.FORM_UNKNOWN, key=key)


def add_rulebook(path: Path) -> Rulebook:
    """Keep a copy of a rulebook file among the user's own; one of the same key is replaced."""
    each = read_rulebook(path)
    _keep("rulebooks", each.key, path)
    return each


def own_rulebooks() -> frozenset[str]:
    """The keys of the rulebooks the user added."""
    return frozenset(read_rulebook(path).key for path in added("rulebooks").glob("*.toml"))


def copied_rulebook(key: str) -> str:
    """The text of a rulebook as one of the user's own begins: with another key, and a title that says so.

    Raises:
        EnvironmentFault: RULEBOOK_UNKNOWN.
    """
    taken, base, number = rulebooks().keys(), re.sub(r"_own[0-9]+$", "", key), 1
    while f"{base}_own{number}" in taken:
        number += 1
    text = re.sub(r"(?m)^key = .*$", f'key = "{base}_own{number}"', rulebook_text(key), count=1)
    return re.sub(r'(?m)^title = "(.*?)(?:（本单位）)?"$', r'title = "\1（本单位）"', text, count=1)


def keep_rulebook(text: str) -> Rulebook:
    """Check a text and keep it among the user's own rulebooks; one of the same key is replaced.

    Raises:
        EnvironmentFault: RESOURCE_INVALID with what is wrong in it; those of the disk.
    """
    each = _parsed(text, "评分办法")
    folder = added("rulebooks")
    folder.mkdir(parents=True, exist_ok=True)
    with replace_file(folder / f"{each.key}.toml") as temporary:
        temporary.write_text(text, "utf-8")
    return each


def add_form(path: Path) -> FormLayout:
    """Keep a copy of a form file among the user's own; one of the same key is replaced."""
    each = read_form(path)
    _keep("forms", each.key, path)
    return each


def _keep(kind: str, key: str, path: Path) -> None:
    folder = added(kind)
    folder.mkdir(parents=True, exist_ok=True)
    with replace_file(folder / f"{key}.toml") as temporary:
        temporary.write_bytes(path.read_bytes())


def read_rulebook(path: Path) -> Rulebook:
    """A rulebook from a file.

    Raises:
        EnvironmentFault: FILE_MISSING; RESOURCE_INVALID with what is wrong in it.
    """
    return _parsed(_text(path), path.name)


@lru_cache(MOST_READ)
def _parsed(text: str, file: str) -> Rulebook:
    try:
        return parse_rulebook(text, file=file)
    except RulebookError as error:
        what = rulebook_trouble_text(error)
        raise EnvironmentFault(FaultCode.RESOURCE_INVALID, path=file, what=what) from error


def forms() -> Mapping[str, FormLayout]:
    """All forms by key; an added one of the same key stands before the shipped one.

    Raises:
        EnvironmentFault: RESOURCE_INVALID, an added file breaks the schema.
    """
    return {**shipped_forms(), **_added_forms()}


def _added_forms() -> dict[str, FormLayout]:
    found = [read_form(path) for path in sorted(added("forms").glob("*.toml"))]
    return {each.key: each for each in found}


def read_form(path: Path) -> FormLayout:
    """A form from a file.

    Raises:
        EnvironmentFault: FILE_MISSING; RESOURCE_INVALID with what is wrong in it.
    """
    return _laid_out(_text(path), path.name)


@lru_cache(MOST_READ)
def _laid_out(text: str, file: str) -> FormLayout:
    return load_form(text, file=file)


def _text(path: Path) -> str:
    try:
        if path.exists() and not path.is_file():  # a pipe or a device may have no end
            raise EnvironmentFault(FaultCode.FILE_UNSUPPORTED, path=path.name, kind="folder" if path.is_dir() else "device")
        return path.read_text("utf-8")
    except FileNotFoundError as error:
        raise EnvironmentFault(FaultCode.FILE_MISSING, path=path.name) from error
    except UnicodeDecodeError as error:
        raise EnvironmentFault(FaultCode.RESOURCE_INVALID, path=path.name, what="文字不是 UTF-8 编码，或文件已损坏") from error
    except OSError as error:
        raise EnvironmentFault(FaultCode.FILE_UNREADABLE, path=path.name, reason="permission") from error


def rulebook_of(table: YearTable) -> Rulebook:
    """The rulebook a table names, else the newest of its form's family for the year, else the Ministry's general one.

    Of two that begin in one year the shipped one holds: a copy that is being worked on changes no table that did not ask for it.
    """
    own, key = _added_rulebooks(), table.heading.rulebook
    named = own.get(key) or shipped_rulebook(key)
    if named is not None:
        return named
    form, year = table.heading.form, table.key.year
    newest, shipped = rulebook_for(own.values(), form, year), rulebook_for(_shipped_heads(), form, year)
    if newest is not None and (shipped is None or shipped.valid_from < newest.valid_from):
        return newest
    key = GENERAL if shipped is None else shipped.key
    return own.get(key) or _shipped(_shipped_files()[key])


def scored_table(table: YearTable, before: ScoredTable | None = None) -> ScoredTable:
    """Every number worked out; ``before`` an edit the table was scored as this."""
    return score_table(table, rulebook_of(table), before)


def form_of(table: YearTable) -> FormLayout:
    """The form a table names; one that is not at hand is shown in the Ministry's three parts."""
    key = table.heading.form
    return _added_forms().get(key) or shipped_form(key) or forms()[GENERAL_FORM]


def chosen_form(key: str | None, table: YearTable) -> FormLayout:
    """The form of this key; without one the table's own.

    Raises:
        EnvironmentFault: FORM_UNKNOWN.
    """
    if key is None:
        return form_of(table)
    if key not in forms():
        raise EnvironmentFault(FaultCode.FORM_UNKNOWN, key=key)
    return forms()[key]


GENERAL_FORM = "ministry_three_part"
