"""How the pages of each form were wanted last time: to and from the settings of this machine."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from enum import Enum
from typing import Any

from desktop.forms.form import FormLayout
from desktop.kit.settings import Settings
from desktop.sheets.setup import (
    LARGEST_MARGIN_MM,
    SIZES_MM,
    SMALLEST_MARGIN_MM,
    Fit,
    PageSetup,
    RowChoice,
    SheetKind,
    usual_setup,
)

_FORM = "form"


def remembered_setup(settings: Settings, form: FormLayout) -> PageSetup:
    """The last wishes for this form; what cannot be understood is as the form asks for."""
    usual = usual_setup(form)
    for text in settings.page_setups:
        found = _parsed(text)
        if found.get(_FORM) == form.key:
            return _setup(found, usual)
    return usual


def with_setup(settings: Settings, form: FormLayout, setup: PageSetup) -> Settings:
    """The settings with the wishes for this form, the newest first."""
    text = json.dumps({_FORM: form.key} | asdict(setup), ensure_ascii=False, default=_value)
    others = [each for each in settings.page_setups if _parsed(each).get(_FORM) != form.key]
    return replace(settings, page_setups=(text, *others))


def _value(each: object) -> object:
    if isinstance(each, Enum):
        return each.value
    raise TypeError(each)


def _parsed(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _setup(found: Mapping[str, Any], usual: PageSetup) -> PageSetup:
    kept: dict[str, Any] = {}
    for field in fields(PageSetup):
        value, default = found.get(field.name), getattr(usual, field.name)
        if isinstance(default, bool | str) and type(value) is type(default):
            kept[field.name] = value
    if kept.get("size") not in SIZES_MM:
        kept["size"] = usual.size
    margins = found.get("margins_mm")
    if isinstance(margins, list) and len(margins) == len(usual.margins_mm) and all(map(_is_margin, margins)):
        kept["margins_mm"] = tuple(margins)
    kept["fit"] = _member(Fit, found.get("fit")) or usual.fit
    kept["rows"] = _member(RowChoice, found.get("rows")) or usual.rows
    if _are_texts(found.get("left_out")):
        kept["left_out"] = tuple(found["left_out"])
    bands = found.get("bands")
    if isinstance(bands, list) and all(map(_are_texts, bands)):
        kept["bands"] = tuple(map(tuple, bands))
    wanted = found.get("contents")
    contents = [_member(SheetKind, each) for each in wanted] if isinstance(wanted, list) else []
    kept["contents"] = tuple(each for each in SheetKind if each in contents) or usual.contents
    return replace(usual, **kept)


def _is_margin(value: object) -> bool:
    return type(value) is int and SMALLEST_MARGIN_MM <= value <= LARGEST_MARGIN_MM


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _member(kind: type[Enum], value: object) -> Any:
    return next((each for each in kind if each.value == value), None)
