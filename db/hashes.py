"""Hashes: of a row as stored, so that damage is noticed and named; of the facts of a table, so that two can be told equal.

SQLite's own check sees about one changed byte in ten; a row's digest sees every one that changes what is read.
"""

import json
import struct
from collections.abc import Sequence
from dataclasses import fields
from enum import Enum
from hashlib import blake2b, sha256
from typing import Any
from zlib import crc32

from scoring.diff import LISTED, records
from scoring.table import Attachment, Detail, Narrative, Record, YearTable

BETWEEN = "\x00"
DIGEST_SIZE = 16
KEYED = (Detail, Narrative)
"""Records whose id is a word with a meaning; elsewhere ids only tell rows apart."""


def row_digest(table: str, values: Sequence[object]) -> bytes:
    """The digest of one stored row: its table's name and its values but the digest itself; ``None`` reads as empty."""
    text = BETWEEN.join((table, *("" if each is None else str(each) for each in values)))
    return blake2b(text.encode(errors="surrogatepass"), digest_size=DIGEST_SIZE).digest()


def record_prefix(kind: str, table_no: int) -> str:
    """The part of a record's digest text that all rows of one kind in one table share."""
    return f"{kind}{BETWEEN}{table_no}{BETWEEN}"


def record_digest(prefix: str, texts: Sequence[str], position: int) -> bytes:
    """The digest of a record's row: id and facts as texts and the position that wrote them. Lean: loading lives on it."""
    text = f"{prefix}{BETWEEN.join(texts)}{BETWEEN}{position}"
    return blake2b(text.encode(), digest_size=DIGEST_SIZE).digest()


def cell_sums(texts: Sequence[str]) -> bytes:
    """Two bytes for each fact (the id not among them), in the order of the columns."""
    return struct.pack(f">{len(texts)}H", *(crc32(each.encode()) & 0xFFFF if each else 0 for each in texts))


def damaged_cells(names: Sequence[str], texts: Sequence[str], sums: object) -> tuple[str, ...]:
    """The names of the facts that are not what their check values say; all of them if the values cannot be used."""
    if not isinstance(sums, bytes) or len(sums) != 2 * len(names):
        return ()
    found = []
    for number, (name, text) in enumerate(zip(names, texts, strict=True)):
        was = int.from_bytes(sums[2 * number : 2 * number + 2], "big")
        if was != (crc32(text.encode(errors="surrogatepass")) & 0xFFFF if text else 0):
            found.append(name)
    return tuple(found)


def content_hash(table: YearTable) -> str:
    """SHA-256 of the facts: equal for equal facts, whatever their key, ids, status and history."""
    numbers = {node.id: number for number, node in enumerate(table.nodes)}
    listed = {kind.value: [_plain(each, numbers) for each in records(table, kind)] for kind in LISTED}
    text = json.dumps(
        {"heading": _plain(table.heading, numbers), **listed},
        ensure_ascii=True,
        sort_keys=True,
        separators=(",", ":"),
    )
    return sha256(text.encode()).hexdigest()


def _plain(record: Record, numbers: dict[str, int]) -> dict[str, Any]:
    skipped = {"lineage_id", "node_id", "status"} if isinstance(record, KEYED) else {"id", "lineage_id", "node_id", "status"}
    plain = {each.name: _value(getattr(record, each.name)) for each in fields(record) if each.name not in skipped}
    if isinstance(record, Attachment):
        plain["node"] = numbers.get(record.node_id, -1)
    return {name: value for name, value in plain.items() if value != ""}


def _value(value: object) -> object:
    return value.value if isinstance(value, Enum) else value
