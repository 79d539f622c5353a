import threading

import pytest
from PySide6.QtCore import QObject
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from db.faults import EnvironmentFault, FaultCode
from desktop.kit import tasks


class Answers:
    """What a task told, and in which thread."""

    def __init__(self) -> None:
        self.done: list[object] = []
        self.failed: list[EnvironmentFault] = []
        self.steps: list[tuple[int, int]] = []
        self.threads: set[int] = set()

    def run(self, work: object, context: QObject) -> None:
        tasks.run(work, self.take, self.failed.append, lambda *step: self.steps.append(step), context)  # type: ignore[arg-type]

    def take(self, result: object) -> None:
        self.done.append(result)
        self.threads.add(threading.get_ident())


@pytest.fixture
def answers() -> Answers:
    return Answers()


def test_work_is_done_elsewhere_and_answered_here(answers: Answers, qtbot: QtBot, qapp: QObject) -> None:
    def work(report: tasks.Report) -> int:
        report(1, 2)
        return threading.get_ident()

    answers.run(work, qapp)
    qtbot.waitUntil(lambda: bool(answers.done))
    assert answers.steps == [(1, 2)]
    assert answers.threads == {threading.get_ident()}
    assert answers.done != [threading.get_ident()]


def test_a_fault_of_the_environment_is_told_as_such(answers: Answers, qtbot: QtBot, qapp: QObject) -> None:
    def work(_: tasks.Report) -> None:
        raise EnvironmentFault(FaultCode.FILE_MISSING, path="表.xlsx")

    answers.run(work, qapp)
    qtbot.waitUntil(lambda: bool(answers.failed))
    assert answers.failed[0].code is FaultCode.FILE_MISSING
    assert answers.done == []


def test_a_bug_is_raised_where_it_is_seen(
    answers: Answers, qtbot: QtBot, qapp: QObject, caplog: pytest.LogCaptureFixture
) -> None:
    def work(_: tasks.Report) -> None:
        raise ZeroDivisionError

    with capture_exceptions() as caught:
        answers.run(work, qapp)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError
    assert [each.message for each in caplog.records] == ["background work failed"]
    caplog.clear()


def test_an_asker_that_is_gone_hears_nothing(answers: Answers, qtbot: QtBot, qapp: QObject) -> None:
    gate = threading.Event()
    asker, last = QObject(qapp), Answers()

    def work(_: tasks.Report) -> bool:
        return gate.wait(10)

    answers.run(work, asker)
    asker.deleteLater()
    del asker
    qtbot.wait(10)
    gate.set()
    last.run(lambda _: 1, qapp)
    qtbot.waitUntil(lambda: bool(last.done))
    qtbot.waitUntil(lambda: tasks.WORKER not in {each.name for each in threading.enumerate()})
    qapp.processEvents()  # type: ignore[attr-defined]
    assert answers.done == []


def test_work_that_nobody_wants_any_more_ends_at_its_next_report(answers: Answers, qtbot: QtBot, qapp: QObject) -> None:
    begun, go_on, ended = threading.Event(), threading.Event(), []

    def work(report: tasks.Report) -> None:
        report(0, 2)
        begun.set()
        go_on.wait(10)
        report(1, 2)

    cancel = tasks.run(work, answers.take, answers.failed.append, lambda *_: None, qapp, cancelled=lambda: ended.append(1))
    assert begun.wait(10)
    cancel()
    go_on.set()
    qtbot.waitUntil(lambda: ended == [1])
    assert (answers.done, answers.failed) == ([], [])


def test_what_the_asker_held_goes_in_its_own_thread(qtbot: QtBot, qapp: QObject) -> None:
    gone: list[int] = []

    class Held:
        def __del__(self) -> None:
            gone.append(threading.get_ident())

    def ask() -> None:
        done, failed, told, work = Held(), Held(), Held(), Held()
        tasks.run(
            lambda _: (work, None)[1], lambda _: (done, None)[1], lambda _: (failed, None)[1], lambda *_: (told, None)[1], qapp
        )

    for _ in range(50):
        ask()
    qtbot.waitUntil(lambda: len(gone) == 200)
    assert set(gone) == {threading.get_ident()}
