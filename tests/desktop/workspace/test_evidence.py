from pathlib import Path

from desktop.kit.wording_findings import finding_text
from desktop.workspace.book import scored_and_checked
from desktop.workspace.evidence import attach, detach, evidence_folder, store_file
from desktop.workspace.session import Workspace
from scoring.edit import Op
from scoring.finding import Severity
from tests.small_tables import KEY


def test_missing_evidence_is_a_finding_in_the_window_and_without_one(workspace: Workspace, tmp_path: Path) -> None:
    source = tmp_path / "批复.pdf"
    source.write_bytes(b"%PDF")
    assert workspace.path is not None
    assert workspace.store is not None
    stored = store_file(workspace.path, source)
    assert workspace.edit(Op.ATTACH, attach, "7", [stored])
    assert not workspace.edit(Op.ATTACH, attach, "7", [stored])
    assert [each.code for each in workspace.findings if each.code.startswith("E")] == []
    (evidence_folder(workspace.path) / stored.content_hash).write_bytes(b"%PDX")
    scored, findings = scored_and_checked(workspace.store, KEY)
    assert findings[0].code == "E02"  # every byte is read where nobody waits for it
    (evidence_folder(workspace.path) / stored.content_hash).unlink()
    workspace.look_again(frozenset())
    first = workspace.findings[0]
    assert (first.code, first.severity) == ("E01", Severity.WARNING)
    told = "佐证材料 / 产业高端人才：佐证材料“批复.pdf”的文件不在账套旁边的文件夹里。请把原来的文件再拖进来，或移除这一条。"
    assert finding_text(first, scored) == told


def test_taking_evidence_off_keeps_its_bytes_for_undo(workspace: Workspace, tmp_path: Path) -> None:
    source = tmp_path / "批复.pdf"
    source.write_bytes(b"%PDF")
    assert workspace.path is not None
    assert workspace.edit(Op.ATTACH, attach, "7", [store_file(workspace.path, source)])
    assert workspace.table is not None
    assert workspace.edit(Op.DETACH, detach, [workspace.table.attachments[0].id])
    assert workspace.table.attachments == ()
    assert workspace.undo()
    assert [each.code for each in workspace.findings if each.code.startswith("E")] == []
    assert workspace.undo()
    assert workspace.table.attachments == ()
