"""A picture for a document or a workbook."""

from typing import NamedTuple


class Illustration(NamedTuple):
    """The bytes of a PNG and what it shows, in words."""

    png: bytes
    caption: str
