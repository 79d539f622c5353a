"""A table's facts as JSON: the same table comes back, anything else is refused."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.forms.state import (
    BaseCell,
    SheetState,
    StateError,
    facts_from_json,
    facts_to_json,
    pack_state,
    unpack_state,
)
from scoring.finding import Place
from scoring.table import (
    Attachment,
    BaseFact,
    Detail,
    FundLine,
    Heading,
    Narrative,
    Node,
    NodeKind,
    RecordKind,
    Status,
    TableKey,
    YearTable,
)
from tests.desktop.filled_forms import NAMES, facts

texts = st.text(max_size=20)


def some(records: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """A few records with different ids."""
    return st.lists(records, unique_by=lambda each: each.id, max_size=3).map(tuple)


nodes = some(
    st.builds(
        Node,
        id=texts,
        level=st.integers(1, 5),
        name=texts,
        kind=st.sampled_from(NodeKind),
        points_text=texts,
        target_text=texts,
        actual_text=texts,
        given_score_text=texts,
        aside_score_text=texts,
        published_score_text=texts,
        reason_text=texts,
    )
)
tables = st.builds(
    YearTable,
    key=st.builds(TableKey, texts, st.integers(1990, 2100), texts),
    heading=st.builds(Heading, title=texts, form=texts, status=st.sampled_from(Status), published_score_text=texts),
    details=some(st.builds(Detail, texts, texts, texts)),
    narratives=some(st.builds(Narrative, texts, texts, texts)),
    funds=some(st.builds(FundLine, texts, texts, texts, st.integers(1, 2), texts)),
    base_facts=some(st.builds(BaseFact, texts, texts, texts, texts)),
    nodes=nodes,
    attachments=some(st.builds(Attachment, texts, texts, texts, texts, st.integers(0))),
    next_number=st.integers(1),
)


@given(tables)
@settings(max_examples=60, deadline=None)
def test_every_table_comes_back_as_it_was(table: YearTable) -> None:
    assert facts_from_json(facts_to_json(table)) == table
    assert unpack_state(pack_state(SheetState(table, ()))).table == table


@pytest.mark.parametrize("name", NAMES)
def test_a_published_table_comes_back_with_given_and_published_scores_apart(name: str) -> None:
    table = facts(name)
    again = facts_from_json(facts_to_json(table))
    assert again == table
    assert facts_to_json(again) == facts_to_json(table)


def changed(**parts: object) -> str:
    document = json.loads(facts_to_json(facts("ministry_2022")))
    document.update(parts)
    return json.dumps(document)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"kind": "other"}',
        "[" * 100_000,
        changed(schema=2),
        changed(schema="1"),
        changed(more=1),
        changed(next_number="7"),
        changed(nodes=None),
        changed(nodes=[{"id": "n1"}]),
        changed(nodes=[{"id": "n1", "level": 1, "colour": "red"}]),
        changed(nodes=[{"id": "n1", "level": 1.5}]),
        changed(nodes=[{"id": "n1", "level": True}]),
        changed(nodes=[{"id": "n1", "level": 1, "kind": "elephant"}]),
        changed(nodes=[{"id": "n1", "level": 1, "points_text": 5}]),
        changed(nodes=[{"id": "n1", "level": 1}, {"id": "n1", "level": 1}]),
        changed(key={"unit": "某局"}),
    ],
)
def test_a_text_that_is_no_state_is_refused(text: str) -> None:
    with pytest.raises(StateError):
        facts_from_json(text)


def test_the_cells_of_a_sheet_come_back_with_their_places() -> None:
    cell = BaseCell("自评表", 13, 10, Place(RecordKind.NODE, "n3", "given_score_text"), "1.48")
    state = SheetState(facts("panyu_2021"), (cell,))
    assert unpack_state(pack_state(state)) == state


def test_packed_lines_fit_into_cells_and_hold_no_sign_a_program_rewrites() -> None:
    table = facts("panyu_2021")
    wide = tuple(replace(node, evidence_text=f"{number}" * 997) for number, node in enumerate(table.nodes))
    lines = pack_state(SheetState(replace(table, nodes=wide), ()))
    assert all(len(line) <= 32_767 and line.isascii() and not line.split()[1:] for line in lines)


def test_a_damaged_pack_is_refused() -> None:
    (line,) = pack_state(SheetState(facts("ministry_2022"), ()))
    other = "A" if line[50] != "A" else "B"
    for damaged in ([], [line[:-40]], [line[:50] + other + line[51:]], ["中文"], [line, line]):
        with pytest.raises(StateError):
            unpack_state(damaged)
