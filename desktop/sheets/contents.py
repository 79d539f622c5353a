"""What can be printed beside the official form: cover, score sheet with steps, findings, evidence; each as one laid table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from desktop.forms.fields import NODE_FIELDS
from desktop.forms.form import BlockKind, FormLayout
from desktop.forms.laid import Canvas, CellRole, LaidBlock, LaidCell, LaidTable, Piece
from desktop.forms.number_text import cell_number, format_number
from desktop.kit.wording import GRADES
from desktop.workspace.since import Since
from scoring.finding import Place
from scoring.scored import ScoredNode, ScoredTable
from scoring.table import Attachment, RecordKind

COVER_NAME, SCORES_NAME, FINDINGS_NAME, EVIDENCE_NAME = "封面", "评分过程", "检查结果", "佐证材料清单"
CHANGES_NAME = "报送以来的改动"
_SCORE_COLUMNS = (
    ("指标", "name", 54),
    ("分值", "row_points", 11),
    ("年度指标值", "target", 40),
    ("实际完成值", "actual", 40),
    ("完成率", "completion_rate", 17),
    ("规则得分", "rule_score", 16),
    ("给定得分", "given_score", 16),
    ("得分", "row_score", 13),
    ("计算过程", "", 66),
)
_FINDING_COLUMNS = (("序号", 14), ("说明", 259))
_EVIDENCE_COLUMNS = (("序号", 14), ("指标", 70), ("评分依据", 90), ("佐证材料", 75), ("大小", 24))
_CHANGE_COLUMNS = (("序号", 14), ("位置", 79), ("栏目", 30), ("报送时", 75), ("现在", 75))
_COVER_MM = 273
_KIB = 1024
_LEAST_TO_SIGN = 0.18  # of the width: a place to sign in
_SIGNED = (("填报人：", "preparer"), ("负责人：", "leader"), ("联系电话：", "phone"), ("单位（盖章）：", ""))


def score_sheet(scored: ScoredTable, form: FormLayout, steps: Mapping[str, Sequence[str]]) -> LaidTable:
    """Every row with its figures and the sentences that tell how its score came about."""
    canvas = _sheet(scored, SCORES_NAME, [(words, width) for words, _, width in _SCORE_COLUMNS])
    for row in scored.rows.values():
        x = 0
        for _, field, width in _SCORE_COLUMNS:
            piece = Piece(canvas.row, x, width, align="left" if field in ("name", "target", "actual", "") else "center")
            canvas.put(_score_piece(row, field, piece, steps))
            x += width
        canvas.row += 1
    return _arranged(canvas, SCORES_NAME, form)


def _score_piece(row: ScoredNode, field: str, piece: Piece, steps: Mapping[str, Sequence[str]]) -> Piece:
    if not field:
        return piece._replace(text="\n".join(steps.get(row.node.id, ())))
    spec = NODE_FIELDS[field]
    text = spec.text(row)
    if field == "name":
        text = "\u3000" * (len(row.path) - 1) + text
    return piece._replace(
        text=text,
        number=cell_number(text) if spec.numeric else None,
        bold=not row.node.leaf and field not in ("target", "actual"),
        place=Place(RecordKind.NODE, row.node.id, spec.attribute),
    )


def findings_sheet(scored: ScoredTable, form: FormLayout, findings: Sequence[str]) -> LaidTable:
    """What the checks found, one sentence a line."""
    canvas = _sheet(scored, FINDINGS_NAME, _FINDING_COLUMNS)
    for number, sentence in enumerate(findings, 1):
        _put_row(canvas, _FINDING_COLUMNS, (str(number), sentence))
    if not findings:
        _put_row(canvas, _FINDING_COLUMNS, ("", "没有发现问题。"))
    return _arranged(canvas, FINDINGS_NAME, form)


def changes_sheet(scored: ScoredTable, form: FormLayout, since: Since | None) -> LaidTable:
    """Every cell that is not as it was submitted, under the words that say when that was."""
    canvas = _sheet(scored, CHANGES_NAME, _CHANGE_COLUMNS)
    cells = () if since is None else since.cells
    for number, each in enumerate(cells, 1):
        _put_row(canvas, _CHANGE_COLUMNS, (str(number), each.path, each.field, each.then, each.now))
    told = "本表还没有报送过。" if since is None else since.told
    canvas.put(Piece(canvas.row, 0, sum(width for _, width in _CHANGE_COLUMNS), told, CellRole.NOTE, bordered=False))
    canvas.row += 1
    return _arranged(canvas, CHANGES_NAME, form)


def evidence_sheet(scored: ScoredTable, form: FormLayout) -> LaidTable:
    """The rows that name or carry evidence, and the files."""
    canvas = _sheet(scored, EVIDENCE_NAME, _EVIDENCE_COLUMNS)
    files: dict[str, list[Attachment]] = {}
    for each in scored.table.attachments:
        files.setdefault(each.node_id, []).append(each)
    number = 0
    for row in scored.rows.values():
        own = files.get(row.node.id, [])
        if row.node.evidence_text or own:
            number += 1
            names, sizes = (each.file_name for each in own), (_size_text(each.size) for each in own)
            _put_row(
                canvas,
                _EVIDENCE_COLUMNS,
                (str(number), row.node.name, row.node.evidence_text, "\n".join(names), "\n".join(sizes)),
            )
    return _arranged(canvas, EVIDENCE_NAME, form)


def _size_text(size: int) -> str:
    return f"{-(-size // _KIB)} KB" if size < _KIB * _KIB else f"{-(-size * 10 // (_KIB * _KIB)) / 10} MB"


def cover(scored: ScoredTable, form: FormLayout, *, day: str) -> LaidTable:
    """The first page of a bound report."""
    table = scored.table
    score = format_number(scored.score) if scored.score is not None else table.heading.published_score_text
    grades = {band.key: band.label for band in scored.rulebook.grades}
    grade = grades.get(scored.grade) or GRADES.get(scored.grade, "") or table.heading.published_grade_text
    details = {each.id: each.text for each in table.details}
    title = form.project_title if table.key.subject and form.project_title else "部门整体支出绩效自评材料"
    canvas = Canvas(_COVER_MM)
    _blank(canvas, 4)
    for text, size in ((f"{table.key.year}年度", 22), (_plain(title), 30), (table.key.subject, 18)):
        if text:
            words = Piece(canvas.row, 0, _COVER_MM, text, CellRole.TITLE, align="center", bold=True, size=size, bordered=False)
            canvas.put(words)
            canvas.row += 1
    _blank(canvas, 4)
    facts = (
        ("单位名称（盖章）", table.key.unit),
        ("自评得分", score),
        ("自评等级", grade),
        ("填报人", details.get("preparer", "")),
        ("负责人", details.get("leader", "")),
        ("联系电话", details.get("phone", "")),
        ("日期", details.get("filled_on", "") or day),
    )
    for label, text in facts:
        canvas.put(Piece(canvas.row, 60, 50, label, CellRole.LABEL, align="center", size=14))
        canvas.put(Piece(canvas.row, 110, 103, text, align="left", size=14))
        canvas.row += 1
    return _arranged(canvas, COVER_NAME, form)


def _plain(title: str) -> str:
    """A title without the words that stand in braces."""
    for name in ("{year}年度", "（{year}年度）", "{year}", "{unit}", "{subject}"):
        title = title.replace(name, "")
    return title.replace("（）", "")


def _blank(canvas: Canvas, rows: int) -> None:
    for _ in range(rows):
        canvas.put(Piece(canvas.row, 0, canvas.width, "", CellRole.TITLE, size=18, bordered=False))
        canvas.row += 1


def _sheet(scored: ScoredTable, title: str, columns: Sequence[tuple[str, int]]) -> Canvas:
    """A canvas with title, unit and year, and the headings of its columns."""
    width = sum(width for _, width in columns)
    canvas = Canvas(width)
    key = scored.table.key
    canvas.put(Piece(0, 0, width, title, CellRole.TITLE, align="center", bold=True, size=16, bordered=False))
    words = "  ".join(each for each in (key.unit, f"{key.year}年度", key.subject) if each)
    canvas.put(Piece(1, 0, width, words, CellRole.TITLE, align="center", size=10, bordered=False))
    canvas.row = 2
    _put_row(canvas, columns, [words for words, _ in columns], heading=True)
    return canvas


def _put_row(canvas: Canvas, columns: Sequence[tuple[str, int]], texts: Iterable[str], *, heading: bool = False) -> None:
    x = 0
    for (_, width), text in zip(columns, texts, strict=True):
        role = CellRole.HEADING if heading else CellRole.TEXT
        align = "center" if heading or not x else "left"
        canvas.put(Piece(canvas.row, x, width, text, role, align=align, bold=heading))
        x += width
    canvas.row += 1


def _arranged(canvas: Canvas, name: str, form: FormLayout) -> LaidTable:
    canvas.blocks.append(LaidBlock(BlockKind.INDICATORS, "", 0, canvas.row, (2, 3) if name != COVER_NAME else (0, 0)))
    return canvas.arrange(name=name, title=name, paper=form.paper)


def with_signatures(laid: LaidTable, scored: ScoredTable) -> LaidTable:
    """The form with a line to be signed at its end, where it has none of its own."""
    if any(block.kind is BlockKind.SIGNATURES for block in laid.blocks):
        return laid
    details = {each.id: each.text for each in scored.table.details}
    texts = [label + details.get(key, "") for label, key in _SIGNED]
    edges = _quarters(laid.column_widths_mm)
    least = sum(laid.column_widths_mm) * _LEAST_TO_SIGN
    if len(edges) <= len(texts) or any(sum(laid.column_widths_mm[one:other]) < least for one, other in pairwise(edges)):
        texts, edges = [("\u3000" * 8).join(texts)], [0, len(laid.column_widths_mm)]
    row = laid.row_count
    cells = [
        LaidCell(
            row=row,
            column=first,
            row_span=1,
            column_span=end - first,
            text=text,
            role=CellRole.SIGNATURE,
            align="left",
            place=None,
            editable=False,
            number=None,
            formula=None,
            bold=False,
            size=9,
            bordered=False,
        )
        for text, (first, end) in zip(texts, pairwise(edges), strict=True)
    ]
    block = LaidBlock(BlockKind.SIGNATURES, "", row, row + 1)
    return replace(laid, cells=(*laid.cells, *cells), row_count=row + 1, blocks=(*laid.blocks, block))


def _quarters(widths: Sequence[int]) -> list[int]:
    """The columns at which quarters of the width begin, as near as they come, and the end."""
    edges = [sum(widths[:number]) for number in range(len(widths) + 1)]
    wanted = [edges[-1] * quarter / 4 for quarter in range(5)]
    return sorted({min(range(len(edges)), key=lambda number: abs(edges[number] - each)) for each in wanted})
