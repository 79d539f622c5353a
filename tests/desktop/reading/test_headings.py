"""What headings mean."""

import pytest

from desktop.reading.headings import load_vocabulary
from desktop.reading.words import plain

VOCABULARY = load_vocabulary()


@pytest.mark.parametrize(
    ("heading", "fields"),
    [
        ("一级指标", ("level1",)),
        ("得分/\n自评分", ("score",)),
        ("评分依据、未达标原因、改进措施", ("evidence",)),
        ("偏差原因分析及改进措施", ("reason",)),
        ("年初目标值（A）", ("target",)),
        ("2023年度实现值", ("actual",)),
        ("指标内容及年度预期实现值", ("name", "target")),
        ("绩效指标及年度目标值", ("name", "target")),
        ("管理效率指标", ("name",)),
        ("得分（20分*执行率）", ("score",)),
        ("度量单位", ("unit",)),
    ],
)
def test_a_known_heading_is_sure(heading: str, fields: tuple[str, ...]) -> None:
    meaning = VOCABULARY.column(plain(heading))
    assert meaning is not None
    assert (meaning.fields, meaning.sure) == (fields, True)


@pytest.mark.parametrize(("heading", "field"), [("绩效指标名称", "name"), ("自评分数", "score"), ("本年完成值说明", "actual")])
def test_a_heading_that_holds_a_known_word_is_only_proposed(heading: str, field: str) -> None:
    meaning = VOCABULARY.column(plain(heading))
    assert meaning is not None
    assert (meaning.fields, meaning.sure) == ((field,), False)


@pytest.mark.parametrize("heading", ["履职效能", "开展了2期科级领导人员培训班", ""])
def test_data_is_no_heading(heading: str) -> None:
    assert VOCABULARY.column(plain(heading)) is None


def test_what_was_pointed_at_once_wins() -> None:
    learned = load_vocabulary({"量": "target", "说明": ""})
    known, left_out = learned.column("量"), learned.column("说明")
    assert known is not None
    assert left_out is not None
    assert (known.fields, left_out.fields) == (("target",), ("ignored",))


def test_no_word_of_the_vocabulary_names_two_columns() -> None:
    words = [plain(word) for key, each in VOCABULARY.tables["columns"].items() if key != "name_ends" for word in each]
    assert sorted(word for word in set(words) if words.count(word) > 1) == []
