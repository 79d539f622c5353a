"""The base figures with where they come from, those the rules still ask for, and the live ratios. No Qt."""

from collections.abc import Sequence

from desktop.forms.fact_offers import of_months, wanted_figures
from desktop.kit.tones import Tone
from desktop.kit.wording_steps import step_text
from desktop.pages.sheet import Sheet, SheetCell, SheetColumn, SheetRow, gravest, typed
from scoring.finding import Finding
from scoring.rulebook import figure_names
from scoring.scored import ScoredFact, ScoredTable
from scoring.table import BaseFact, RecordKind

FACT = RecordKind.BASE_FACT
COLUMNS = (
    SheetColumn("序号", 4),
    SheetColumn("项目"),
    SheetColumn("数值", 9),
    SheetColumn("单位", 5),
    SheetColumn("分组", 9),
    SheetColumn("来源"),
)


def fact_sheet(scored: ScoredTable, findings: Sequence[Finding] = ()) -> Sheet:
    """One row for every figure but those of the months, which stand with the funds; then those the rules still ask for."""
    offers = wanted_figures(scored)
    facts = [each for each in scored.base_facts if not of_months(each.fact)]
    rows = [_row(number, each, asked=False) for number, each in enumerate(facts, 1)]
    for number, offer in enumerate(offers, len(rows) + 1):
        if isinstance(offer.record, BaseFact):
            rows.append(_row(number, ScoredFact(offer.record, None), asked=True))
    return Sheet(COLUMNS, tuple(rows), offers, gravest(findings))


def _row(number: int, fact: ScoredFact, *, asked: bool) -> SheetRow:
    one = fact.fact
    unread = bool(one.value_text.strip()) and fact.value is None
    tip = "评分办法要用这个数，填好后自动计算" if asked else "不是数字，不能用来计算" if unread else ""
    tone = Tone.QUIET if asked else Tone.PLAIN
    return SheetRow(
        (
            SheetCell(str(number), centred=True, tone=Tone.QUIET),
            typed(FACT, one.id, "label", one.label, tone=tone, tip=tip),
            typed(FACT, one.id, "value_text", one.value_text, number=True, tone=Tone.BAD if unread else Tone.PLAIN, tip=tip),
            typed(FACT, one.id, "unit", one.unit, centred=True, tone=tone),
            typed(FACT, one.id, "group", one.group, tone=tone),
            typed(FACT, one.id, "source_text", one.source_text),
        ),
        (FACT, one.id),
    )


RATIOS = (SheetColumn("比率"), SheetColumn("结果", 8), SheetColumn("计算过程"))


def ratio_sheet(scored: ScoredTable) -> Sheet:
    """The ratios of the rulebook whose figures the table has; 不适用 where the divisor is zero."""
    names = figure_names(scored.rulebook)
    rows = []
    for rate in scored.rates:
        steps = [step_text(each, names) for each in rate.steps]
        last = SheetCell(steps[-1] if steps else "", tone=Tone.QUIET, tip="\n".join(steps))
        tone = Tone.STRONG if rate.value_text else Tone.ATTENTION
        rows.append(SheetRow((SheetCell(rate.label), SheetCell(rate.value_text or "不适用", number=True, tone=tone), last)))
    return Sheet(RATIOS, tuple(rows))
