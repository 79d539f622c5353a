from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise, product

import pytest

from desktop.forms.form import BlockKind, shipped_forms
from desktop.forms.laid import CellRole
from desktop.forms.layout import lay_out
from desktop.sheets.carrying import BROUGHT, ONWARD, counted_by
from desktop.sheets.contents import with_signatures
from desktop.sheets.page import Box, Page, Style
from desktop.sheets.pages import body_of, paginate
from desktop.sheets.setup import Fit, PageSetup, usual_setup
from scoring.scored import ScoredTable
from scoring.table import YearTable
from tests.desktop.filled_forms import NAMES, filled, scored_as
from tests.desktop.sheets.generated import generated, mark


class HalfAndFull(dict[str, float]):
    def __missing__(self, character: str) -> float:
        return 0.55 if ord(character) < 0x2000 else 1.0


class Plain:
    """Metrics without a font: Latin half as wide as Chinese."""

    def ems(self, style: Style) -> Mapping[str, float]:
        del style
        return HalfAndFull()


SUMMED = ("points_text", "given_score_text")
LANDSCAPE = PageSetup()
SETUPS = [PageSetup(size=size, landscape=landscape) for size in ("A4", "A3") for landscape in (True, False)]


def pages_of(scored: ScoredTable, setup: PageSetup = LANDSCAPE) -> tuple[Page, ...]:
    laid = lay_out(shipped_forms()[scored.table.heading.form], scored)
    return paginate(laid, setup, Plain(), counted_by(scored))


def text_of(box: Box) -> str:
    return "".join(line.text for line in box.lines)


def texts(page: Page) -> list[str]:
    return [text_of(box) for box in page.boxes]


def long_table(rows: int = 60) -> YearTable:
    return generated(4, form="guangzhou_district", rows=rows)


def test_the_headings_stand_on_every_page_that_the_table_reaches() -> None:
    scored, _ = filled("panyu_2021")
    pages = pages_of(scored)
    assert len(pages) > 4
    assert all("一级指标" in texts(page) and "三级指标" in texts(page) for page in pages)
    assert ["指标解释" in texts(page) for page in pages] == ["年度指标值" not in texts(page) for page in pages]


def test_a_band_is_named_again_on_the_next_page() -> None:
    scored, _ = filled("panyu_2021")
    pages = pages_of(scored)
    shown = [text for page in pages for text in texts(page) if text.startswith("履职效能")]
    assert shown[0] == "履职效能"
    assert len(shown) > 2
    assert set(shown[1:]) == {"履职效能（续）"}


def test_a_band_shows_its_points_again_without_the_word() -> None:
    scored, _ = filled("panyu_2021")
    duty = [page for page in pages_of(scored) if "履职效能（续）" in texts(page)]
    assert all("50" in texts(page) for page in duty)


def test_cells_stand_inside_the_page_and_lines_inside_their_cells() -> None:
    for setup in SETUPS:
        body = body_of(setup)
        for page in pages_of(scored_as(long_table()), setup):
            for box in page.boxes:
                assert box.x >= body.left - 1e-6
                assert box.x + box.width <= body.left + body.width + 1e-6
                assert box.y >= body.top - 1e-6
                assert box.y + box.height <= body.bottom + 1e-3
                for line in box.lines:
                    assert line.x >= box.x
                    assert line.x + line.width <= box.x + box.width + 1e-6
                    assert line.baseline <= box.y + box.height
                for upper, lower in pairwise(box.lines):
                    assert lower.baseline > upper.baseline


@pytest.mark.parametrize("setup", SETUPS)
@pytest.mark.parametrize("seed", range(4))
def test_no_two_cells_of_a_page_overlap(seed: int, setup: PageSetup) -> None:
    for page in pages_of(scored_as(generated(seed)), setup):
        boxes = sorted(page.boxes, key=lambda box: (box.y, box.x))
        for number, one in enumerate(boxes):
            for other in boxes[number + 1 :]:
                if other.y >= one.y + one.height - 1e-6:
                    break
                apart = other.x >= one.x + one.width - 1e-6 or one.x >= other.x + other.width - 1e-6
                assert apart, (text_of(one), text_of(other))


