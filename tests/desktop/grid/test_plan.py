import pytest

from desktop.forms.form import shipped_forms
from desktop.forms.tree_rows import TREE_KINDS
from desktop.grid.plan import Plan, plan_columns

FORMS = {key: form for key, form in shipped_forms().items() if form.blocks_of(*TREE_KINDS)}


def plan_of(key: str) -> Plan:
    return plan_columns(FORMS[key], year=2021, money_unit="万元", scored=True)


def test_the_table_has_the_columns_of_the_form_and_what_is_worked_out() -> None:
    assert [each.key for each in plan_of("guangzhou_district").columns] == [
        *("category", "category_points", "subcategory", "subcategory_points", "indicator", "points"),
        *("target", "actual", "completion_rate", "rule_score", "score", "mark", "evidence", "remark"),
    ]


def test_bands_name_and_points_stay_in_view() -> None:
    assert plan_of("guangzhou_district").frozen == 6


def test_a_block_lays_its_own_column_over_those_it_does_not_use() -> None:
    plan = plan_of("guangzhou_district")
    management, duty = (dict(slots) for slots in plan.blocks.values())
    assert (management[6].spec.key, management[6].span, management[6].words) == ("explanation", 2, "指标解释")
    assert 7 not in management
    assert (duty[6].words, duty[7].words) == ("年度指标值", "实际完成指标值")
    assert (management[8].spec.key, management[10].spec.key) == ("completion_rate", "score")


@pytest.mark.parametrize("key", FORMS)
def test_every_column_of_every_form_has_its_place(key: str) -> None:
    plan, form = plan_of(key), FORMS[key]
    for number, slots in plan.blocks.items():
        shown = sorted(slot.spec.key for slot in slots.values() if slot.form)
        assert shown == sorted(column.field for column in form.blocks[number].columns)
        covered = [column for at, slot in slots.items() for column in range(at, at + slot.span)]
        assert len(covered) == len(set(covered))
        assert max(covered) < len(plan.columns)
