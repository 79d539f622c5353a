"""How much of anything a file may hold before we refuse it; generous for forms, small for a computer."""

from dataclasses import dataclass
from typing import Final

MEGABYTE: Final = 1_000_000

FILE_BYTES: Final = 64 * MEGABYTE  # on the disk, packed
PART_BYTES: Final = 128 * MEGABYTE  # one unpacked part of a package
PACKAGE_BYTES: Final = 256 * MEGABYTE  # all of them
RATIO: Final = 200  # unpacked to packed; a sheet of equal rows reaches about 60
RATIO_FROM_BYTES: Final = 8 * MEGABYTE  # a small part may be as empty as it likes
PARTS: Final = 4_000
SHEETS: Final = 500
ROWS: Final = 100_000  # of the grid that holds something, not of the sheet
COLUMNS: Final = 1_024
CELLS: Final = 500_000  # of the whole file
MERGES: Final = 100_000  # of one sheet
TEXT_CHARACTERS: Final = 200_000  # of one cell; Excel allows 32 767
STRINGS: Final = 1_000_000  # shared strings
FORMATS: Final = 65_536  # cell formats; Excel allows about as many
XML_DEPTH: Final = 256


@dataclass(frozen=True, slots=True)
class Limits:
    """What the process that reads a file may use.

    Attributes:
        seconds: of wall time, start of the process included.
        megabytes: of resident memory.
    """

    seconds: int = 10
    megabytes: int = 1024
