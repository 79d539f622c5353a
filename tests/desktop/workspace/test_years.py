from pathlib import Path

from db.store import Store
from desktop.workspace.years import list_place, sample_path, score_text, table_lines
from scoring.table import Status, TableKey
from tests.small_tables import KEY, UNIT, small_table


def test_tables_stand_under_their_unit_by_year_the_whole_before_its_projects(tmp_path: Path) -> None:
    project, later = TableKey(UNIT, 2021, "技能大赛"), TableKey(UNIT, 2022)
    with Store.create(tmp_path / "账套.ziping") as store:
        for key in (later, project, KEY):
            store.add(small_table(key), operation="import")
        lines = table_lines(store.overview())
        assert [each.key for each in lines[UNIT]] == [KEY, project, later]
        whole = lines[UNIT][0]
        assert (whole.status, whole.indicators, whole.filled, whole.share) == (Status.FILLING, 7, 4, 57)
        assert score_text(store, KEY) == "7.48"


def test_lists_are_offered_beside_the_clerks_own_book_and_never_among_the_examples(home: Path, tmp_path: Path) -> None:
    assert list_place(tmp_path / "账套.ziping", "检查结果") == tmp_path / "账套-检查结果.csv"
    sample_path().parent.mkdir(parents=True)
    assert list_place(sample_path(), "检查结果") == home / "documents" / "示例账套-检查结果.csv"
    (home / "documents").rmdir()
    assert list_place(None, "检查结果") == Path.home() / "检查结果.csv"
