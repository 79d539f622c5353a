"""How the columns of a form were wanted: hidden ones, order, widths, zoom; as a text for each form. No Qt."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

_FORM = "form"


@dataclass(frozen=True, slots=True)
class ColumnView:
    """The wishes for one form; ``order`` names columns, ``widths`` are tenths of a character, ``zoom`` is per cent."""

    hidden: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)
    zoom: int = 100


def remembered_view(texts: Sequence[str], form: str) -> ColumnView:
    """The last wishes for this form; what cannot be understood is as the form has it."""
    found = next((each for each in map(_parsed, texts) if each.get(_FORM) == form), {})
    widths, zoom = found.get("widths"), found.get("zoom")
    return ColumnView(
        _keys(found.get("hidden")),
        _keys(found.get("order")),
        {key: each for key, each in widths.items() if type(each) is int and each > 0} if isinstance(widths, dict) else {},
        zoom if type(zoom) is int else 100,
    )


def with_view(texts: Sequence[str], form: str, view: ColumnView) -> tuple[str, ...]:
    """The texts with the wishes for this form, the newest first."""
    others = [each for each in texts if _parsed(each).get(_FORM) != form]
    return (json.dumps({_FORM: form} | asdict(view), ensure_ascii=False), *others)


def _keys(found: object) -> tuple[str, ...]:
    return tuple(map(str, found)) if isinstance(found, list) else ()


def _parsed(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
