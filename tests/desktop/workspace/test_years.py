from pathlib import Path

from db.store import Store
from desktop.workspace.years import score_text, table_lines
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
