"""Every chart is drawn on every surface, its words stay inside and apart, and its marks can be clicked."""

import re
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.charts.catalogue import chart_data
from desktop.charts.page import ChartPage
from desktop.charts.picture import chart_image, chart_png, save_chart
from desktop.charts.plot import ChartWidget
from desktop.charts.style import Style, paper_style, screen_style
from desktop.kit.wording_charts import CHARTS
from scoring.compare import Comparison, compare
from tests.compared_tables import next_year, published, row, small_table
from tests.scoring_cases import TESTS
from tests.truth_tables import PANYU, TIANHE

CASE = tomllib.loads((TESTS / "tables" / "compare" / "panyu_next_year.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pair() -> Comparison:
    return compare((published(PANYU), next_year(CASE)))


def _styles(font: QFont) -> dict[str, Style]:
    light, dark = QPalette(), QPalette()
    for palette, base, text in ((light, "#ffffff", "#202020"), (dark, "#1e1e1e", "#e6e6e6")):
        palette.setColor(QPalette.ColorRole.Base, QColor(base))
        palette.setColor(QPalette.ColorRole.Text, QColor(text))
    return {"light": screen_style(light, font), "dark": screen_style(dark, font), "paper": paper_style(font)}


def _colours(image: QImage) -> set[int]:
    small = image.scaled(300, 300)
    return {small.pixel(x, y) for x in range(0, 300, 3) for y in range(0, 300, 3)}


@pytest.mark.parametrize("key", list(CHARTS))
@pytest.mark.parametrize("surface", ["light", "dark", "paper"])
def test_every_chart_is_drawn_on_every_surface(qapp: QApplication, pair: Comparison, key: str, surface: str) -> None:
    style = _styles(qapp.font())[surface]
    image = chart_image(chart_data(key, pair, 20), style, 700)
    assert image.width() == 1400
    assert len(_colours(image)) > 20
    assert QColor(image.pixel(2, 2)) == style.base


@pytest.mark.parametrize("key", list(CHARTS))
def test_a_form_without_numbers_and_a_single_year_are_drawn_with_words(qapp: QApplication, key: str) -> None:
    style = _styles(qapp.font())["light"]
    for tables in ([published(TIANHE)], [small_table(2021, [])]):
        assert chart_png(chart_data(key, compare(tables)), style).startswith(b"\x89PNG")


def test_a_drawing_of_vectors_holds_its_words_as_words(qapp: QApplication, pair: Comparison, tmp_path: Path) -> None:
    path = tmp_path / "图.svg"
    save_chart(path, chart_data("score_change", pair), _styles(qapp.font())["paper"])
    text = path.read_text(encoding="utf-8")
    assert {"92.25", "95.72", "完成情况"} <= set(re.findall(r">([^<>]+)</text>", text))
    assert "<image" not in text


def test_a_click_on_a_mark_tells_its_row_and_a_chosen_row_is_framed(qtbot: QtBot, qapp: QApplication, pair: Comparison) -> None:
    data = chart_data("points_lost", pair)
    chart = ChartWidget(data, _styles(qapp.font())["light"], 600)
    qtbot.addWidget(chart)
    chart.resize(600, chart.wanted_height)
    with qtbot.waitExposed(chart):
        chart.show()
    wanted = next(each.at for each in pair.rows if each.name == "财政拨款收入预决算差异率")
    down = chart.light(wanted)
    assert down is not None
    with qtbot.waitSignal(chart.row_chosen) as told:
        QTest.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=QPointF(300, down).toPoint())
    assert told.args == [wanted]
    assert chart.light(10**6) is None


def test_the_page_shares_its_rows_and_redraws_for_its_size(qtbot: QtBot, pair: Comparison, tmp_path: Path) -> None:
    page = ChartPage(key="bullet")
    qtbot.addWidget(page)
    page.resize(700, 500)
    page.show_comparison(pair)
    with qtbot.waitExposed(page):
        page.show()
    assert page.findChild(ChartWidget) is not None
    for key in CHARTS:
        page.show_chart(key)
        assert page.key == key
        page.choose_row(5)
    page.copy()
    assert not QApplication.clipboard().image().isNull()
    page.save(tmp_path / "图.png")
    assert QImage(str(tmp_path / "图.png")).width() == 2000
    with qtbot.waitSignal(page.trouble):
        page.save(tmp_path / "没有" / "图.png")
    page.show_comparison(None)
    assert page.findChildren(ChartWidget, options=Qt.FindChildOption.FindDirectChildrenOnly) == []


def test_a_thousand_rows_are_drawn_as_the_first_of_them(qapp: QApplication) -> None:
    rows = [
        row(f"指标名称较长的第{at}行用来看是否截断得当", "1", "0.5", target_text="10次", actual_text="5次") for at in range(1000)
    ]
    comparison = compare((small_table(2021, rows), small_table(2022, rows)))
    for key in CHARTS:
        image = chart_image(chart_data(key, comparison, 30), _styles(qapp.font())["light"])
        assert image.height() < 4000, key
    assert comparison.change.result == Decimal(0)
