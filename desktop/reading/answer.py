"""The workbook as the lines of text that the reading process sends back.

JSON and not pickle: what comes from a process that has read a hostile file is looked at, never run.
"""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from db.faults import EnvironmentFault, FaultCode
from desktop.reading.cells import Cell, CellNote, FileKind, HiddenState, Merge, Sheet, Workbook

_NOTES = tuple(CellNote)


class AnswerError(Exception):
    """The lines are not an answer."""


def answer_lines(workbook: Workbook) -> Iterator[str]:
    """The first line is about the workbook, each further one is a sheet."""
    yield _line(
        {
            "kind": workbook.kind.value,
            "name": workbook.name,
            "properties": dict(workbook.properties),
            "sheets": len(workbook.sheets),
        }
    )
    for sheet in workbook.sheets:
        formats = {code: at for at, code in enumerate({cell.number_format: None for cell in sheet.cells.values()})}
        yield _line(
            {
                "name": sheet.name,
                "hidden": sheet.hidden.value,
                "hidden_rows": sorted(sheet.hidden_rows),
                "hidden_columns": sorted(sheet.hidden_columns),
                "row_count": sheet.row_count,
                "column_count": sheet.column_count,
                "merges": [[merge.top, merge.left, merge.bottom, merge.right] for merge in sheet.merges],
                "formats": list(formats),
                "cells": [
                    [
                        row,
                        column,
                        cell.text,
                        None if cell.number is None else str(cell.number),
                        formats[cell.number_format],
                        cell.formula,
                        [_NOTES.index(note) for note in cell.notes],
                    ]
                    for (row, column), cell in sheet.cells.items()
                ],
            }
        )


def fault_line(fault: EnvironmentFault) -> str:
    """A refusal as the only line."""
    return _line({"fault": fault.code.value, "facts": fault.facts})


def workbook_from_lines(lines: Iterable[str]) -> Workbook:
    """The workbook of an answer.

    Raises:
        EnvironmentFault: the fault that the answer carries.
        AnswerError: if the lines are anything else.
    """
    try:
        documents = [json.loads(line) for line in lines]
        head, *rest = documents
        if "fault" in head:
            raise EnvironmentFault(FaultCode(head["fault"]), **{_text(key): _text(fact) for key, fact in head["facts"].items()})
        if head["sheets"] != len(rest):
            raise AnswerError
        return Workbook(
            kind=FileKind(head["kind"]),
            name=_text(head["name"]),
            sheets=tuple(_sheet(document) for document in rest),
            properties={_text(key): _text(value) for key, value in head["properties"].items()},
        )
    except (ValueError, TypeError, KeyError, IndexError, ArithmeticError, AttributeError) as error:
        raise AnswerError from error


def _sheet(document: dict[str, Any]) -> Sheet:
    formats = [_text(code) for code in document["formats"]]
    return Sheet(
        name=_text(document["name"]),
        cells={
            (_count(row), _count(column)): Cell(
                text=_text(text),
                number=None if number is None else Decimal(_text(number)),
                number_format=formats[_count(code)],
                formula=_text(formula),
                notes=tuple(_NOTES[_count(note)] for note in notes),
            )
            for row, column, text, number, code, formula, notes in document["cells"]
        },
        merges=tuple(Merge(*(_count(edge) for edge in edges)) for edges in document["merges"]),
        hidden=HiddenState(document["hidden"]),
        hidden_rows=frozenset(_count(row) for row in document["hidden_rows"]),
        hidden_columns=frozenset(_count(column) for column in document["hidden_columns"]),
        row_count=_count(document["row_count"]),
        column_count=_count(document["column_count"]),
    )


def _line(document: dict[str, Any]) -> str:
    # Everything but ASCII is escaped: no line of ours breaks at U+2028, and half a character breaks nothing.
    return json.dumps(document, separators=(",", ":"))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError
    return value
