"""基本情况 as a table: the labelled cells of the form, what else the table carries, and what the heading says. No Qt."""

from collections.abc import Iterator, Sequence

from desktop.forms.blocks import same_words
from desktop.forms.form import Binding, BlockKind, FormLayout, Slot
from desktop.kit.tones import Tone
from desktop.kit.wording import STATUSES
from desktop.pages.sheet import Sheet, SheetCell, SheetColumn, SheetRow, gravest, typed
from scoring.finding import Finding
from scoring.scored import ScoredTable
from scoring.table import Detail, RecordKind
from scoring.writing import Offer

DETAIL = RecordKind.DETAIL
OF_KEY = frozenset({"unit", "year", "subject"})  # said by the key of the table
COLUMNS = (SheetColumn("项目", 14), SheetColumn("内容"))


def details_sheet(form: FormLayout, scored: ScoredTable, findings: Sequence[Finding] = ()) -> Sheet:
    """One row for each; what names the table in the book is shown and not typed here."""
    table = scored.table
    rows = [
        _told("单位名称", table.key.unit, "单位、年度和项目名称是这张表在账套里的名字；要改名请新建一张表"),
        _told("年度", f"{table.key.year}"),
        _told("评价对象", table.key.subject or "部门整体支出"),
        SheetRow(
            (SheetCell("表头标题", tone=Tone.QUIET), typed(RecordKind.HEADING, table.heading.id, "title", table.heading.title))
        ),
        _told("金额单位", table.heading.money_unit),
        _told("状态", STATUSES[table.heading.status]),
    ]
    there = {each.id: each for each in table.details if each.id not in OF_KEY}
    offers: list[Offer] = []
    for slot, binding in _slots(form):
        label = slot.label.strip().rstrip("：:")
        own = there.pop(binding.id, None)
        if own is None and any(same_words(each.label.rstrip("：:"), label) for each in there.values()):
            continue
        if own is None:
            own = Detail(binding.id, label)
            offers.append(Offer(DETAIL, own))
        rows.append(_row(own, label))
    rows += [_row(each, "") for each in there.values()]
    return Sheet(COLUMNS, tuple(rows), tuple(offers), gravest(findings))


def _slots(form: FormLayout) -> Iterator[tuple[Slot, Binding]]:
    for block in form.blocks_of(BlockKind.DETAILS, BlockKind.SIGNATURES):
        for row in block.rows:
            for slot in row:
                if slot.value is not None and slot.value.kind == "detail":
                    yield slot, slot.value


def _told(label: str, text: str, tip: str = "") -> SheetRow:
    return SheetRow((SheetCell(label, tone=Tone.QUIET), SheetCell(text, tip=tip)))


def _row(detail: Detail, label: str) -> SheetRow:
    """A line of the form keeps its words; one the clerk added can be renamed."""
    first = SheetCell(label, tone=Tone.QUIET) if label else typed(DETAIL, detail.id, "label", detail.label, tone=Tone.QUIET)
    return SheetRow((first, typed(DETAIL, detail.id, "text", detail.text)), (DETAIL, detail.id))
