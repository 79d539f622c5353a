"""The built program's proof of itself, run here from the sources."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.cli.run import run
from desktop.cli.self_test import PUBLISHED_SCORES, SelfTest, StepError, self_test


@pytest.mark.usefixtures("qapp")
@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_every_step_is_told_in_one_line_and_all_are_done(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert self_test(run) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "自检通过。"
    assert [line.split()[0] for line in lines[1:-1]] == ["通过"] * len(SelfTest(tmp_path, run).steps())
    assert "92.25、97.998" in "\n".join(lines)


@pytest.mark.usefixtures("qapp")
def test_a_program_whose_commands_fail_does_not_pass(
    capsys: pytest.CaptureFixture[str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.cli.self_test.WINDOW_SECONDS", 1)  # there is no book the window could show
    with qtbot.captureExceptions():
        assert self_test(lambda _: 3) == 1

    said = capsys.readouterr().out
    assert "失败 评分：show 以状态 3 结束" in said
    assert "通过 随带的资料" in said  # the others go on
    assert "失败 导出 Excel" in said


def test_another_score_than_the_published_one_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    test = SelfTest(tmp_path, run)
    test.write_samples()
    monkeypatch.setattr("desktop.cli.self_test.PUBLISHED_SCORES", dict.fromkeys(PUBLISHED_SCORES, "0"))

    with pytest.raises(StepError, match=r"得到 .*92\.25"):
        test.check_scores()
