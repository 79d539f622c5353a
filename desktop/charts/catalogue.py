"""The charts of a comparison: each a function from comparison to plain data, entered under its own name."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction

from desktop.charts.chart_data import INDENT, Bar, Bars, ChartData, Heat, HeatRow, Panel, Panels, Step, Tone, Waterfall, Words
from desktop.forms.compared_text import amount, money, percent, side_labels, signed
from desktop.kit.wording_charts import CHARTS
from desktop.kit.wording_years import PARTS
from scoring.compare import ComparedRow, Comparison
from scoring.compare_money import FundRow
from scoring.exact import as_decimal
from scoring.lost_points import Loss, lost_points
from scoring.number import canonical, round_half_up
from scoring.target import Direction

FULL = Decimal(100)
OVER = Decimal(130)  # from here on a target counts as far exceeded
LONGEST_RATE = Decimal(200)
MOST_OF_IT = 80  # per cent of the points lost that are told row by row
LEAST_LOSSES = 5
NO_TOTAL = "没有评分的行，无法计算得分变化。"
ONE_YEAR = "只有一个年度，再选一个年度即可看到变化。"

Chart = Callable[[Comparison, int], ChartData]
CATALOGUE: dict[str, Chart] = {}


def chart(function: Chart) -> Chart:
    """Enter a chart under its function's name; the words for it stand in ``desktop.kit.wording_charts``."""
    CATALOGUE[function.__name__] = function
    return function


def chart_data(key: str, comparison: Comparison, most: int = 100) -> ChartData:
    """The data of a chart with at most so many rows.

    Raises:
        KeyError: no chart has this key.
    """
    return CATALOGUE[key](comparison, most)


@chart
def score_change(comparison: Comparison, _most: int) -> ChartData:
    """Why did the total move? From the first total over the parts to the last one."""
    labels = side_labels(comparison)
    change = comparison.change
    title = f"{CHARTS['score_change']}：{labels[0]} → {labels[-1]}"
    if all(each.score is None for each in comparison.totals):
        return Waterfall(Words(title, note=NO_TOTAL))
    steps = [
        Step(
            labels[0],
            Decimal(0),
            change.before,
            canonical(change.before),
            Tone.TOTAL,
            f"{labels[0]} 总分 {canonical(change.before)}",
        )
    ]
    if len(comparison.tables) < 2:
        return Waterfall(Words(title.partition("：")[0] + f"：{labels[0]}", note=ONE_YEAR), tuple(steps))
    level = change.before
    for part, value in change.parts.items():
        if value:
            tone = Tone.GOOD if value > 0 else Tone.BAD
            steps.append(Step(PARTS[part], level, level + value, signed(value), tone, f"{PARTS[part]} {signed(value)} 分"))
        level += value
    steps.append(
        Step(
            labels[-1],
            Decimal(0),
            change.after,
            canonical(change.after),
            Tone.TOTAL,
            f"{labels[-1]} 总分 {canonical(change.after)}",
        )
    )
    note = "总分没有变化。" if len(steps) == 2 else ""
    ground = _ground([each for step in steps for each in (step.start, step.end) if step.tone is not Tone.TOTAL or each])
    legend = "■ 总分   ▲ 增加   ▼ 减少（斜线）" + (f"   纵轴从 {canonical(ground)} 分起" if ground else "")
    return Waterfall(Words(title, legend, note), tuple(steps), ground)


def _ground(levels: list[Decimal]) -> Decimal:
    """Where the scale begins: at 0 if the parts are large, else near enough for small parts to be seen."""
    low, high = min(levels, default=Decimal(0)), max(levels, default=Decimal(0))
    if low <= 0 or high - low > low / 2:
        return Decimal(0)
    return Decimal(int(low - max((high - low) / 2, Decimal(1))))


