"""Charts are plain data: missing stays missing, parts lead exactly from total to total, long lists are cut with a note."""

import tomllib
from decimal import Decimal
from itertools import pairwise

import pytest

from desktop.charts.catalogue import CATALOGUE, chart_data, titles
from desktop.charts.chart_data import Bars, Heat, Panels, Tone, Waterfall, marks
from desktop.compare.proposals import compare_with_likely
from desktop.forms.compared_text import amount, signed
from desktop.kit.wording_charts import CHARTS
from scoring.compare import Comparison, compare
from scoring.table import NodeKind
from tests.compared_tables import band, next_year, published, row, small_table
from tests.scoring_cases import TESTS
from tests.truth_tables import ALL, PANYU, TIANHE

CASE = tomllib.loads((TESTS / "tables" / "compare" / "panyu_next_year.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pair() -> Comparison:
    return compare_with_likely((published(PANYU), next_year(CASE)))[0]


def test_every_chart_has_its_words_and_every_word_its_chart() -> None:
    assert list(titles()) == list(CHARTS)
    assert set(CATALOGUE) == set(CHARTS)


@pytest.mark.parametrize("key", list(CHARTS))
@pytest.mark.parametrize("name", ALL)
def test_every_published_paper_gives_every_chart_or_says_why_not(key: str, name: str) -> None:
    for tables in ((published(name),), (published(name), published(name, 2099))):
        data = chart_data(key, compare(tables))
        assert data.words.title.startswith(CHARTS[key])
        assert marks(data) or data.words.note.endswith("。")


def test_the_waterfall_leads_from_one_total_to_the_other(pair: Comparison) -> None:
    data = chart_data("score_change", pair)
    assert isinstance(data, Waterfall)
    assert [(each.label, each.text, each.tone) for each in data.steps] == [
        ("2021", "92.25", Tone.TOTAL),
        ("完成情况", "+0.22", Tone.GOOD),
        ("分值调整", "+0.8", Tone.GOOD),
        ("新增指标", "+0.45", Tone.GOOD),
        ("取消指标", "−0.5", Tone.BAD),
        ("加减分", "+2.5", Tone.GOOD),
        ("2022", "95.72", Tone.TOTAL),
    ]
    inner = data.steps[1:-1]
    assert inner[0].start == Decimal("92.25")
    assert all(one.end == other.start for one, other in pairwise(inner))
    assert inner[-1].end == Decimal("95.72")
    assert 0 < data.ground < 92
    assert "纵轴从" in data.words.legend


def test_targets_are_shown_on_the_scale_of_their_own_with_the_losses_first(pair: Comparison) -> None:
    data = chart_data("bullet", pair)
    assert isinstance(data, Bars)
    first = data.bars[0]
    assert (first.label, first.value, first.tone, first.tick) == ("提供职称申报服务人次", Decimal("70.96"), Tone.BAD, 100)
    assert first.before == Decimal("70.96")
    exceeded = next(each for each in data.bars if each.label == "处理劳资、突发事件数量")
    assert (exceeded.value, exceeded.over, exceeded.tone) == (200, True, Tone.PLAIN)


def test_losses_stop_at_four_fifths_and_the_rest_is_one_line(pair: Comparison) -> None:
    data = chart_data("points_lost", pair)
    assert isinstance(data, Bars)
    assert [each.label for each in data.bars][:2] == ["预算完成率", "财政拨款收入预决算差异率"]
    assert data.bars[-1].label == "其余 4 行"
    assert sum((each.value for each in data.bars if each.value is not None), Decimal(0)) == Decimal("1.78")
    assert data.words.legend == "共失 1.78 分，10 行"


def test_a_year_that_is_missing_is_a_gap() -> None:
    tables = [
        small_table(2021, [row("甲", "5", "5", target_text="10次", actual_text="9次")]),
        small_table(2022, [row("乙", "5", "5")]),
    ]
    tables.append(small_table(2025, [row("甲", "5", "5", target_text="12次", actual_text="12次")]))
    data = chart_data("trend", compare(tables))
    assert isinstance(data, Panels)
    panel = next(each for each in data.panels if each.label == "甲")
    assert panel.points == (9, None, 12)
    assert panel.aims == (10, None, 12)
    assert data.places == (0, 1, 4)
    total = data.panels[0]
    assert (total.label, total.points) == ("总分", (5, 5, 5))


def test_a_band_that_is_not_there_is_empty_and_one_without_score_is_hatched() -> None:
    tables = (
        small_table(2021, [band("产出"), row("甲", "5", "4")]),
        small_table(2022, [band("产出"), row("甲", "5"), row("乙", "5", "5")]),
    )
    data = chart_data("heat", compare(tables))
    assert isinstance(data, Heat)
    rows = {each.label.strip(): each for each in data.rows}
    assert (rows["甲"].values, rows["甲"].present) == ((80, None), (True, True))
    assert (rows["乙"].values, rows["乙"].present) == ((None, 100), (False, True))
    assert rows["产出"].strong
    assert rows["甲"].label.startswith("\u3000")


def test_bonus_rows_are_not_shown_as_lost() -> None:
    tables = (small_table(2021, [row("甲", "5", "5"), row("表彰", "5", "0", kind=NodeKind.BONUS)]),)
    data = chart_data("heat", compare(tables))
    assert isinstance(data, Heat)
    assert [each.label for each in data.rows] == ["甲"]


def test_funds_show_budget_and_spending_in_one_unit(pair: Comparison) -> None:
    data = chart_data("funds", pair)
    assert isinstance(data, Bars)
    assert (data.bars[0].label, data.bars[0].text) == ("财政拨款  2021", "58,290.02 / 59,787.13   97.5%")
    assert [each.label for each in data.bars[:3]] == ["财政拨款  2021", "2022", "其他资金  2021"]
    assert data.longest == Decimal("59787.13")


def test_long_lists_are_cut_and_the_chart_says_so() -> None:
    rows = [row(f"指标{at}", "1", "0.5", target_text="10次", actual_text="5次") for at in range(1000)]
    comparison = compare((small_table(2021, rows), small_table(2022, rows)))
    for key in ("bullet", "trend", "heat"):
        data = chart_data(key, comparison, 40)
        assert marks(data) == 40, key
        assert "共 100" in data.words.note, key
    assert marks(chart_data("points_lost", comparison, 40)) == 41


def test_a_form_without_scores_says_so() -> None:
    data = chart_data("score_change", compare((published(TIANHE),)))
    assert data.words.note == "没有评分的行，无法计算得分变化。"


@pytest.mark.parametrize(("value", "text"), [("836500", "83.65万"), ("1810000000", "18.1亿"), ("95.670", "95.67"), ("0", "0")])
def test_amounts_are_short(value: str, text: str) -> None:
    assert amount(Decimal(value)) == text


@pytest.mark.parametrize(("value", "text"), [("1.50", "+1.5"), ("-0.4", "−0.4"), ("-0.00015", "−0.00015"), ("0", "0")])
def test_changes_carry_their_sign(value: str, text: str) -> None:
    assert signed(Decimal(value)) == text
