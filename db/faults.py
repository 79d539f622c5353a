"""Trouble of the environment (disk, lock, foreign file): codes and figures, no sentences.

The Chinese sentences stand in ``desktop.kit.wording``, one for each code.
"""

from enum import Enum


class FaultCode(Enum):
    """What kept us from the work; nothing was changed when one of these is raised."""

    FILE_MISSING = "file_missing"
    FILE_IN_USE = "file_in_use"
    FILE_EMPTY = "file_empty"
    FILE_UNREADABLE = "file_unreadable"  # cut off, damaged, not what its content claims
    FILE_ENCRYPTED = "file_encrypted"
    FILE_HOSTILE = "file_hostile"  # unpacks to far more than it holds, names other files, endless entities
    FILE_UNSUPPORTED = "file_unsupported"  # recognised, but of a kind that cannot be read here
    FILE_TOO_LARGE = "file_too_large"
    LINE_INVALID = "line_invalid"  # a line of a text file that is not what the command reads
    NOTHING_TO_IMPORT = "nothing_to_import"
    NOTHING_TO_FILL = "nothing_to_fill"  # a blank form without an empty cell for anything of the table
    DECISION_NEEDED = "decision_needed"  # facts["option"] names the option that decides
    UNIT_UNKNOWN = "unit_unknown"
    YEAR_UNKNOWN = "year_unknown"
    TABLE_UNKNOWN = "table_unknown"
    TABLE_EXISTS = "table_exists"
    TABLE_SEALED = "table_sealed"
    OTHER_TABLE = "other_table"  # a workbook that was handed out for another table comes back
    UNIT_TAKEN = "unit_taken"  # a unit of this name is there
    UNIT_IS_PARENT = "unit_is_parent"  # a file of subordinate units speaks of the unit above
    UNIT_ELSEWHERE = "unit_elsewhere"  # a collected unit stands below another one
    UNIT_TWICE = "unit_twice"  # two files of one unit in one roll-up
    CHANGE_BURIED = "change_buried"  # later work stands in the way of taking one change back
    BOOK_MISSING = "book_missing"
    BOOK_IN_USE = "book_in_use"
    BOOK_NEWER = "book_newer"
    BOOK_FOREIGN = "book_foreign"  # a file, but not a book of ours
    BOOK_DAMAGED = "book_damaged"
    BOOK_READ_ONLY = "book_read_only"
    BOOK_OVERTAKEN = "book_overtaken"  # on a network share somebody else put another file in its place
    FORMAT_UNKNOWN = "format_unknown"  # no file is written with this ending, or not of this kind
    OUTPUT_EXISTS = "output_exists"  # a file that must not be overwritten
    DISK_FULL = "disk_full"
    FOLDER_READ_ONLY = "folder_read_only"
    FOLDER_MISSING = "folder_missing"
    DRIVE_GONE = "drive_gone"
    FORM_UNKNOWN = "form_unknown"
    RULEBOOK_UNKNOWN = "rulebook_unknown"
    PRINTER_FAILED = "printer_failed"
    RESOURCE_INVALID = "resource_invalid"  # a form or rulebook file that breaks its schema


class EnvironmentFault(Exception):  # noqa: N818 - a fault is neither a finding nor a bug
    """The clerk or the office can mend it; carries a code and plain facts for the sentence.

    Attributes:
        code: what happened.
        facts: names and figures for the sentence, for example ``{"path": "…", "option": "--replace"}``.
    """

    def __init__(self, code: FaultCode, **facts: str) -> None:
        super().__init__(code.value, facts)
        self.code = code
        self.facts = facts
