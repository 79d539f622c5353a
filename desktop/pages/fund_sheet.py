"""The funds as the form has them: lines under their split, live rates, sums across, and whether the splits agree. No Qt."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from desktop.forms.fields import FUND_FIELDS
from desktop.forms.form import BlockKind, FormLayout
from desktop.forms.number_text import format_number, format_rate
from desktop.forms.outline import fund_lines
from desktop.kit.tones import Tone
from desktop.pages.sheet import EMPTY, Sheet, SheetCell, SheetColumn, SheetRow, gravest, typed
from scoring.base_figures import FundTotal, fund_totals
from scoring.finding import Finding, Place
from scoring.number import round_half_up
from scoring.scored import ScoredFund, ScoredTable
from scoring.table import FundLine, RecordKind
from scoring.writing import Offer

FUND = RecordKind.FUND
AMOUNTS = ("initial_budget", "adjusted_budget", "executed")
USUAL = {"initial_budget": "年初预算数", "adjusted_budget": "全年预算数", "executed": "全年执行数", "execution_rate": "执行率"}
NAMES_OF_TOTALS = ("合计", "总计", "总额", "小计")


def fund_sheet(form: FormLayout, scored: ScoredTable, findings: Sequence[Finding] = ()) -> Sheet:
    """One row for every line, and under each split its sum; the columns are those that the form or the table has."""
    offers = offered_lines(form, scored)
    shown = _shown(form, scored)
    points = "fund_points" in shown
    columns = [SheetColumn("划分", 7), SheetColumn("项目"), *(SheetColumn(shown[each], 6) for each in AMOUNTS if each in shown)]
    columns += [SheetColumn(shown["execution_rate"], 5), SheetColumn("表上印的", 5)]
    columns += [SheetColumn("分值", 4), SheetColumn("得分", 5)] if points else []
    columns.append(SheetColumn("核对", 9))
    lines = [*scored.funds, *(_unfilled(each.record) for each in offers if isinstance(each.record, FundLine))]
    totals = {each.group: each for each in fund_totals(scored.funds)}
    first = next(iter(totals.values()), None)
    rows: list[SheetRow] = []
    for group in dict.fromkeys(each.line.group for each in lines):
        own = [each for each in lines if each.line.group == group]
        for number, fund in enumerate(own):
            rows.append(_line_row(fund, shown, points=points, group=group if number == 0 else ""))
        if group in totals and sum(each.line.level == 1 for each in own) > 1 and not any(map(_is_total, own)):
            rows.append(_total_row(totals[group], first, shown, points=points))
    return Sheet(tuple(columns), tuple(rows), offers, gravest(findings))


def offered_lines(form: FormLayout, scored: ScoredTable) -> tuple[Offer, ...]:
    """The lines that the form prints, while the table has none of its own."""
    if scored.funds:
        return ()
    return tuple(Offer(FUND, replace(line, id=f"offered-{at}"), "funds") for at, line in enumerate(fund_lines(form)))


def _shown(form: FormLayout, scored: ScoredTable) -> dict[str, str]:
    """The figures to show, with the form's words for them; those it does not print only where the table has them."""
    words: dict[str, str] = {}
    for block in form.blocks_of(BlockKind.FUNDS):
        words |= {each.field: each.label for each in block.figures}
        words |= {each.field: each.header[-1] for each in block.columns if each.field != "fund_label"}
        words |= {slot.value.figure: slot.label for row in block.rows for slot in row if slot.value and slot.value.kind == "fund"}
    cells = any(block.rows for block in form.blocks_of(BlockKind.FUNDS))
    used = {each for each in AMOUNTS if any(getattr(fund.line, f"{each}_text") for fund in scored.funds)}
    wanted = [each for each in USUAL if each in words or each in used or each == "execution_rate" or not words]
    shown = {each: USUAL[each] if cells else words.get(each, USUAL[each]) for each in wanted}
    return shown | ({"fund_points": "分值"} if "fund_points" in words else {})


def _unfilled(line: FundLine) -> ScoredFund:
    return ScoredFund(line, None, None, None, None, "", None)


def _is_total(fund: ScoredFund) -> bool:
    return fund.line.label.strip().endswith(NAMES_OF_TOTALS)


