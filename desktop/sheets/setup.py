"""How pages are wanted: paper, margins, fit, contents. Plain values, remembered for each form."""

from dataclasses import dataclass
from enum import Enum

from desktop.forms.form import FormLayout

SIZES_MM = {"A4": (210, 297), "A3": (297, 420)}
SMALLEST_MARGIN_MM, LARGEST_MARGIN_MM = 5, 50


class SheetKind(Enum):
    """What can be printed of a table."""

    COVER = "cover"
    FORM = "form"
    SCORES = "scores"  # every row with the steps of its score
    FINDINGS = "findings"
    EVIDENCE = "evidence"
    CHANGES = "changes"  # since the table was submitted
    REPORT = "report"
    EXPLANATION = "explanation"


class Fit(Enum):
    """What happens to a form that is wider than the page."""

    WIDTH = "width"  # narrower columns
    PAGES = "pages"  # columns go on over several pages, the key columns on each of them


class RowChoice(Enum):
    """Which rows of the tree are printed."""

    ALL = "all"
    LOST = "lost"  # less than full marks
    PENDING = "pending"  # no score yet
    FLAGGED = "flagged"  # the checks found something
    SELECTED = "selected"  # chosen on the screen
    BANDS = "bands"  # those below the ticked bands


@dataclass(frozen=True, slots=True)
class PageSetup:
    """The wishes for one print.

    Attributes:
        margins_mm: top, right, bottom, left.
        left_out: worksheets of a form of several that are not printed.
        bands: names from the outermost down, of the bands that are printed where single bands are wanted.
        header_text, footer_text: the clerk's own words above and below every page, empty for none.
        numbered, dated: page n of m and the day of printing in the footer.
        signatures: the line of 填报人, 负责人, 联系电话 and seal at the end of the form.
        carry_subtotals: 过次页 and 承前页 with the points and scores so far.
        draft: 草稿 behind every page as long as the table is not sealed.
    """

    size: str = "A4"
    landscape: bool = True
    margins_mm: tuple[int, int, int, int] = (14, 12, 14, 12)
    fit: Fit = Fit.WIDTH
    contents: tuple[SheetKind, ...] = (SheetKind.FORM,)
    left_out: tuple[str, ...] = ()
    rows: RowChoice = RowChoice.ALL
    bands: tuple[tuple[str, ...], ...] = ()
    header_text: str = ""
    footer_text: str = ""
    numbered: bool = True
    dated: bool = True
    signatures: bool = True
    carry_subtotals: bool = False
    draft: bool = True


def usual_setup(form: FormLayout) -> PageSetup:
    """The paper that the form asks for."""
    paper = form.paper
    top, right, bottom, left = paper.margins_mm
    size = paper.size if paper.size in SIZES_MM else "A4"
    return PageSetup(size=size, landscape=paper.orientation == "landscape", margins_mm=(top, right, bottom, left))


def page_size_mm(setup: PageSetup) -> tuple[int, int]:
    """Width and height of the page as it is read."""
    short, long = SIZES_MM[setup.size]
    return (long, short) if setup.landscape else (short, long)
