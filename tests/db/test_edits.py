from hypothesis import given
from hypothesis import strategies as st

from db.edits import Lines, decode, encode, lines, parse_place, place_text
from scoring.diff import apply, diff, invert
from scoring.finding import Place
from scoring.table import RecordKind
from tests.db.examples import TEXTS, step, year_table


@given(st.data())
def test_a_difference_is_read_back_from_the_log_as_it_was(data: st.DataObject) -> None:
    before = year_table()
    after = data.draw(step(before))
    difference = diff(before, after)
    again = decode(encode(difference), after)
    assert again == difference
    assert apply(apply(after, invert(again)), again) == after


@given(st.lists(st.sampled_from(["work", "undo", "redo"]), max_size=40))
def test_undo_and_redo_walk_as_on_two_stacks(words: list[str]) -> None:
    steps: list[tuple[int, int | None]] = []
    undo: list[str] = []
    redo: list[str] = []
    names: dict[int, str] = {}
    for position, word in enumerate(words, start=1):
        now = lines(steps)
        if word == "undo" and undo:
            redo.append(undo.pop())
            steps.append((position, now.undo[-1]))
            names[position] = redo[-1]
        elif word == "redo" and redo:
            undo.append(redo.pop())
            steps.append((position, now.redo[-1]))
            names[position] = undo[-1]
        elif word == "work":
            undo.append(f"work {position}")
            redo.clear()
            steps.append((position, None))
            names[position] = undo[-1]
        now = lines(steps)
        assert [names[each] for each in now.undo] == undo
        assert [names[each] for each in now.redo] == redo


def test_taking_back_an_older_step_is_new_work() -> None:
    assert lines([(1, None), (2, None), (3, 1)]) == Lines((1, 2, 3), ())
    assert lines([(1, None), (2, 1), (3, None), (4, 1)]) == Lines((3, 4), ())


@given(st.sampled_from(RecordKind), TEXTS.filter(bool), st.sampled_from(["", "actual_text"]))
def test_a_place_is_one_text_and_back(kind: RecordKind, id_: str, field: str) -> None:
    place = Place(kind, id_, field)
    assert parse_place(place_text(place)) == place


def test_no_place_is_an_empty_text() -> None:
    assert place_text(Place()) == ""
    assert parse_place("") == Place()