@chart
def bullet(comparison: Comparison, most: int) -> ChartData:
    """How far were targets reached? One line a row, the scale in per cent of its target, most points lost first."""
    last = len(comparison.tables) - 1
    labels = side_labels(comparison)
    title = f"{CHARTS['bullet']}：{labels[last]}"
    lines = [each for each in comparison.rows if last in each.values and each.values[last].completion_rate is not None]
    if not lines:
        return Bars(Words(title, note="没有能计算完成率的指标。"))
    lines.sort(key=lambda each: (-(each.values[last].lost or Decimal(0)), each.values[last].completion_rate or Fraction(0)))
    bars = tuple(_bullet(each, last, labels) for each in lines[:most])
    note = _left_out(len(lines), most, "失分最多、完成率最低")
    before = f"   ◆ {labels[last - 1]}" if last else ""
    legend = f"▬ 完成率   ▏目标 100%{before}   阴影：{OVER}% 以上   斜线：未完成"
    return Bars(Words(title, legend, note), bars, "目标的百分比（%）", OVER, LONGEST_RATE)


def _bullet(line: ComparedRow, side: int, labels: tuple[str, ...]) -> Bar:
    values = line.values[side]
    rate = round_half_up(values.completion_rate or Fraction(0), 2)
    earlier = line.values.get(side - 1)
    before = None if earlier is None or earlier.completion_rate is None else round_half_up(earlier.completion_rate, 2)
    plain = values.target_value is None or values.actual_value is None
    text = f"{values.actual_text}（{values.target_text}）" if plain else _figures(line, side)
    tip = f"{line.name}\n目标：{values.target_text}\n实际：{values.actual_text}\n完成率：{canonical(rate)}%"
    if before is not None:
        tip += f"\n{labels[side - 1]} 完成率：{canonical(before)}%"
    if values.lost:
        tip += f"\n失分：{canonical(values.lost)}"
    return Bar(
        line.at,
        line.name,
        min(rate, LONGEST_RATE),
        f"{percent(values.completion_rate)}  {text}",
        Tone.BAD if rate < FULL else Tone.PLAIN,
        tick=FULL,
        before=None if before is None else min(before, LONGEST_RATE),
        over=rate > LONGEST_RATE,
        tip=tip,
    )


def _figures(line: ComparedRow, side: int) -> str:
    values = line.values[side]
    sign = {Direction.AT_MOST: "≤", Direction.AT_LEAST: "≥"}.get(line.direction or Direction.QUALITATIVE, "")
    unit = line.unit if values.comparable else values.unit
    return f"{amount(values.actual_value)}（{sign}{amount(values.target_value)}{unit}）"


@chart
def points_lost(comparison: Comparison, most: int) -> ChartData:
    """Where were points lost? The largest losses up to four fifths of all, the rest in one line."""
    last = len(comparison.tables) - 1
    labels = side_labels(comparison)
    title = f"{CHARTS['points_lost']}：{labels[last]}"
    losses = lost_points(comparison.tables[last])
    if not losses:
        scored = comparison.tables[last].score is not None
        return Bars(Words(title, note="没有失分。" if scored else "没有评分的行，没有失分可排。"))
    at = {row.node.id: place for place, each in enumerate(comparison.tracks) for row in each.rows.get(last, ())}
    told = 1 + next((place for place, each in enumerate(losses) if each.running_share >= MOST_OF_IT), len(losses) - 1)
    told = min(max(told, LEAST_LOSSES), len(losses), most)
    bars = [
        Bar(
            at[each.row.node.id],
            each.row.node.name or each.row.node.target_text,
            each.lost,
            f"{canonical(each.lost)} 分   累计 {percent(each.running_share)}",
            Tone.BAD,
            tip=_loss_tip(each),
        )
        for each in losses[:told]
    ]
    rest = losses[told:]
    if rest:
        lost = sum((each.lost for each in rest), Decimal(0))
        bars.append(
            Bar(
                None,
                f"其余 {len(rest)} 行",
                lost,
                f"{canonical(lost)} 分   累计 100%",
                Tone.QUIET,
                tip="\n".join(each.row.node.name for each in rest[:20]),
            )
        )
    whole = sum((each.lost for each in losses), Decimal(0))
    return Bars(
        Words(title, f"共失 {canonical(whole)} 分，{len(losses)} 行"),
        tuple(bars),
        "失分（分）",
        longest=max(each.value or Decimal(0) for each in bars),
    )


