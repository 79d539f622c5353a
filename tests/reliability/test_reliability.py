"""The quick part of the long suites; ``python -m tests.reliability`` runs them in full and prints the figures."""

from pathlib import Path

import pytest

from tests.reliability import changing, failing, flips, kills, power, starts


def test_a_kill_during_work_damages_and_loses_nothing(tmp_path: Path) -> None:
    figures = kills.run(tmp_path, 8)
    assert figures.accepted >= 8
    assert (figures.damaged, figures.lost, figures.half) == (0, 0, 0)


def test_a_power_cut_leaves_a_state_between_two_accepted_operations(tmp_path: Path) -> None:
    assert power.run(tmp_path, 100) == power.Figures(states=100)


@pytest.mark.parametrize(("once", "full"), [(False, True), (True, False)], ids=["disk full", "one error"])
def test_every_write_that_fails_is_one_fault_and_no_loss(tmp_path: Path, *, once: bool, full: bool) -> None:
    figures = failing.run(tmp_path, once=once, full=full, names=("edit", "insert", "seal", "remove"), stride=4)
    assert figures == failing.Figures(failures=figures.failures)
    assert figures.failures > 25


@pytest.mark.parametrize("once", [False, True], ids=["disk full", "one error"])
def test_a_book_being_made_brought_up_or_restored_is_whole_or_not_there(tmp_path: Path, *, once: bool) -> None:
    figures = changing.run(tmp_path, once=once, stride=9)
    assert figures == changing.Figures(failures=figures.failures)
    assert figures.failures > 20


@pytest.mark.parametrize(("kind", "count"), [("flip", 60), ("page", 15), ("cut", 15)])
def test_damage_is_noticed_named_and_the_rest_is_rescued(tmp_path: Path, kind: str, count: int) -> None:
    figures = flips.run(tmp_path, kind, count, rescue_every=10)
    assert (figures.files, figures.silent, figures.unnamed, figures.spoiled) == (count, 0, 0, 0)
    assert figures.changed > 0
    assert figures.rescued == figures.untouched


def test_of_several_starts_at_once_one_writes_and_is_named_to_the_others(tmp_path: Path) -> None:
    figures = starts.run(tmp_path, 2, at_once=4)  # the writer of the second round is killed
    assert figures == starts.Figures(rounds=2, writers=2, refused=6)
