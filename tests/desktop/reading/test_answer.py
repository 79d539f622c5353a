"""A workbook survives the way through the pipe, and nothing else gets through."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from db.faults import EnvironmentFault, FaultCode
from desktop.reading.answer import AnswerError, answer_lines, fault_line, workbook_from_lines
from desktop.reading.reader import read_workbook_here


@pytest.mark.parametrize(
    "name",
    [
        "panyu-2021.xlsx",
        "hostile/hidden.xlsx",
        "hostile/error-cells.xlsx",
        "hostile/formulas-no-cache.xlsx",
        "hostile/score-gb18030.csv",
    ],
)
def test_a_workbook_comes_back_as_it_was(forms: Path, name: str) -> None:
    workbook = read_workbook_here(forms / name)

    assert workbook_from_lines(answer_lines(workbook)) == workbook


def test_a_fault_comes_back_as_it_was() -> None:
    with pytest.raises(EnvironmentFault) as caught:
        workbook_from_lines([fault_line(EnvironmentFault(FaultCode.FILE_ENCRYPTED, option="--password", wrong="1"))])

    assert caught.value.code is FaultCode.FILE_ENCRYPTED
    assert caught.value.facts == {"option": "--password", "wrong": "1"}


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [""],
        ["{}"],
        ["[]"],
        ["1"],
        ["nonsense"],
        ['{"fault": "no_such", "facts": {}}'],
        ['{"fault": "file_empty", "facts": {"a": 1}}'],
    ],
)
def test_anything_else_is_no_answer(lines: list[str]) -> None:
    with pytest.raises(AnswerError):
        workbook_from_lines(lines)


def put(path: list[Any], value: object) -> Callable[[list[Any]], None]:
    def change(documents: list[Any]) -> None:
        place = documents
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        put([0, "kind"], "exe"),
        put([0, "sheets"], 2),
        put([0, "name"], 5),
        put([0, "properties"], []),
        put([1, "hidden"], "no"),
        put([1, "cells", 0, 0], -1),
        put([1, "cells", 0, 1], "0"),
        put([1, "cells", 0, 2], None),
        put([1, "cells", 0, 3], "five"),
        put([1, "cells", 0, 4], 10_000),
        put([1, "cells", 0, 6], [99]),
        put([1, "cells", 0], [1, 2]),
        put([1, "merges", 0], [1, 2, 3]),
        put([1, "row_count"], 1.5),
    ],
)
def test_every_value_is_looked_at(forms: Path, change: Callable[[list[Any]], None]) -> None:
    documents = [json.loads(line) for line in answer_lines(read_workbook_here(forms / "huadu-2024.xlsx"))]
    change(documents)

    with pytest.raises(AnswerError):
        workbook_from_lines(json.dumps(document) for document in documents)