def _loss_tip(loss: Loss) -> str:
    share, running = percent(loss.share), percent(loss.running_share)
    return f"{loss.row.node.name}\n失 {canonical(loss.lost)} 分，占全部失分 {share}\n累计 {running}"


@chart
def trend(comparison: Comparison, most: int) -> ChartData:
    """How did each indicator go over the years? A small chart for each, the total first; a missing year is a gap."""
    labels = side_labels(comparison)
    years = comparison.years
    apart = len(set(years)) == len(years)
    places = tuple(year - years[0] for year in years) if apart else tuple(range(len(years)))
    title = CHARTS["trend"] + (f"：{labels[0]}—{labels[-1]}" if len(labels) > 1 else f"：{labels[0]}")
    if len(comparison.tables) < 2:
        return Panels(Words(title, note=ONE_YEAR))
    lines = sorted(comparison.rows, key=_by_movement)
    panels = [each for line in lines if (each := _panel(line, comparison, labels)) is not None]
    scores = tuple(each.score for each in comparison.totals)
    if any(each is not None for each in scores):
        texts = "，".join(f"{label} {canonical(each)}" for label, each in zip(labels, scores, strict=True) if each is not None)
        last = next((each for each in reversed(scores) if each is not None), None)
        panels.insert(0, Panel(None, "总分", scores, tuple(None for _ in scores), amount(last), Tone.TOTAL, f"总分：{texts}"))
    if not panels:
        return Panels(Words(title, note="没有可以画出的数值。"))
    legend = "● 实际（没有数值的行为得分率）   ┄ 目标   ◆ 变差   缺的年度留空"
    return Panels(Words(title, legend, _left_out(len(panels), most, "得分变化最大")), labels, places, tuple(panels[:most]))


def _by_movement(line: ComparedRow) -> tuple[Decimal, bool, bool, int]:
    """Rows whose score moved most come first, then those whose actual or target moved, then those with figures at all."""
    moved = len({(each.actual_value, each.target_value) for each in line.values.values()}) > 1
    figures = any(each.actual_value is not None for each in line.values.values())
    return -abs(line.change.score or Decimal(0)), not moved, not figures, line.at


def _panel(line: ComparedRow, comparison: Comparison, labels: tuple[str, ...]) -> Panel | None:
    sides = range(len(comparison.tables))
    found = [line.values.get(side) for side in sides]
    actuals = tuple(None if each is None or not each.comparable else each.actual_value for each in found)
    aims = tuple(None if each is None or not each.comparable else each.target_value for each in found)
    unit = line.unit
    if not any(each is not None for each in actuals):
        rates = [None if each is None else each.score_rate for each in found]
        actuals = tuple(None if each is None else round_half_up(each, 2) for each in rates)
        aims, unit = tuple(None for _ in sides), "%"
    known = [each for each in actuals if each is not None]
    if not known:
        return None
    tip = "\n".join(
        f"{label}：{value.actual_text or '（空）'}（目标 {value.target_text or '（空）'}）"
        for label, value in zip(labels, found, strict=True)
        if value is not None
    )
    tone = Tone.BAD if line.change.better is False else Tone.PLAIN
    return Panel(line.at, line.name, actuals, aims, amount(known[-1]) + unit, tone, f"{line.name}\n{tip}")


