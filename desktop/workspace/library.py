"""The rulebooks and forms at hand: those that ship and those the user added. No Qt."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from db.faults import EnvironmentFault, FaultCode
from desktop.forms.form import FormLayout, load_form, shipped_form, shipped_forms
from desktop.kit.paths import resources, settings_path
from desktop.kit.safefile import replace_file
from desktop.kit.wording import rulebook_trouble_text
from scoring.rulebook import Rulebook, RulebookError, parse_rulebook, rulebook_for
from scoring.table import YearTable

GENERAL = "ministry_2020"  # scores what no rulebook of its own speaks of


@cache
def shipped_rulebooks() -> Mapping[str, Rulebook]:
    """By key, from ``resources/rulebooks``."""
    found = [
        parse_rulebook(path.read_text("utf-8"), file=path.name) for path in sorted((resources() / "rulebooks").glob("*.toml"))
    ]
    return {each.key: each for each in found}


def added(kind: str) -> Path:
    """The folder of the user's own forms or rulebooks."""
    return settings_path().parent / kind


def rulebooks() -> Mapping[str, Rulebook]:
    """All rulebooks by key; an added one of the same key stands before the shipped one.

    Raises:
        EnvironmentFault: RESOURCE_INVALID, an added file breaks the schema.
    """
    found = dict(shipped_rulebooks())
    for path in sorted(added("rulebooks").glob("*.toml")):
        each = read_rulebook(path)
        found[each.key] = each
    return found


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
    try:
        return parse_rulebook(_text(path), file=path.name)
    except RulebookError as error:
        what = rulebook_trouble_text(error)
        raise EnvironmentFault(FaultCode.RESOURCE_INVALID, path=path.name, what=what) from error


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
    return load_form(_text(path), file=path.name)


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
    """The rulebook a table names, else the newest of its form's family for the year, else the Ministry's general one."""
    known = rulebooks()
    named = known.get(table.heading.rulebook)
    if named is not None:
        return named
    return rulebook_for(known.values(), table.heading.form, table.key.year) or known[GENERAL]


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
