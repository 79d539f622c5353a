"""Which of the known forms a file is, by the words both print; and which block of the form shows a branch."""

from collections.abc import Iterable, Mapping, Sequence

from desktop.forms.form import BlockKind, FormLayout
from desktop.reading.drafts import Draft
from desktop.reading.sheet_read import SheetRead
from desktop.reading.words import bare, plain

GENERAL_FORM = "ministry_three_part"
TREE = (BlockKind.INDICATORS, BlockKind.TASKS)
ALIKE = 0.25
PLAIN = 0.5  # so much alike that no band needs to be named


def match_form(forms: Mapping[str, FormLayout], reads: Iterable[SheetRead]) -> str:
    """The key of the form that shares most words with the paper; the Ministry's three parts where none is alike.

    The measure is twice the shared words over all words of both (Dice).
    """
    seen = {word for read in reads for word in _seen(read)}
    best, likeness = GENERAL_FORM, ALIKE
    for key in sorted(forms, key=lambda each: each != GENERAL_FORM):
        known = _words(forms[key])
        shared = 2 * len(known & seen) / (len(known) + len(seen)) if known and seen else 0
        if shared > likeness and (shared > PLAIN or _has_branch(forms[key], seen)):
            best, likeness = key, shared
    return best


def _has_branch(form: FormLayout, seen: set[str]) -> bool:
    """Whether one of the bands that a form names stands in the paper; without, a few common headings make no likeness."""
    branches = {bare(plain(name)) for block in form.blocks for name in block.branches}
    return not branches or bool(branches & seen)


def _seen(read: SheetRead) -> set[str]:
    words = {plain(read.name), *(bare(plain(each.label)) for each in read.funds)}
    for piece in read.pieces:
        words |= {bare(column.heading) for column in piece.table.columns}
        words |= {bare(plain(draft.name)) for draft in piece.drafts if draft.level == 1}
    for marks in read.marks:
        words |= {bare(box.word) for box in marks.headings}
    words |= {bare(plain(each.title)) for each in (*read.words, *read.around.details)}
    words |= {part for part in (_kind(read.around.title),) if part}
    return {word for word in words if word}


def _kind(title: str) -> str:
    """The last words of a title: 基础数据表, 汇总表, 自评得分."""
    return plain(title)[-5:]


def _words(form: FormLayout) -> set[str]:
    words = {plain(name) for name in form.sheet_names} | {_kind(form.title)}
    for block in form.blocks:
        words |= {plain(block.label), *(plain(name) for name in block.branches), plain(block.sheet)}
        for column in block.columns:
            words |= {plain(each.replace("{year}", "")) for each in column.header}
        for row in block.rows:
            words |= {plain(slot.label) for slot in row}
        words |= {plain(item.label) for item in block.items}
        for group in block.groups:
            words |= {plain(group.name), *(plain(line) for line in group.lines)}
        words |= {plain(figure.label) for figure in block.figures}
    return {short for word in words if (short := bare(word.replace("{money_unit}", "")))}


def give_sections(form: FormLayout | None, drafts: Sequence[Draft]) -> None:
    """Each node the key of the block that shows it: by the groups above it, else by the name of its outermost band."""
    blocks = [block for block in form.blocks if block.kind in TREE] if form else []
    if not blocks:
        return
    by_branch = {plain(name): block.section for block in blocks for name in block.branches}
    only = blocks[0].section if len(blocks) == 1 else ""
    under = sorted((block for block in blocks if block.under), key=lambda block: -len(block.under))
    paths = [(tuple(plain(name) for name in block.under), block.section) for block in under]
    path: list[tuple[int, str]] = []
    section = only
    for draft in drafts:
        if path and path[-1][0] == draft.level and draft.leaf:
            draft.section = section  # beside the row before it
            continue
        while path and path[-1][0] >= draft.level:
            path.pop()
        names = tuple(name for _, name in path)
        path.append((draft.level, plain(draft.name)))
        section = next((key for above, key in paths if names[: len(above)] == above), "")
        if not section:
            section = by_branch.get(path[0][1], only)
        draft.section = section