@pytest.mark.parametrize("setup", SETUPS)
@pytest.mark.parametrize("seed", range(4))
def test_every_row_is_printed_once(seed: int, setup: PageSetup) -> None:
    table = generated(seed)
    whole = "".join("".join("".join(texts(page)) for page in pages_of(scored_as(table), setup)).split())
    rows = len(table.base_facts) or sum(node.id.startswith("n") for node in table.nodes)
    found = Counter(number for number in range(1, rows + 1) for _ in range(whole.count(mark(number))))
    assert found == Counter(range(1, rows + 1))


def test_a_row_longer_than_a_page_goes_on_between_two_lines_and_loses_nothing() -> None:
    table = generated(4, form="guangzhou_district", rows=3)
    text = "".join(f"第{number}句话写满一行又一行。" for number in range(400))
    nodes = tuple(replace(node, actual_text=text, section="duty") if node.id == "n2" else node for node in table.nodes)
    pages = pages_of(scored_as(replace(table, nodes=nodes)))
    start = next(box for page in pages for box in page.boxes if text_of(box).startswith("第0句话"))
    parts = [box for page in pages for box in page.boxes if (box.row, box.column) == (start.row, start.column)]
    assert len(parts) > 2
    assert "".join(map(text_of, parts)) == text


def test_the_name_of_a_row_is_said_again_where_the_row_goes_on() -> None:
    table = generated(4, form="guangzhou_district", rows=3)
    nodes = tuple(
        replace(node, name="技能培训", actual_text="完成。" * 3000) if node.id == "n2" else node for node in table.nodes
    )
    pages = pages_of(scored_as(replace(table, nodes=nodes)))
    named = [text for page in pages for text in texts(page) if text.startswith("技能培训")]
    assert named[0] == "技能培训"
    assert len(named) > 2
    assert set(named[1:]) == {"技能培训（续）"}


def test_the_form_says_where_a_page_begins() -> None:
    scored, form = filled("panyu_2021")
    laid = lay_out(form, scored)
    pages = pages_of(scored)
    start = laid.page_starts[0]
    first = next(number for number, page in enumerate(pages) if any(box.row >= start for box in page.boxes))
    assert all(box.row < start for page in pages[:first] for box in page.boxes)
    assert min(box.row for box in pages[first].boxes) == start


def test_headings_never_stand_alone_at_the_foot_of_a_page() -> None:
    setups = [replace(LANDSCAPE, margins_mm=(14, 12, bottom, 12)) for bottom in range(14, 54, 10)]
    tables = [filled(name)[0] for name in NAMES] + [scored_as(generated(seed, rows=30)) for seed in range(8)]
    for scored, setup in product(tables, setups):
        laid = lay_out(shipped_forms()[scored.table.heading.form], scored)
        heads = {row for block in laid.blocks for row in range(*block.header)}
        heads |= {cell.row for cell in laid.cells if cell.role is CellRole.TITLE}
        for page in pages_of(scored, setup):
            assert max(box.row for box in page.boxes) not in heads


def test_small_groups_stay_together() -> None:
    scored, form = filled("ministry_2022")
    laid = lay_out(form, scored)
    for page in pages_of(scored):
        rows = {box.row for box in page.boxes}
        assert all(first not in rows or end - 1 in rows for first, end in laid.keep_together)


def test_carried_sums_add_up_page_by_page() -> None:
    scored, form = filled("panyu_2021")
    pages = pages_of(scored, replace(LANDSCAPE, carry_subtotals=True))
    onward = [row_texts(page, ONWARD) for page in pages if ONWARD in texts(page)]
    brought = [row_texts(page, BROUGHT) for page in pages if BROUGHT in texts(page)]
    assert len(onward) > 3
    assert [each[1:] for each in onward] == [each[1:] for each in brought]
    last = next(box.row for box in pages[0].boxes if text_of(box) == ONWARD) - 1
    shown = [cell for cell in lay_out(form, scored).cells if cell.row <= last and counted_by(scored)(cell) and cell.number]
    by_field = {field: sum(Decimal(cell.text) for cell in shown if cell.place.field == field) for field in SUMMED}
    assert onward[0][1:] == [str(by_field[field]) for field in SUMMED]


