"""All files of one import together: each held against the book, what is ready, what hinders it, what stays outside. No Qt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from db.faults import EnvironmentFault
from desktop.importing.intake import Intake, Need, Stage, has_content, needs
from desktop.importing.plan import TablePlan, plan_of, rows_taken, undecided
from desktop.kit.wording import fault_text
from desktop.reading.merge import Outcome
from scoring.table import TableKey, YearTable

STEP_OF = {Need.UNIT: 1, Need.YEAR: 1, Need.COLUMNS: 2, Need.CONTENT: 2, Need.VALUES: 3}


def key_text(key: TableKey) -> str:
    """A table's unit, year and subject as a person says them."""
    return f"{key.unit or '（未写单位）'}　{key.year or '（未写年度）'}　{key.subject or '部门整体支出'}"


@dataclass(slots=True)
class Batch:
    """The plans of every file, by its path."""

    plans: dict[Path, tuple[TablePlan, ...]] = field(default_factory=dict)

    def of(self, intake: Intake | None) -> tuple[TablePlan, ...]:
        return self.plans.get(intake.path, ()) if intake is not None else ()

    def hold(self, intake: Intake, held_by_book: Callable[[TableKey], YearTable | None]) -> None:
        """Hold a file's tables against the book; the clerk's word on cells is kept. A fault is kept in the intake."""
        before = {each.key: each for each in self.plans.pop(intake.path, ())}
        found = []
        for each in intake.found:
            try:
                held = held_by_book(each.table.key)
            except EnvironmentFault as fault:
                intake.fault, intake.stage = fault, Stage.FAILED
                return
            plan = plan_of(each, intake.name, held)
            old = before.get(plan.key)
            if old is not None:
                plan.wanted = old.wanted
                plan.taken = dict(old.taken)
            found.append(plan)
        self.plans[intake.path] = tuple(found)


def ready(batch: Batch, intakes: Sequence[Intake]) -> list[TablePlan]:
    """The tables that would go in."""
    files = [each for each in intakes if each.stage is Stage.READY]
    return [
        plan for each in files for plan in batch.of(each) if plan.wanted and moves(plan) and has_content(plan.understood.table)
    ]


def moves(plan: TablePlan) -> bool:
    """Whether a table has anything to take in, or to decide."""
    return bool(rows_taken(plan) or undecided(plan))


def hindrance(batch: Batch, intakes: Sequence[Intake], current: Intake | None) -> str:
    """Why nothing can go in now, and what to do; empty where the way is free."""
    plans = ready(batch, intakes)
    waiting = sum(undecided(each) for each in plans)
    if waiting:
        return f"还有 {waiting} 处冲突要选用哪一边：在第 3 步勾选的用文件的，或用上方的按钮一次选定。"
    keys = [each.key for each in plans]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        sources = "”“".join(each.source for each in plans if each.key == twice)
        return f"“{sources}”是同一张表（{key_text(twice)}），只能导入一个，请移出另一个。"
    return "" if plans else _nothing(batch, current)


def _nothing(batch: Batch, intake: Intake | None) -> str:
    """What the chosen file lacks."""
    if intake is None:
        return "点“添加文件”，或把文件拖到这里。"
    if intake.fault is not None:
        return fault_text(intake.fault)
    asked = sorted(needs(intake), key=lambda each: (STEP_OF[each], each.value))
    if asked:
        return "还要决定：" + "；".join(f"{each.value}（第 {STEP_OF[each]} 步）" for each in asked) + "。"
    if intake.stage is not Stage.READY:
        return ""
    same = all(each.outcome is Outcome.SAME for plan in batch.of(intake) for each in plan.changes)
    return "和账套里的完全相同，没有要导入的改变。" if same else "没有要导入的改变：账套里的都保留。"


def left_out(intakes: Sequence[Intake]) -> str:
    """Which files this import leaves aside."""
    outside = [each.name for each in intakes if each.stage in (Stage.OPEN, Stage.FAILED, Stage.STOPPED)]
    reading = [each for each in intakes if each.stage in (Stage.WAITING, Stage.READING)]
    parts = [f"还有 {len(reading)} 个文件没有读完。"] if reading else []
    if outside:
        parts.append(f"不在这次导入之内：{'、'.join(outside)}。")
    return "".join(parts)
