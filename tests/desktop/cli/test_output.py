"""The bar that a terminal sees while something takes long."""

import io
import sys

import pytest

from desktop.cli import output


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_is_drawn_after_a_second_and_wiped_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    clock = iter((0.0, 0.5, 1.5, 2.0))
    monkeypatch.setattr(output.time, "monotonic", lambda: next(clock))
    show = output.progress_bar("正在导出")
    show(1, 4)
    assert terminal.getvalue() == ""
    show(2, 4)
    assert terminal.getvalue() == "\r正在导出 [###############...............] 50%"
    show(4, 4)
    assert terminal.getvalue().endswith(" \r")


def test_a_file_sees_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    told = io.StringIO()
    monkeypatch.setattr(sys, "stderr", told)
    show = output.progress_bar("正在导出")
    monkeypatch.setattr(output, "_PATIENCE", -1.0)
    show(1, 2)
    assert told.getvalue() == ""