@pytest.mark.parametrize("setup", SETUPS, ids=lambda setup: f"{setup.size}-{'across' if setup.landscape else 'upright'}")
def test_a_carried_sum_stands_in_one_line_of_its_own(setup: PageSetup) -> None:
    scored, _ = filled("panyu_2021")
    carried = 0
    for page in pages_of(scored, replace(setup, carry_subtotals=True)):
        for line in (box for box in page.boxes if text_of(box) in (ONWARD, BROUGHT)):
            row = [box for box in page.boxes if abs(box.y - line.y) < 1e-6]
            assert {len(box.lines) for box in row if text_of(box)} == {1}
            assert {round(box.height, 6) for box in row} == {round(line.height, 6)}
            carried += 1
    assert carried > 3


def row_texts(page: Page, words: str) -> list[str]:
    line = next(box for box in page.boxes if text_of(box) == words)
    return [text_of(box) for box in page.boxes if abs(box.y - line.y) < 1e-6 and text_of(box)]


def test_without_the_wish_nothing_is_carried() -> None:
    scored, _ = filled("panyu_2021")
    assert not any(ONWARD in texts(page) or BROUGHT in texts(page) for page in pages_of(scored))


def test_a_page_set_repeats_the_key_columns_and_shows_every_other_once() -> None:
    scored, form = filled("panyu_2021")
    setup = replace(usual_setup(form), landscape=False, fit=Fit.PAGES)
    pages = pages_of(scored, setup)
    first = [page for page in pages if "实际完成指标值" in texts(page)]
    second = [page for page in pages if any(text.startswith("评分依据") for text in texts(page))]
    assert first
    assert second
    assert not set(first) & set(second)
    assert all("三级指标" in texts(page) for page in [*first, *second])
    whole = [text for page in pages for text in texts(page)]
    assert whole.count("区职业技能鉴定所开展技能鉴定1.1万人次") == 1
    assert whole.count("技能鉴定指标（人次）") == 2


def test_rows_of_a_page_set_stand_at_the_same_height_on_all_its_pages() -> None:
    scored, form = filled("panyu_2021")
    setup = replace(usual_setup(form), landscape=False, fit=Fit.PAGES)
    tops: dict[str, set[float]] = {}
    for page in pages_of(scored, setup):
        for box in page.boxes:
            if text_of(box).startswith("技能鉴定指标"):
                tops.setdefault(text_of(box), set()).add(round(box.y, 3))
    assert tops
    assert all(len(heights) == 1 for heights in tops.values())


def test_without_signatures_their_line_is_left_out() -> None:
    scored, _ = filled("panyu_2021")
    assert any("填报人：" in text for text in texts(pages_of(scored)[-1]))
    assert not any("填报人：" in text for text in texts(pages_of(scored, replace(LANDSCAPE, signatures=False))[-1]))


def test_type_is_never_smaller_than_seven_points() -> None:
    scored, _ = filled("panyu_2021")
    pages = pages_of(scored, PageSetup(landscape=False, margins_mm=(20, 40, 20, 40)))
    assert min(line.size for page in pages for box in page.boxes for line in box.lines) == 7


@pytest.mark.parametrize("rows", range(36, 50))
def test_the_line_to_be_signed_never_stands_alone(rows: int) -> None:
    scored = scored_as(generated(3, form="huadu", rows=rows))
    laid = with_signatures(lay_out(shipped_forms()["huadu"], scored), scored)
    last = texts(paginate(laid, PageSetup(landscape=False), Plain())[-1])
    assert any("填报人：" in text for text in last)
    assert any("K" in text and "Z" in text for text in last)


def test_notes_and_signatures_take_the_end_of_the_table_along() -> None:
    scored, form = filled("tianhe_2022")
    laid = with_signatures(lay_out(form, scored), scored)
    rows = {box.row for box in paginate(laid, LANDSCAPE, Plain())[-1].boxes}
    kinds = {block.kind for block in laid.blocks if rows & set(range(block.start, block.end))}
    assert kinds > {BlockKind.NOTES, BlockKind.SIGNATURES}
