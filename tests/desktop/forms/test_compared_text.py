"""Compared tables are named by what tells them apart, short enough for a column's heading."""

from dataclasses import replace

from desktop.forms.compared_text import side_labels
from scoring.compare import compare
from scoring.score import score_table
from scoring.scored import ScoredTable
from scoring.table import TableKey
from tests.compared_tables import published, row, small_table
from tests.scoring_cases import shipped
from tests.truth_tables import GUANGZHOU, PANYU


def labels(*tables: ScoredTable) -> tuple[str, ...]:
    return side_labels(compare(tables))


def test_columns_are_named_by_what_tells_the_tables_apart() -> None:
    def of(unit: str, year: int, subject: str = "") -> ScoredTable:
        table = small_table(year, [row("甲")], unit=unit)
        return replace(table, table=replace(table.table, key=TableKey(unit, year, subject)))

    one = of("示例区就业服务中心", 2021)
    assert labels(one, of("示例区就业服务中心", 2022)) == ("2021", "2022")
    assert labels(one, of("示例区社会保险中心", 2021)) == ("2021 就业服务", "2021 社会保险")
    assert labels(one, of("示例区就业服务中心", 2021, "技能培训")) == ("2021 整体", "2021 技能培训")
    assert labels(published(PANYU), published(GUANGZHOU)) == ("2021 广州市番禺区", "2023 广州市")
    long = of("一个名称长得任何列标题都放不下的单位", 2022)
    assert labels(one, long) == ("2021 示例区就业服务中心", "2022 一个名称长得任何列…")
    of_city = of("湛江市人力资源和社会保障局本级", 2022), of("广州市番禺区人力资源和社会保障局", 2022)
    assert labels(*of_city) == ("2022 湛江市本级", "2022 广州市番禺区")
    assert labels(one, one) == ("2021（1）", "2021（2）")


def test_rulebooks_tell_the_same_table_apart() -> None:
    table = published(PANYU).table
    both = [score_table(table, shipped(key)) for key in (table.heading.rulebook, "ministry_2020")]
    assert len(set(labels(*both))) == 2
    assert all(label.startswith("2021 ") for label in labels(*both))
