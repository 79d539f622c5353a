"""Ways to spoil a good file: its bytes, the members of a package, words and numbers of its XML."""

import io
import random
import re
import warnings
import zipfile
from collections.abc import Callable
from typing import TypeAlias

Mutation: TypeAlias = Callable[[bytes, random.Random], bytes]

EXTREME = (
    "",
    "0",
    "-1",
    "-0.0",
    "1e308",
    "-1E-400",
    "9" * 400,
    "NaN",
    "INF",
    "1048577",
    "16385",
    "4294967296",
    "2958466",
    "0x10",
    "１２",
    "A1:XFD1048576",
    "XFD1048576",
    "A0",
    "ZZZZ9",
    "true",
    "合计",
    "注：",
    "一级指标",
    "\u202e",
    "\ufffe",
    "&#0;",
    "&amp;",
    "]]>",
    "<!--",
    "%" * 50,
    "(" * 300,
    "≥" * 40,
    "万" * 200,
    "a" * 40_000,
)
DIGITS = re.compile(rb"\d+(?:\.\d+)?")
TAGS = re.compile(rb"<[^<>]{1,200}>")
VALUES = re.compile(rb'"[^"<>]{0,80}"')
WORDS = re.compile(rb">[^<>]{1,200}<")


def _span(data: bytes, chance: random.Random, most: int = 64) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.randint(1, most))


def flip_bits(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut_the_end(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def cut_out(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance, 4_000)
    return data[:start] + data[end:]


def double(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance, 4_000)
    return data[:end] + data[start:end] * chance.choice((1, 2, 50)) + data[end:]


def write_over(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    fill = chance.choice((b"\0", b"\xff", chance.randbytes(1)))
    return data[:start] + fill * (end - start) + data[end:]


def put_in(data: bytes, chance: random.Random) -> bytes:
    start, _ = _span(data, chance)
    return data[:start] + chance.randbytes(chance.randint(1, 64)) + data[start:]


BYTES: tuple[Mutation, ...] = (flip_bits, cut_the_end, cut_out, double, write_over, put_in)


def _one_match(pattern: re.Pattern[bytes], data: bytes, chance: random.Random) -> tuple[int, int] | None:
    found = [match.span() for match in pattern.finditer(data)]
    return chance.choice(found) if found else None


def _replaced(pattern: re.Pattern[bytes], data: bytes, chance: random.Random, trim: int) -> bytes:
    spot = _one_match(pattern, data, chance)
    if spot is None:
        return flip_bits(data, chance)
    start, end = spot[0] + trim, spot[1] - trim
    return data[:start] + chance.choice(EXTREME).encode() + data[end:]


def extreme_number(data: bytes, chance: random.Random) -> bytes:
    return _replaced(DIGITS, data, chance, 0)


def extreme_value(data: bytes, chance: random.Random) -> bytes:
    return _replaced(VALUES, data, chance, 1)


def extreme_words(data: bytes, chance: random.Random) -> bytes:
    return _replaced(WORDS, data, chance, 1)


def lose_tag(data: bytes, chance: random.Random) -> bytes:
    spot = _one_match(TAGS, data, chance)
    return cut_out(data, chance) if spot is None else data[: spot[0]] + data[spot[1] :]


def double_tag(data: bytes, chance: random.Random) -> bytes:
    spot = _one_match(TAGS, data, chance)
    if spot is None:
        return double(data, chance)
    return data[: spot[1]] + data[slice(*spot)] * chance.choice((1, 3, 2_000)) + data[spot[1] :]


def move_tags(data: bytes, chance: random.Random) -> bytes:
    one, other = _one_match(TAGS, data, chance), _one_match(TAGS, data, chance)
    if one is None or other is None or one[1] > other[0]:
        return extreme_number(data, chance)
    return data[: one[0]] + data[slice(*other)] + data[one[1] : other[0]] + data[slice(*one)] + data[other[1] :]


def declare_entity(data: bytes, _: random.Random) -> bytes:
    declared = b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d SYSTEM "file:///etc/hostname">]>'
    head, mark, rest = data.partition(b"?>")
    return head + mark + declared + rest if mark else declared + data


TEXT: tuple[Mutation, ...] = (  # mostly what leaves the file readable, so that understanding sees it too
    *(extreme_number,) * 4,
    *(extreme_value,) * 4,
    *(extreme_words,) * 8,
    *(double_tag,) * 2,
    lose_tag,
    move_tags,
    declare_entity,
)


def spoil_package(data: bytes, chance: random.Random) -> bytes:
    """Spoil what a package holds and pack it again: one member's text or bytes, or which members there are."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = [(each.filename, package.read(each)) for each in package.infolist()]
    at, other = chance.randrange(len(members)), chance.randrange(len(members))
    name, inside = members[at]
    match chance.randrange(10):
        case 0:
            del members[at]
        case 1:
            members[at], members[other] = (name, members[other][1]), (members[other][0], inside)
        case 2:
            members.append((name, members[other][1]))
        case 3:
            members[at] = (chance.choice(("../" + name, "/" + name, name.upper(), name + "x", "xl/workbook.xml")), inside)
        case 4:
            members[at] = (name, chance.choice(BYTES)(inside, chance))
        case _:
            telling = [each for each, (_, held) in enumerate(members) if len(held) > 200] or [at]
            at = chance.choice(telling)
            name, inside = members[at]
            for _ in range(chance.choice((1, 1, 1, 3, 10))):
                inside = chance.choice(TEXT)(inside, chance)
            members[at] = (name, inside)
    return packed(members)


def packed(members: list[tuple[str, bytes]]) -> bytes:
    """A package of these members, two of the same name included."""
    made = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        warnings.simplefilter("ignore")  # a name that is there twice is what is wanted
        for name, inside in members:
            package.writestr(zipfile.ZipInfo(name), inside, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def spoiled(data: bytes, chance: random.Random) -> bytes:
    """The file with one to three faults, of the kinds that fit it."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        if data[:4] == b"PK\3\4" and chance.random() < 0.8:
            try:
                data = spoil_package(data, chance)
                continue
            except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, zipfile.zlib.error):
                pass  # already too broken to be taken apart
        plain = not data.startswith((b"PK", b"\xd0\xcf"))
        data = chance.choice(TEXT if plain and chance.random() < 0.7 else BYTES)(data, chance)
    return data
