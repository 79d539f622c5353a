"""Monthly execution: what was spent by the end of each month, its rate beside the progress due. No Qt."""

from desktop.forms.number_text import format_number, format_rate
from desktop.kit.tones import Tone
from desktop.pages.sheet import Sheet, SheetCell, SheetColumn, SheetRow, typed
from scoring.months import GROUP, RATE, SPENT, MonthLine, month_lines
from scoring.number import round_half_up
from scoring.scored import ScoredFact, ScoredTable
from scoring.table import BaseFact, RecordKind
from scoring.writing import Offer

FACT = RecordKind.BASE_FACT


def month_sheet(scored: ScoredTable) -> Sheet:
    """Twelve rows; what is not there yet is offered."""
    money = scored.table.heading.money_unit
    columns = (
        SheetColumn("月份", 5),
        SheetColumn(f"累计执行数（{money}）", 11),
        SheetColumn("执行率", 8),
        SheetColumn("序时进度", 8),
        SheetColumn("是否达到"),
    )
    rows: list[SheetRow] = []
    offers: list[Offer] = []
    for line in month_lines(scored):
        amount, offer = _cell(line.spent, SPENT.format(line.number), money)
        offers += offer
        rate, offer = _cell(line.typed_rate, RATE.format(line.number), "%")
        offers += offer
        rows.append(SheetRow((SheetCell(f"{line.number}月"), amount, _rate(line, rate), _progress(line), _reached(line))))
    return Sheet(columns, tuple(rows), tuple(offers))


def _cell(fact: ScoredFact | None, label: str, unit: str) -> tuple[SheetCell, list[Offer]]:
    if fact is not None:
        bad = bool(fact.fact.value_text.strip()) and fact.value is None
        tip = "不是数字，没有计算" if bad else ""
        tone = Tone.BAD if bad else Tone.PLAIN
        return typed(FACT, fact.fact.id, "value_text", fact.fact.value_text, number=True, tone=tone, tip=tip), []
    seed = BaseFact(f"offered-{label}", label, "", unit, GROUP)
    return typed(FACT, seed.id, "value_text", "", number=True), [Offer(FACT, seed)]


def _rate(line: MonthLine, cell: SheetCell) -> SheetCell:
    """A typed rate as typed; else the one worked out, which typing replaces."""
    if cell.text or line.rate is None:
        return cell
    tip = f"累计执行数 ÷ 全年预算数 = {format_rate(line.rate)}；也可直接填写"
    return SheetCell(format_rate(line.rate), "", cell.place, open=True, number=True, tone=Tone.STRONG, tip=tip)


def _progress(line: MonthLine) -> SheetCell:
    return SheetCell(format_rate(line.progress), number=True, tone=Tone.QUIET)


def _reached(line: MonthLine) -> SheetCell:
    if line.reached is None or line.rate is None:
        return SheetCell()
    if line.reached:
        return SheetCell("✓ 达到", tone=Tone.GOOD)
    short = round_half_up(line.progress - line.rate, 2)
    return SheetCell(f"▼ 未达到，差 {format_number(short)} 个百分点", tone=Tone.BAD)
