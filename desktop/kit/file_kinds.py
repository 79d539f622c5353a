"""Endings of the files that are brought in: what the questions for a file offer, what a drop on the window imports."""

WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
TABLES = (*WORKBOOKS, ".csv", ".tsv", ".docx", ".html", ".htm", ".xml")
ADVISED = (".et", ".doc", ".wps")
"""Not read; the import says what to save them as."""
BOOKS = (".ziping",)
PACKAGES = (".zip",)


def choice_of_files(words: str, *endings: str) -> str:
    """The filter of a question for files, with a way to see them all."""
    return f"{words} ({' '.join(f'*{each}' for each in endings)});;所有文件 (*)"
