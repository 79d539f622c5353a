from hypothesis import given
from hypothesis import strategies as st

from desktop.kit.cell_block import format_block, format_page
from desktop.reading.clipboard import block_from_clipboard, rows_from_text

CELLS = st.text(alphabet=st.sampled_from("甲乙1.5%\t\n,“ "), max_size=8)


def test_a_cell_with_a_line_break_stands_in_quotes() -> None:
    assert format_block([["指标", "第一行\n第二行"], ["甲", '12"管']]) == '指标\t"第一行\n第二行"\n甲\t12"管'


@given(st.lists(st.lists(CELLS, min_size=1, max_size=3), min_size=1, max_size=4).filter(lambda rows: rows[-1] != [""]))
def test_a_block_comes_back_as_it_was_copied(rows: list[list[str]]) -> None:
    assert rows_from_text(format_block(rows)) == rows


def test_a_page_carries_merged_cells_and_comes_back_with_the_exact_words() -> None:
    rows = [["产出 <50>", "一是\n二是", "5"], ["", "12-5", "6"]]
    page = format_page(rows, {(0, 0): (2, 1)}, frozenset({(0, 2), (1, 2)}))
    assert "<td class=w rowspan=2>产出 &lt;50&gt;</td><td class=w>一是<br>二是</td><td>5</td>" in page
    back = block_from_clipboard(format_block(rows), page)
    assert back.rows == (("产出 <50>", "一是\n二是", "5"), ("产出 <50>", "12-5", "6"))
    assert back.covered == {(1, 0)}
