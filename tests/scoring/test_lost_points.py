"""Lost points are ranked, and their running share ends at everything."""

from decimal import Decimal
from fractions import Fraction

from scoring.lost_points import lost_points
from scoring.table import NodeKind
from tests.compared_tables import band, published, row, small_table
from tests.truth_tables import GUANGZHOU, PANYU


def test_the_losses_of_the_panyu_paper_are_ranked() -> None:
    losses = lost_points(published(PANYU))
    assert [(each.row.node.name, each.lost) for each in losses[:2]] == [
        ("预算完成率", Decimal("0.52")),
        ("财政拨款收入预决算差异率", Decimal("0.5")),
    ]
    # 99 − 5 bonus − 92.25 = 1.75 points
    assert sum(each.lost for each in losses) == Decimal("1.75")
    assert losses[0].share == Fraction(5200, 175)
    assert losses[-1].running_share == 100


def test_a_band_that_counts_itself_loses_as_one() -> None:
    assert [(each.row.node.name, str(each.lost)) for each in lost_points(published(GUANGZHOU))] == [
        ("管理效率", "2.000"),
        ("专项资金支出情况", "0.001"),
        ("预算执行情况", "0.00085"),
    ]


def test_pending_and_bonus_rows_have_lost_nothing() -> None:
    rows = [band("产出"), row("甲", "5"), row("乙", "5", "5"), row("表彰", "5", "0", kind=NodeKind.BONUS)]
    assert lost_points(small_table(2021, rows)) == ()
