"""What the paper leaves out but can only be one figure."""

from desktop.reading.deduce import deduce
from desktop.reading.drafts import Draft
from scoring.table import NodeKind


def band(level: int, points: str = "", given: str = "", printed: str = "") -> Draft:
    texts = {"points_text": points, "given_score_text": given, "published_score_text": printed}
    return Draft(level, NodeKind.GROUP, texts={name: text for name, text in texts.items() if text})


def told(drafts: list[Draft]) -> list[tuple[int, str, str]]:
    places = {id(draft): at for at, draft in enumerate(drafts)}
    return [(places[id(each.draft)], each.attribute, each.text) for each in deduce(drafts)]


def test_the_one_part_without_points_has_the_rest() -> None:
    assert told([band(1, "50", printed="49.9"), band(2, "5", "5"), band(2, given="20"), band(2, "25", "24.9")]) == [
        (2, "points_text", "20")
    ]


def test_two_parts_without_points_stay_without() -> None:
    assert told([band(1, "50"), band(2, given="5"), band(2, given="20"), band(2, "5", "5")]) == []


def test_a_part_with_more_than_the_rest_stays_without_points() -> None:
    assert told([band(1, "50"), band(2, "40", "40"), band(2, given="20")]) == []


def test_parts_of_full_marks_are_full_where_no_row_could_say_so() -> None:
    assert told([band(1, "20", "20"), band(2, "10"), Draft(3), band(2, "10"), Draft(3)]) == [
        (1, "given_score_text", "10"),
        (3, "given_score_text", "10"),
    ]


def test_rows_with_points_speak_for_themselves() -> None:
    row = Draft(3, texts={"points_text": "10"})
    assert told([band(1, "20", "20"), band(2, "10"), row, band(2, "10")]) == []


def test_marks_lost_somewhere_are_not_shared_out() -> None:
    assert told([band(1, "20", "19"), band(2, "10"), band(2, "10")]) == []
