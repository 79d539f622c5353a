"""A file held against the book: every kind of cell, and the table that comes of accepting."""

from dataclasses import replace

from desktop.reading.merge import CellChange, Outcome, compare, merged, with_ids_of
from desktop.reading.recognise import understand
from scoring.table import Attachment, Node, YearTable, node_of
from tests.desktop.reading.papers import PAPERS


def table() -> YearTable:
    return understand(PAPERS["yunnan_nested_target"])[0].table


def edited(base: YearTable, node_id: str, **texts: str) -> YearTable:
    return replace(base, nodes=tuple(replace(node, **texts) if node.id == node_id else node for node in base.nodes))


def outcomes(changes: tuple[CellChange, ...]) -> dict[str, list[tuple[str, str, str]]]:
    found: dict[str, list[tuple[str, str, str]]] = {}
    for each in changes:
        if each.outcome is not Outcome.SAME:
            found.setdefault(each.outcome.value, []).append((each.place.field, each.book, each.file))
    return found


def test_a_file_that_says_the_same_changes_nothing() -> None:
    assert outcomes(compare(table(), table())) == {}


def test_another_actual_is_a_change_and_white_space_is_none() -> None:
    file = edited(edited(table(), "3", actual_text="7 2890"), "5", actual_text="99")
    assert outcomes(compare(table(), file)) == {"changed": [("actual_text", "100", "99")]}


def test_words_where_a_score_must_stand_are_refused() -> None:
    file = edited(table(), "5", given_score_text="满分")
    changes = compare(table(), file)
    assert outcomes(changes) == {"refused": [("given_score_text", "19", "满分")]}
    assert merged(table(), file, changes, lambda _: True) == table()


def test_with_what_was_exported_each_side_keeps_its_own_changes() -> None:
    base = table()
    book = edited(edited(base, "3", actual_text="1"), "5", actual_text="2")
    file = edited(edited(base, "5", actual_text="3"), "8", actual_text="4")
    changes = compare(book, file, base)
    assert outcomes(changes) == {
        "kept": [("actual_text", "1", "72890")],
        "conflict": [("actual_text", "2", "3")],
        "changed": [("actual_text", "95", "4")],
    }
    result = merged(book, file, changes, lambda each: each.outcome is not Outcome.CONFLICT)
    assert [node_of(result, each).actual_text for each in ("3", "5", "8")] == ["1", "2", "4"]


def test_a_column_the_file_does_not_have_blanks_nothing() -> None:
    file = table()
    file = replace(file, nodes=tuple(replace(node, given_score_text="") for node in file.nodes))
    assert outcomes(compare(table(), file)) == {}


def test_a_new_row_takes_a_fresh_id_and_stands_where_the_file_has_it() -> None:
    file = table()
    row = Node("99", 3, "新指标", target_text="5", actual_text="6")
    file = replace(file, nodes=(*file.nodes[:3], row, *file.nodes[3:]))
    book = replace(table(), next_number=200)
    changes = compare(book, file)
    assert outcomes(changes) == {"new": [("target_text", "", "5"), ("actual_text", "", "6")]}
    result = merged(book, file, changes, lambda _: True)
    assert [node.name for node in result.nodes[:5]] == ["产出指标", "数量指标", "执法补助经费", "新指标", "质量指标"]
    assert len({node.id for node in result.nodes}) == len(result.nodes)
    assert result.next_number >= 200


def test_ids_of_the_book_stay_with_the_rows_they_belong_to() -> None:
    book = table()
    book = replace(book, nodes=tuple(replace(node, id=f"{int(node.id) + 50}", lineage_id="old") for node in book.nodes))
    book = replace(book, next_number=80)
    result = with_ids_of(book, table())
    assert [node.id for node in result.nodes] == [node.id for node in book.nodes]
    assert {node.lineage_id for node in result.nodes} == {"old"}
    assert result.next_number == 80


def test_evidence_stays_with_the_rows_that_a_replacing_file_still_has() -> None:
    first, last = table().nodes[2], table().nodes[-1]
    proofs = tuple(Attachment(f"a{each.id}", each.id, "佐证.pdf", "00", 1) for each in (first, last))
    book = replace(table(), attachments=proofs)
    file = replace(table(), nodes=table().nodes[:-1])
    assert with_ids_of(book, file).attachments == proofs[:1]
