"""Form files are read strictly; what is wrong is told with file and place."""

import pytest

from db.faults import FaultCode
from desktop.forms.fields import FIELDS
from desktop.forms.form import PROBLEMS, FormError, load_form, sheet_width, shipped_form, shipped_forms
from desktop.kit.paths import resources
from desktop.kit.wording import fault_text

GOOD = (resources() / "forms" / "guangzhou_district.toml").read_text(encoding="utf-8")


def broken(old: str, new: str) -> FormError:
    assert old in GOOD
    with pytest.raises(FormError) as caught:
        load_form(GOOD.replace(old, new, 1), file="我的表样.toml")
    return caught.value


def test_the_five_offices_and_the_ministry_have_their_forms() -> None:
    keys = {"guangzhou_district", "tianhe_task", "guangzhou_city", "zhanjiang", "huadu", "ministry_three_part"}
    assert set(shipped_forms()) >= keys


@pytest.mark.parametrize("key", sorted(shipped_forms()))
def test_a_shipped_form_fills_its_paper_and_says_where_it_comes_from(key: str) -> None:
    form = shipped_forms()[key]
    wide = 297 if form.paper.orientation == "landscape" else 210
    assert sheet_width(form, "") == wide - form.paper.margins_mm[1] - form.paper.margins_mm[3]
    assert form.source
    assert form.sheet_names


@pytest.mark.parametrize(
    ("old", "new", "problem", "place", "words"),
    [
        ('key = "guangzhou_district"', 'key = "x"\ncolour = "red"', "unknown_key", "colour", "不认识这个键"),
        ('title = "部门整体支出绩效自评表"\n', "", "missing", "title", "缺少这一项"),
        ('field = "explanation"', 'field = "explanations"', "unknown_field", "blocks[5]", "没有名为“explanations”的栏目"),
        ('field = "explanation"', 'field = "points"', "field_twice", "blocks[5]", "出现了两次"),
        ("width_mm = 112", "width_mm = 113", "width", "blocks[5]", "274 毫米"),
        ("width_mm = 112", 'width_mm = "112"', "wrong_type", "blocks[5].columns[7].width_mm", "应为 integer"),
        ('kind = "notes"', 'kind = "note"', "wrong_value", "blocks[8].kind", "不能是“note”"),
        ('value = "unit"', 'value = "units"', "wrong_value", "blocks[2].rows[1][1].value", "不能是“units”"),
        ("margins_mm = [14, 12, 14, 12]", "margins_mm = [14, 12]", "margins", "paper.margins_mm", "四个数"),
        ('field = "explanation"\nheader', 'field = "explanation_target"\nheader', "pattern", "blocks[5]", "要有 2 个 {}"),
        ('key = "guangzhou_district"', 'key = "guangzhou_district', "toml", "", "不是正确的 TOML"),
    ],
)  # fmt: skip
def test_a_broken_form_file_is_refused_with_file_and_place(old: str, new: str, problem: str, place: str, words: str) -> None:
    error = broken(old, new)
    assert error.code is FaultCode.RESOURCE_INVALID
    assert (error.facts["path"], error.facts["problem"]) == ("我的表样.toml", problem)
    assert error.facts["place"].startswith(place)
    assert words in fault_text(error)


def test_a_sheet_without_any_width_is_refused() -> None:
    text = GOOD + '\n[[blocks]]\nkind = "notes"\nsheet = "另一张"\nitems = [{ key = "more" }]\n'
    with pytest.raises(FormError) as caught:
        load_form(text, file="x.toml")
    assert caught.value.facts["problem"] == "no_width"


def test_a_shipped_form_stands_in_the_file_named_after_it() -> None:
    assert [form.key for form in shipped_forms().values()] == list(shipped_forms())
    assert all(shipped_form(key) is form for key, form in shipped_forms().items())
    assert shipped_form("../rulebooks/huadu_2024") is None


def test_every_problem_has_a_sentence_that_can_be_filled() -> None:
    facts = dict.fromkeys(("reason", "known", "wanted", "found", "allowed"), "甲")
    assert all(sentence.format_map(facts) for sentence in PROBLEMS.values())


def test_the_columns_of_shipped_forms_use_known_fields_only() -> None:
    used = {column.field for form in shipped_forms().values() for block in form.blocks for column in block.columns}
    assert used <= set(FIELDS)
