"""The short code of a table's state: on paper, in the program and nowhere twice, so that paper and file can be matched."""

from db.hashes import content_hash
from scoring.table import YearTable


def check_code(table: YearTable) -> str:
    """Eight digits of the hash of all facts, as ``7F3A-91C2``; the same for the same facts, another after any change."""
    digits = content_hash(table)[:8].upper()
    return f"{digits[:4]}-{digits[4:]}"
