"""Reading TOML strictly into records and calls: what a signature does not allow is refused with file, key and code."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, is_dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import cache, partial
from inspect import Parameter, signature
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Protocol,
    TypeAlias,
    TypeVar,
    cast,
    get_args,
    get_origin,
    get_type_hints,
    runtime_checkable,
)

Made = TypeVar("Made")


class RulebookError(Exception):
    """A rulebook that cannot be used as it is: which file, which key in it, what is wrong (a code) and the facts.

    Codes: ``toml``, ``unknown_key``, ``missing``, ``wrong_type``, ``wrong_value``, ``duplicate``, ``unknown_method``,
    ``unknown_adjustment``, ``unknown_figure``, ``formula``, ``order``, ``no_fallback``.
    """

    def __init__(self, file: str, key: str, code: str, facts: Mapping[str, str]) -> None:
        super().__init__(f"{file}: {key}: {code} {dict(facts)}")
        self.file = file
        self.key = key
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in a file we are reading: ``choice[3].score.low``."""

    file: str
    key: str = ""

    def at(self, name: str) -> "Spot":
        return replace(self, key=f"{self.key}.{name}" if self.key else name)

    def number(self, index: int) -> "Spot":
        return replace(self, key=f"{self.key}[{index + 1}]")

    def trouble(self, code: str, **facts: str) -> RulebookError:
        return RulebookError(self.file, self.key, code, facts)


@dataclass(frozen=True, slots=True)
class Allowed:
    """A condition on a value, said in an annotation."""

    says: str
    holds: Callable[[Any], bool]


Positive: TypeAlias = Annotated[Decimal, Allowed("above 0", lambda value: value > 0)]
Places: TypeAlias = Annotated[int, Allowed("0 to 10", lambda value: 0 <= value <= 10)]
FILLED = Allowed("at least one entry", bool)


@runtime_checkable
class ReadsItself(Protocol):
    """A type that knows how it stands in TOML."""

    @classmethod
    def from_toml(cls, value: object, spot: Spot) -> "ReadsItself": ...


def parse_toml(text: str, *, file: str) -> dict[str, object]:
    """The tables of a TOML text, its decimals exact.

    Raises:
        RulebookError: the text is not TOML (code ``toml``).
    """
    try:
        found: dict[str, object] = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise RulebookError(file, "", "toml", {"reason": str(error)}) from error
    return found


def read_call(make: Callable[..., Made], table: object, spot: Spot) -> Made:
    """What ``make`` gives for the keys of the table, each read as the signature says.

    Raises:
        RulebookError: an unknown or missing key, a value of the wrong type.
    """
    return make(**read_arguments(make, table, spot))


def read_arguments(make: Callable[..., object], table: object, spot: Spot, besides: tuple[str, ...] = ()) -> dict[str, object]:
    """The keyword arguments for ``make`` that the table holds, but for the parameters ``besides``.

    Raises:
        RulebookError: an unknown or missing key, a value of the wrong type.
    """
    if not isinstance(table, dict):
        raise spot.trouble("wrong_type", wanted="table", found=_kind(table))
    wanted = {name: each for name, each in _parameters(make).items() if name not in besides}
    for name in table:
        if name not in wanted:
            raise spot.at(str(name)).trouble("unknown_key", known=", ".join(wanted))
    found: dict[str, object] = {}
    for name, each in wanted.items():
        if name in table:
            found[name] = read_value(each.wanted, table[name], spot.at(name))
        elif each.needed:
            raise spot.at(name).trouble("missing")
    return found


def read_named(
    known: Mapping[str, Callable[..., Made]], value: object, spot: Spot, *, word: str, unknown: str, besides: str
) -> tuple[str, Mapping[str, object], Callable[..., Made]]:
    """A table that names one of the known functions under ``word`` and sets its parameters, all but ``besides``.

    The name, the parameters, and the function with them.

    Raises:
        RulebookError: no table, no name, a name that is not ``known`` (the code ``unknown``); as :func:`read_arguments`.
    """
    if not isinstance(value, dict):
        raise spot.trouble("wrong_type", wanted="table", found=type(value).__name__)
    key = value.get(word)
    if key is None:
        raise spot.at(word).trouble("missing")
    function = known.get(key) if isinstance(key, str) else None
    if function is None:
        raise spot.at(word).trouble(unknown, found=str(key), known=", ".join(sorted(known)))
    given = {name: each for name, each in value.items() if name != word}
    parameters = read_arguments(function, given, spot, besides=(besides,))
    return str(key), parameters, partial(function, **parameters)


@dataclass(frozen=True, slots=True)
class _Parameter:
    wanted: Any
    needed: bool


@cache  # the records of a rulebook are a dozen classes read hundreds of times; asking for a signature is half the reading
def _parameters(make: Callable[..., object]) -> Mapping[str, _Parameter]:
    hints = get_type_hints(make, include_extras=True)
    return {name: _Parameter(hints[name], each.default is Parameter.empty) for name, each in signature(make).parameters.items()}


def read_value(wanted: Any, value: object, spot: Spot) -> object:
    """The value as the annotation wants it.

    Raises:
        RulebookError: it is of another type, or not one of the allowed values.
    """
    origin = get_origin(wanted)
    if origin is Annotated:
        inner, *conditions = get_args(wanted)
        found = read_value(inner, value, spot)
        for each in conditions:
            if not each.holds(found):
                raise spot.trouble("wrong_value", found=str(value), allowed=each.says)
        return found
    if origin is UnionType:
        (inner,) = (each for each in get_args(wanted) if each is not NoneType)
        return read_value(inner, value, spot)
    if origin is tuple:
        return _read_tuple(get_args(wanted), value, spot)
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(value, dict):
            raise spot.trouble("wrong_type", wanted="table", found=_kind(value))
        inner = get_args(wanted)[1]
        return {name: read_value(inner, each, spot.at(name)) for name, each in value.items()}
    if hasattr(wanted, "from_toml"):
        return cast("ReadsItself", wanted).from_toml(value, spot)
    if is_dataclass(wanted):
        return read_call(cast("Callable[..., object]", wanted), value, spot)
    return _read_plain(wanted, value, spot)


def _read_tuple(inner: tuple[Any, ...], value: object, spot: Spot) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise spot.trouble("wrong_type", wanted="array", found=_kind(value))
    return tuple(read_value(inner[0], each, spot.number(index)) for index, each in enumerate(value))


def _read_plain(wanted: type, value: object, spot: Spot) -> object:
    if issubclass(wanted, Enum):
        try:
            return wanted(value)
        except ValueError:
            allowed = ", ".join(str(each.value) for each in wanted)
            raise spot.trouble("wrong_value", found=str(value), allowed=allowed) from None
    if wanted is Decimal and isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if type(value) is not wanted:
        raise spot.trouble("wrong_type", wanted=_NAMES[wanted], found=_kind(value))
    if isinstance(value, Decimal) and not value.is_finite():
        raise spot.trouble("wrong_value", found=str(value), allowed="finite")
    return value


_NAMES = {str: "string", int: "integer", bool: "boolean", Decimal: "number", list: "array", dict: "table"}


def _kind(value: object) -> str:
    return _NAMES.get(type(value), "date")
