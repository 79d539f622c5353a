from decimal import Decimal

from desktop.kit.choosing import Sum, next_chosen, summed


def test_plain_numbers_are_added_exactly_and_words_and_rates_are_left_aside() -> None:
    assert summed(["0.1", "0.2", "1,000", "３", "95%", "8人", ""]) == Sum(4, Decimal("1003.3"), Decimal("250.825"))
    assert summed(["1", "1", "2"]) == Sum(3, Decimal(4), Decimal("1.3333"))


def test_one_number_alone_is_no_sum() -> None:
    assert summed(["4.5", "人"]) is None


def test_blocks_are_walked_one_after_the_other() -> None:
    boxes = [(0, 0, 1, 1), (5, 3, 5, 3)]
    place = 0, 0
    walked = []
    for _ in range(5):
        found = next_chosen(boxes, *place, 1, lambda *_: True, across=False)
        assert found is not None
        place = found
        walked.append(found)
    assert walked == [(1, 0), (0, 1), (1, 1), (5, 3), (0, 0)]
    assert next_chosen(boxes, 9, 9, 1, lambda *_: True, across=True) is None