@chart
def funds(comparison: Comparison, most: int) -> ChartData:
    """How was the money spent? For each line of funds and year the budget, what was spent of it, and the rate."""
    labels = side_labels(comparison)
    unit = comparison.funds[0].money_unit if comparison.funds else ""
    title = CHARTS["funds"] + (f"（{unit}）" if unit else "")
    bars = [bar for fund in comparison.funds for bar in _fund_bars(fund, labels)]
    if not bars:
        return Bars(Words(title, note="没有资金数据。"))
    figures = [each for bar in bars[:most] for each in (bar.value, bar.frame) if each is not None]
    note = f"只画前 {most} 条，共 {len(bars)} 条。" if len(bars) > most else ""
    words = Words(title, "□ 预算   ▬ 执行   右侧：执行 / 预算、执行率", note)
    return Bars(words, tuple(bars[:most]), f"金额（{unit}）", longest=max(figures))


def _fund_bars(fund: FundRow, labels: tuple[str, ...]) -> list[Bar]:
    bars: list[Bar] = []
    for side, values in fund.values.items():
        budget = values.budget
        if budget is None and values.executed is None:
            continue
        name = " ".join(dict.fromkeys(each for each in (fund.group, fund.label) if each))
        rate = percent(values.execution_rate)
        tip = f"{name} {labels[side]}\n预算 {money(budget)}\n执行 {money(values.executed)}\n执行率 {rate}"
        label = labels[side] if bars else f"{fund.label}  {labels[side]}"
        text = f"{money(values.executed)} / {money(budget)}   {rate}"
        bars.append(Bar(None, label, values.executed, text, Tone.PLAIN, frame=budget, tip=tip, gap=not bars))
    return bars


@chart
def heat(comparison: Comparison, most: int) -> ChartData:
    """Which bands and rows do well in which year? The 得分率 of each as a shaded figure."""
    labels = side_labels(comparison)
    title = f"{CHARTS['heat']}：得分率（%）"
    # 加减分 loses nothing where it is not earned: a rate of 0 there would tell a wrong story.
    told = [
        each
        for each in comparison.lines
        if any(value.score_rate is not None and value.lost is not None for value in each.values.values())
    ]
    if not told:
        return Heat(Words(title, note="没有评分的行。"))
    kept = {each.at for each in sorted(told, key=lambda each: (each.leaf, -_lost(each), each.at))[:most]}
    rows = tuple(_heat_row(each, labels) for each in told if each.at in kept)
    legend = "颜色越深得分率越低   斜纹：该年没有得分   空白：该年没有此项"
    return Heat(Words(title, legend, _left_out(len(told), most, "失分最多")), labels, rows)


def _lost(line: ComparedRow) -> Decimal:
    return max((each.lost or Decimal(0) for each in line.values.values()), default=Decimal(0))


def _heat_row(line: ComparedRow, labels: tuple[str, ...]) -> HeatRow:
    sides = range(len(labels))
    values = tuple(_shown_rate(line, side) for side in sides)
    tips = tuple(_heat_tip(line, side, label) for side, label in enumerate(labels))
    label = INDENT * line.depth + line.name
    return HeatRow(line.at, label, values, tuple(side in line.values for side in sides), not line.leaf, tips)


def _shown_rate(line: ComparedRow, side: int) -> Decimal | None:
    value = line.values.get(side)
    return None if value is None or value.score_rate is None else as_decimal(round_half_up(value.score_rate, 1))


def _heat_tip(line: ComparedRow, side: int, label: str) -> str:
    value = line.values.get(side)
    if value is None:
        return f"{line.name}\n{label} 没有此项"
    if value.score is None or value.points is None:
        return f"{line.name}\n{label} 没有得分"
    return f"{line.name}\n{label} 得 {canonical(value.score)} 分（{canonical(value.points)} 分），{percent(value.score_rate)}"


def _left_out(count: int, most: int, kept: str) -> str:
    return f"只画{kept}的 {most} 行，共 {count} 行。" if count > most else ""


def titles() -> Mapping[str, str]:
    """The charts in the order of the list, key to name."""
    return {key: CHARTS[key] for key in CHARTS if key in CATALOGUE}
