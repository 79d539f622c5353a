from dataclasses import replace

import pytest

from desktop.forms.form import shipped_forms
from desktop.kit.paths import settings_path
from desktop.kit.settings import Settings, load_settings, save_settings
from desktop.sheets.remembered import remembered_setup, with_setup
from desktop.sheets.setup import Fit, PageSetup, RowChoice, SheetKind, usual_setup

PANYU = shipped_forms()["guangzhou_district"]
HUADU = shipped_forms()["huadu"]
WISHES = PageSetup(
    size="A3",
    landscape=False,
    margins_mm=(20, 10, 20, 10),
    fit=Fit.PAGES,
    contents=(SheetKind.COVER, SheetKind.SCORES),
    left_out=("效益指标",),
    rows=RowChoice.LOST,
    bands=(("管理效能",), ("履职效能", "任务2")),
    header_text="番财绩〔2022〕3号",
    footer_text="内部资料",
    numbered=False,
    dated=False,
    signatures=False,
    carry_subtotals=True,
    draft=False,
)


def test_without_memory_the_form_says_how() -> None:
    assert remembered_setup(Settings(), PANYU) == usual_setup(PANYU)
    assert usual_setup(PANYU).landscape
    assert not usual_setup(HUADU).landscape


def test_each_form_has_its_own_memory_across_starts() -> None:
    settings = with_setup(with_setup(Settings(), PANYU, WISHES), HUADU, replace(WISHES, size="A4"))
    assert save_settings(settings_path(), settings)
    again = load_settings(settings_path())
    assert remembered_setup(again, PANYU) == WISHES
    assert remembered_setup(again, HUADU) == replace(WISHES, size="A4")


def test_the_last_wish_holds() -> None:
    settings = with_setup(with_setup(Settings(), PANYU, WISHES), PANYU, replace(WISHES, draft=True))
    assert remembered_setup(settings, PANYU).draft
    assert len(settings.page_setups) == 1


@pytest.mark.parametrize(
    "text",
    [
        "no json",
        "[]",
        '{"form": "guangzhou_district", "size": "B5", "margins_mm": [1, 2], "fit": 7, "contents": ["x"], "draft": "no"}',
        '{"form": "guangzhou_district", "margins_mm": [-5, 900, true, 3], "contents": {}, "landscape": 1}',
        '{"form": "guangzhou_district", "left_out": "x", "bands": [["a"], 3], "rows": "none"}',
    ],
)
def test_damaged_memory_gives_the_usual(text: str) -> None:
    assert remembered_setup(Settings(page_setups=(text,)), PANYU) == usual_setup(PANYU)
