"""Live figures in texts: ``{预算完成率}`` stands for the figure of that name, filled in wherever the text is shown or printed."""

import re
from collections.abc import Mapping
from decimal import Decimal

from desktop.forms.number_text import format_number, format_rate
from desktop.kit.wording import GRADES
from scoring.base_figures import fund_totals
from scoring.scored import ScoredTable

LONGEST = 40
_MARKER = re.compile(rf"\{{([^{{}}\n]{{1,{LONGEST}}})\}}")


def marker(name: str) -> str:
    """What stands in the text for a figure."""
    return f"{{{name}}}"


def fill_figures(text: str, scored: ScoredTable) -> str:
    """The text with every known marker replaced by its figure; an unknown or empty one stays as it is typed."""
    if "{" not in text:
        return text
    known = live_figures(scored)
    return _MARKER.sub(lambda found: known.get(found[1].strip(), "") or found[0], text)


def filled_texts(scored: ScoredTable) -> dict[str, str]:
    """The texts of the table by key, as they are shown and printed."""
    return {each.id: fill_figures(each.text, scored) for each in scored.table.narratives}


def unfilled(text: str, scored: ScoredTable) -> tuple[str, ...]:
    """The names in markers that stand for nothing (yet)."""
    known = live_figures(scored) if "{" in text else {}
    names = (found[1].strip() for found in _MARKER.finditer(text))
    return tuple(dict.fromkeys(name for name in names if not known.get(name)))


def live_figures(scored: ScoredTable) -> Mapping[str, str]:
    """Every figure a text can name, with its words."""
    return {name: text for figures in figure_groups(scored).values() for name, text in figures.items()}


def figure_groups(scored: ScoredTable) -> Mapping[str, Mapping[str, str]]:
    """The figures under the headings of a menu; a name stands once, where it comes first, and never without words."""
    taken: set[str] = set()
    found: dict[str, dict[str, str]] = {}
    for heading, figures in (
        ("汇总", _whole(scored)),
        ("资金", _money(scored)),
        ("比率", [(rate.label.replace("“", "").replace("”", ""), rate.value_text) for rate in scored.rates]),
        ("得分", _scores(scored)),
        ("基础数据", _facts(scored)),
    ):
        for words, text in figures:
            name = "".join(words.split()).replace("{", "").replace("}", "")[:LONGEST]
            if name and text and name not in taken:
                taken.add(name)
                found.setdefault(heading, {})[name] = text
    return found


def _whole(scored: ScoredTable) -> list[tuple[str, str]]:
    bands = {each.key: each.label for each in scored.rulebook.grades}
    leaves = [row for row in scored.rows.values() if row.node.leaf]
    return [
        ("单位名称", scored.table.key.unit),
        ("年度", str(scored.table.key.year)),
        ("自评得分", format_number(scored.score)),
        ("总分值", format_number(scored.points)),
        ("自评等级", bands.get(scored.grade) or GRADES.get(scored.grade, "")),
        ("指标数", str(len(leaves)) if leaves else ""),
        ("未达到目标的指标数", str(sum(row.met is False for row in leaves)) if leaves else ""),
    ]


def _money(scored: ScoredTable) -> list[tuple[str, str]]:
    """The sums of the first split, then every line."""
    unit = scored.table.heading.money_unit

    def amount(value: Decimal | None) -> str:
        return "" if value is None else f"{format_number(value)}{unit}"

    found: list[tuple[str, str]] = []
    for total in fund_totals(scored.funds)[:1]:
        found += [("年初预算数", amount(total.initial_budget)), ("全年预算数", amount(total.adjusted_budget))]
        found += [("全年执行数", amount(total.executed)), ("预算执行率", format_rate(total.execution_rate))]
    for fund in scored.funds:
        label = fund.line.label.removeprefix("其中：")
        found += [(f"{label}预算数", amount(fund.adjusted_budget)), (f"{label}执行数", amount(fund.executed))]
        found.append((f"{label}执行率", fund.execution_rate_text))
    return found


def _scores(scored: ScoredTable) -> list[tuple[str, str]]:
    groups = [row for row in scored.rows.values() if not row.node.leaf and row.score is not None]
    return [(f"{row.node.name}得分", format_number(row.score)) for row in groups]


def _facts(scored: ScoredTable) -> list[tuple[str, str]]:
    facts = [each.fact for each in scored.base_facts]
    return [
        (
            each.label,
            each.value_text if not each.value_text or each.value_text.endswith(each.unit) else each.value_text + each.unit,
        )
        for each in facts
    ]
