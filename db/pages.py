"""Rows read from the bare pages of a damaged SQLite file, without SQLite: what its tree no longer leads to. Private to the db.

After the published file format: leaf pages of tables begin with 0x0D, long rows go on in chains of overflow pages.
"""

import struct
from collections.abc import Iterator
from typing import Any

_LEAF = 0x0D
_HEADER = 100
_USUAL_PAGE = 4096
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


def page_size(data: bytes) -> int:
    """The size of a page as the header says, or the usual one where it says nothing possible."""
    size = int.from_bytes(data[16:18], "big")
    size = 65536 if size == 1 else size
    return size if 512 <= size <= 65536 and size & (size - 1) == 0 else _USUAL_PAGE


def rows_on_pages(data: bytes) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Every row of every leaf that can be taken apart: its number and its values. Stale rows may be among them."""
    size = page_size(data)
    for start in range(0, len(data) - size + 1, size):
        header = start + (_HEADER if start == 0 else 0)
        if data[header] != _LEAF:
            continue
        count = int.from_bytes(data[header + 3 : header + 5], "big")
        for number in range(min(count, size // 4)):
            pointer = header + 8 + 2 * number
            offset = int.from_bytes(data[pointer : pointer + 2], "big")
            try:
                yield _row(data, start + offset, start, size)
            except (IndexError, ValueError, struct.error):
                continue


def _row(data: bytes, at: int, page: int, size: int) -> tuple[int, tuple[Any, ...]]:
    length, at = _varint(data, at)
    number, at = _varint(data, at)
    if length > len(data):
        raise ValueError(length)
    return number, _values(_payload(data, at, page, size, length))


def _payload(data: bytes, at: int, page: int, size: int, length: int) -> bytes:
    if length <= size - 35:
        if at + length > page + size:
            raise ValueError(length)
        return data[at : at + length]
    least = (size - 12) * 32 // 255 - 23
    local = least + (length - least) % (size - 4)
    if local > size - 35:
        local = least
    parts = [data[at : at + local]]
    missing = length - local
    following = int.from_bytes(data[at + local : at + local + 4], "big")
    while missing > 0:
        if not 0 < following <= len(data) // size:
            raise ValueError(following)
        start = (following - 1) * size
        taken = min(missing, size - 4)
        parts.append(data[start + 4 : start + 4 + taken])
        missing -= taken
        following = int.from_bytes(data[start : start + 4], "big")
    return b"".join(parts)


def _values(payload: bytes) -> tuple[Any, ...]:
    end, at = _varint(payload, 0)
    kinds = []
    while at < end:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    found: list[Any] = []
    for kind in kinds:
        value, at = _value(payload, at, kind)
        found.append(value)
    if at > len(payload):
        raise ValueError(at)
    return tuple(found)


def _value(payload: bytes, at: int, kind: int) -> tuple[Any, int]:
    if kind == 0:
        return None, at
    if kind in _INTEGERS:
        width = _INTEGERS[kind]
        return int.from_bytes(payload[at : at + width], "big", signed=True), at + width
    if kind == 7:
        return struct.unpack_from(">d", payload, at)[0], at + 8
    if kind in (8, 9):
        return kind - 8, at
    if kind < 12:
        raise ValueError(kind)
    width = (kind - 12) // 2
    raw = payload[at : at + width]
    return (raw.decode() if kind % 2 else raw), at + width


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for number in range(9):
        byte = data[at]
        at += 1
        if number == 8:
            return value << 8 | byte, at
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            break
    return value, at
