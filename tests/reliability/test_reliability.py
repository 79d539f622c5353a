"""The quick part of the long suites; ``python -m tests.reliability`` runs them in full and prints the figures."""

from pathlib import Path

import pytest

from tests.reliability import backups, changing, copied, failing, flips, kills, names, power, rollups, starts, undo


def test_a_kill_during_work_damages_and_loses_nothing(tmp_path: Path) -> None:
    figures = kills.run(tmp_path, 10)
    assert figures == kills.Figures(kills=10, accepted=figures.accepted)
    assert figures.accepted >= 7


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


def test_copies_of_some_weeks_are_kept_by_age_and_each_comes_back(tmp_path: Path) -> None:
    figures = backups.run(tmp_path, 12)
    assert figures == backups.Figures(days=figures.days, made=figures.made, kept=figures.kept)
    assert 0 < figures.kept < figures.made


def test_units_files_in_any_order_make_one_table(tmp_path: Path) -> None:
    figures = rollups.run(tmp_path, 4, 2)
    assert figures == rollups.Figures(units=4, orders=2, slowest=figures.slowest)


def test_no_name_leads_out_of_the_folder_and_every_change_is_told(tmp_path: Path) -> None:
    assert names.run(tmp_path, 40) == names.Figures(names=40)


def test_a_copy_made_by_hand_during_a_commit_is_one_state_or_is_told(tmp_path: Path) -> None:
    figures = copied.run(tmp_path, 60)
    assert figures == copied.Figures(copies=60, whole=figures.whole, told=figures.told)
    assert figures.told > 20


def test_random_work_goes_back_to_its_start_and_forth_to_its_end(tmp_path: Path) -> None:
    figures = undo.run(tmp_path, 5)
    assert figures == undo.Figures(scripts=5, steps=figures.steps)
