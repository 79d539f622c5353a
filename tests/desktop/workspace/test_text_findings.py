from desktop.kit.wording_findings import finding_text
from desktop.workspace.session import Workspace
from scoring.edit import Op, add_record
from scoring.finding import Place
from scoring.table import Narrative, RecordKind
from scoring.writing import write_cells


def test_a_figure_that_stands_for_nothing_is_told_until_it_is_mended(workspace: Workspace) -> None:
    text = Narrative("conclusion", "自评结论", "得分{自评得分}，执行率{预算执行率}")
    assert workspace.edit(Op.ADD_RECORD, add_record, RecordKind.NARRATIVE, text)
    assert workspace.scored is not None
    told = [finding_text(each, workspace.scored) for each in workspace.findings if each.code == "E03"]
    assert told == ["自评结论：文字里引用的数据“预算执行率”不存在或还没有填，印出时会照原样带着括号。请填好数据，或重新插入。"]
    place = Place(RecordKind.NARRATIVE, "conclusion", "text")
    assert workspace.edit(Op.SET_RECORD, write_cells, {place: "得分{自评得分}"})
    assert [each for each in workspace.findings if each.code == "E03"] == []