def _line_row(fund: ScoredFund, shown: dict[str, str], *, points: bool, group: str) -> SheetRow:
    line = fund.line
    place = Place(FUND, line.id, "group")
    cells = [SheetCell(group, line.group, place, open=True, tone=Tone.STRONG)]  # said once for the lines below each other
    cells.append(typed(FUND, line.id, "label", line.label, depth=max(0, line.level - 1)))
    cells += [_amount(fund, each) for each in AMOUNTS if each in shown]
    cells.append(SheetCell(fund.execution_rate_text, number=True, tone=Tone.STRONG, tip=_rate_tip(fund)))
    differs = _differs(fund)
    tip = f"按数据计算是 {fund.execution_rate_text}" if differs else "原表印的执行率，只用来核对"
    printed = typed(FUND, line.id, "published_rate_text", line.published_rate_text, number=True, tip=tip)
    cells.append(_toned(printed, Tone.BAD if differs else Tone.QUIET))
    if points:
        cells.append(typed(FUND, line.id, "points_text", line.points_text, number=True))
        cells.append(typed(FUND, line.id, "given_score_text", FUND_FIELDS["fund_score"].text(fund), number=True))
    cells.append(SheetCell("× 与表上印的不同", tone=Tone.BAD) if differs else EMPTY)
    return SheetRow(tuple(cells), (FUND, line.id))


def _toned(cell: SheetCell, tone: Tone) -> SheetCell:
    return typed(FUND, cell.place.id, cell.place.field, cell.text, number=True, tone=tone, tip=cell.tip) if cell.place else cell


def _amount(fund: ScoredFund, name: str) -> SheetCell:
    text = str(getattr(fund.line, f"{name}_text"))
    unread = bool(text.strip()) and getattr(fund, name) is None
    tip = "不是数字，没有算进合计" if unread else ""
    return typed(FUND, fund.line.id, f"{name}_text", text, number=True, tone=Tone.BAD if unread else Tone.PLAIN, tip=tip)


def _rate_tip(fund: ScoredFund) -> str:
    if fund.execution_rate is None:
        return "执行率 = 全年执行数 ÷ 全年预算数，填好两个数后自动算出" if fund.adjusted_budget != 0 else "全年预算数为 0，不适用"
    return f"{format_number(fund.executed)} ÷ {format_number(fund.adjusted_budget)} = {fund.execution_rate_text}"


def _differs(fund: ScoredFund) -> bool:
    """Whether the printed rate is another number than ours at the decimals it prints."""
    if fund.published_rate is None or fund.execution_rate is None:
        return False
    digits = fund.line.published_rate_text.strip().rstrip("%％")
    return round_half_up(fund.execution_rate, len(digits.partition(".")[2])) != fund.published_rate


def _total_row(total: FundTotal, first: FundTotal | None, shown: dict[str, str], *, points: bool) -> SheetRow:
    amounts = [SheetCell(format_number(getattr(total, each)), number=True, tone=Tone.STRONG) for each in AMOUNTS if each in shown]
    cells = [EMPTY, SheetCell(f"{total.group}合计".removeprefix("按"), tone=Tone.STRONG), *amounts]
    cells.append(SheetCell(format_rate(total.execution_rate), number=True, tone=Tone.STRONG))
    cells.append(EMPTY)
    cells += [EMPTY, EMPTY] if points else []
    cells.append(_compared(total, first, shown))
    return SheetRow(tuple(cells))


def _compared(total: FundTotal, first: FundTotal | None, shown: dict[str, str]) -> SheetCell:
    """Whether the split adds up to the same money as the first one."""
    if first is None or first is total:
        return EMPTY
    apart: list[str] = []
    known = False
    for each in AMOUNTS:
        ours: Decimal | None = getattr(total, each)
        theirs: Decimal | None = getattr(first, each)
        if each in shown and ours is not None and theirs is not None:
            known = True
            if ours != theirs:
                apart.append(f"{shown[each]}相差 {format_number(abs(ours - theirs))}")
    if apart:
        words = "；".join(apart)
        return SheetCell(f"× {words}", tone=Tone.BAD, tip=f"与“{first.group}”合计{words}")
    return SheetCell(f"✓ 与{first.group}一致", tone=Tone.GOOD) if known else EMPTY
