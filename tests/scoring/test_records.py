"""Every record of the kernel is a frozen dataclass with slots; the two that are workbenches say why they are not."""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, fields, is_dataclass

import pytest

import scoring
from scoring.table import TableKey

WORKBENCHES = {"Row": "filled while a table is scored", "Case": "of the checks: keeps what it worked out once"}


def _records() -> Iterator[type]:
    for found in pkgutil.walk_packages(scoring.__path__, "scoring."):
        module = importlib.import_module(found.name)
        for each in vars(module).values():
            if isinstance(each, type) and is_dataclass(each) and each.__module__ == module.__name__:
                yield each


@pytest.mark.parametrize("record", list(_records()), ids=lambda each: f"{each.__module__}.{each.__name__}")
def test_a_record_is_frozen_and_has_slots(record: type) -> None:
    made = record.__new__(record)
    name = fields(record)[0].name
    if record.__qualname__ == "Row":
        setattr(made, name, None)
    else:
        with pytest.raises(FrozenInstanceError):
            setattr(made, name, None)
    assert hasattr(record, "__slots__") or (record.__name__ in WORKBENCHES and record.__module__ == "scoring.checks.case")


def test_tables_sort_by_unit_year_and_subject() -> None:
    keys = [TableKey("乙", 2021), TableKey("甲", 2022, "项目"), TableKey("甲", 2022), TableKey("甲", 2021)]
    ordered = sorted(keys)
    assert [(each.year, each.subject) for each in ordered if each.unit == "甲"] == [(2021, ""), (2022, ""), (2022, "项目")]
