"""A quick part of the fuzzer; all of it is ``python -m tests.fuzz``."""

from pathlib import Path

from tests.fuzz.trial import Trial, good_files


def test_no_spoiled_file_crashes_or_hangs_the_program(tmp_path: Path) -> None:
    trial = Trial(tmp_path, good_files(tmp_path), seed=2)

    results = [trial.run(number) for number in range(20)]

    assert [(each.name, each.trouble) for each in results if each.failed] == []
    assert {each.outcome for each in results} > {"read", "refused: file_unreadable"}


def test_a_file_follows_from_seed_and_number(tmp_path: Path) -> None:
    files = good_files(tmp_path)

    assert Trial(tmp_path, files, seed=2).run(7).data == Trial(tmp_path, files, seed=2).run(7).data
