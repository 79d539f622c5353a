"""Several tables in one go: each laid out by its own form and wishes, into one file, a file for each, or a printer."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.forms.form import FormLayout
from desktop.sheets.page import Page
from desktop.sheets.paper import Printed, document_title, draw_paper
from desktop.sheets.setup import PageSetup
from desktop.sheets.typefaces import Typefaces
from desktop.sheets.write_pdf import Progress, file_name, write_pages
from scoring.scored import ScoredTable

TOGETHER_TITLE = "绩效自评材料"


@dataclass(frozen=True, slots=True)
class Job:
    """One table to be printed."""

    scored: ScoredTable
    form: FormLayout
    setup: PageSetup
    printed: Printed

    @property
    def file_name(self) -> str:
        """Of its PDF."""
        return file_name(document_title(self.scored, self.setup.contents))


Makers = Sequence[Callable[[], Job]]
"""What makes each job when its turn has come, so that a hundred tables are not in memory at once."""


def pages_of(makers: Makers, faces: Typefaces, progress: Progress) -> tuple[Page, ...] | None:
    """The pages of all jobs one after the other; ``None`` where ``progress`` stopped the work."""
    found: list[Page] = []
    for number, make in enumerate(makers):
        if not progress(number, len(makers)):
            return None
        found += _drawn(make(), faces)
    return tuple(found)


def write_together(path: Path, makers: Makers, faces: Typefaces, progress: Progress) -> bool:
    """All tables into one file; whether it was written.

    Raises:
        EnvironmentFault: as ``desktop.kit.safefile.replace_file``; the old file is as it was.
    """
    pages = pages_of(makers, faces, progress)
    return pages is not None and write_pages(path, pages, faces, title=TOGETHER_TITLE, progress=progress)


def write_each(folder: Path, makers: Makers, faces: Typefaces, progress: Progress) -> Iterator[Path]:
    """A file for each table, told as each is written; ends early where ``progress`` stops the work.

    Raises:
        EnvironmentFault: as ``desktop.kit.safefile.replace_file``; files written before stay.
    """
    for number, make in enumerate(makers):
        if not progress(number, len(makers)):
            return
        job = make()
        path = folder / job.file_name
        write_pages(path, _drawn(job, faces), faces, title=path.stem)
        yield path
    progress(len(makers), len(makers))


def _drawn(job: Job, faces: Typefaces) -> tuple[Page, ...]:
    return draw_paper(job.scored, job.form, job.setup, faces, job.printed)
