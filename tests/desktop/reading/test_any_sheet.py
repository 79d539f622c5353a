"""Sheets nobody would draw: understanding never falls over and never loses a cell."""

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.reading.cells import Cell, CellNote, FileKind, Merge, Sheet, Workbook, sheet_of
from desktop.reading.recognise import understand
from desktop.reading.understood import AsWhat, Understood
from desktop.reading.words import plain
from scoring.diff import records
from scoring.table import RecordKind

WORDS = """
一级指标 二级指标 三级指标 分值 年度指标值 实际完成值 得分 指标性质 指标值 度量单位 评分标准
主要任务 预期目标 目标完成情况 关键指标 指标完成情况 任务涉及资金 年初预算数 全年预算数 全年执行数
执行率 年度资金总额 其中：财政拨款 项目 数值 单位 序号 原文 年度总体目标 预期目标 实际完成情况
存在问题 单位名称 某局 评价年度 2023年度 项目名称 填报人：张三 注：略 合计 小计 总分
产出指标（50分） 数量指标 一、产出 （一）数量 加减分项 指标解释：甲；预期实现值：5人
部门整体支出绩效自评表 （2023年度） 单位：万元 附件2 自评等级 优 95% 1 20 0.5分
≥95% 63322人次 / …… 达成预期指标 完成率
"""
SIZE = 9


def cell_of(word: str, notes: tuple[CellNote, ...]) -> Cell:
    texts = {CellNote.ERROR_VALUE: "#N/A", CellNote.NO_STORED_VALUE: ""}
    return Cell(texts.get(notes[0], word) if notes else word, notes=notes)


PLACES = st.tuples(st.integers(0, SIZE), st.integers(0, SIZE))
TROUBLE = st.sampled_from([(), (), (), (CellNote.ERROR_VALUE,), (CellNote.NO_STORED_VALUE,), (CellNote.HIDDEN_ROW,)])
CELLS = st.dictionaries(PLACES, st.builds(cell_of, st.sampled_from(WORDS.split()), TROUBLE), min_size=1, max_size=60)
MERGES = st.lists(st.tuples(PLACES, st.integers(0, 3), st.integers(0, 4)), max_size=8)


def drawn(name: str, cells: dict[tuple[int, int], Cell], wanted: list[tuple[tuple[int, int], int, int]]) -> Sheet:
    """The sheet with the merges that do not overlap; covered cells are dropped, as every spreadsheet does."""
    covered: set[tuple[int, int]] = set()
    merges = []
    for (top, left), down, right in wanted:
        block = {(row, column) for row in range(top, top + down + 1) for column in range(left, left + right + 1)}
        if not block & covered:
            covered |= block
            merges.append(Merge(top, left, top + down, left + right))
            cells = {place: cell for place, cell in cells.items() if place not in block or place == (top, left)}
    return sheet_of(name, cells, merges=tuple(merges))


def _each_fact_is_in_its_record(one: Understood) -> None:
    held = {(kind, each.id): each for kind in RecordKind for each in records(one.table, kind)}
    for each in one.placed:
        if each.as_what is AsWhat.FACT and each.text != "#N/A":
            assert each.place is not None
            text = plain(str(getattr(held[each.place.kind, each.place.id], each.place.field)))
            assert text in plain(each.text) or plain(each.text) in text, each


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CELLS, MERGES, CELLS, MERGES)
def test_every_cell_of_any_sheet_has_one_place(
    cells: dict[tuple[int, int], Cell],
    merges: list[tuple[tuple[int, int], int, int]],
    more: dict[tuple[int, int], Cell],
    further: list[tuple[tuple[int, int], int, int]],
) -> None:
    sheets = tuple(each for each in (drawn("甲", cells, merges), drawn("乙", more, further)) if each.cells)
    if not sheets:
        return
    found = understand(Workbook(FileKind.XLSX, "x.xlsx", sheets))
    placed = Counter((each.sheet, each.row, each.column) for one in found for each in one.placed)
    assert set(placed) == {(sheet.name, row, column) for sheet in sheets for row, column in sheet.cells}
    assert set(placed.values()) <= {1}
    for one in found:
        _each_fact_is_in_its_record(one)
        ids = [node.id for node in one.table.nodes]
        assert len(set(ids)) == len(ids)
        assert all(node.level >= 1 for node in one.table.nodes)
        for each in (one.table.narratives, one.table.details, one.table.funds, one.table.base_facts):
            assert len({record.id for record in each}) == len(each)
