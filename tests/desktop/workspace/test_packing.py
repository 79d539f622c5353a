"""A copy and a package carry all that belongs to a table, and one that was changed on the way is refused."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.evidence import evidence_folder, store_file
from db.faults import EnvironmentFault, FaultCode
from db.store import Store
from desktop.workspace import evidence
from desktop.workspace.packing import is_package, open_package, save_copy, write_package
from desktop.workspace.units import collect, collect_and_roll_up, take_in_package
from scoring.edit import set_field
from scoring.table import Field, TableKey, YearTable
from tests.small_tables import KEY, small_table

PAPER = b"%PDF-1.4 register of the year"


@pytest.fixture
def made(tmp_path: Path) -> YearTable:
    paper = tmp_path / "登记册.pdf"
    paper.write_bytes(PAPER)
    return evidence.attach(small_table(), "10", [store_file(tmp_path / "本局.ziping", paper)])


@pytest.fixture
def store(tmp_path: Path, made: YearTable) -> Iterator[Store]:
    with Store.create(tmp_path / "本局.ziping") as opened:
        opened.add_all([made, small_table(TableKey("别的单位", 2021))], operation="import")
        yield opened


@pytest.fixture
def package(tmp_path: Path, store: Store) -> Path:
    return write_package(store, KEY, tmp_path / "提交包.zip")


def test_a_copy_has_the_tables_the_log_and_the_evidence(tmp_path: Path, store: Store, made: YearTable) -> None:
    other = save_copy(store, tmp_path / "副本.ziping")
    with Store.open(other) as copy:
        assert (copy.keys(), copy.load(KEY), copy.history()) == (store.keys(), store.load(KEY), store.history())
        assert copy.verify().ok
    assert (evidence_folder(other) / made.attachments[0].content_hash).read_bytes() == PAPER
    with pytest.raises(EnvironmentFault) as found:
        save_copy(store, other)
    assert found.value.code is FaultCode.OUTPUT_EXISTS


def test_a_package_holds_one_table_its_evidence_form_and_rulebook(package: Path, store: Store, made: YearTable) -> None:
    with zipfile.ZipFile(package) as opened:
        names = opened.namelist()
        manifest = json.loads(opened.read("manifest.json"))
        assert b'key = "guangzhou_district"' in opened.read("form.toml")
    assert names == [
        "manifest.json", "book.ziping", "form.toml", "rulebook.toml", f"evidence/{made.attachments[0].content_hash}"
    ]  # fmt: skip
    assert (manifest["unit"], manifest["year"], manifest["content_hash"]) == (KEY.unit, 2021, store.content_hash(KEY))
    with open_package(package) as (book, table):
        assert table == made
        assert (evidence_folder(book) / made.attachments[0].content_hash).read_bytes() == PAPER
    assert is_package(package)
    assert not is_package(store.path)


def test_a_package_comes_into_another_book_with_its_evidence(tmp_path: Path, package: Path, made: YearTable) -> None:
    with Store.create(tmp_path / "上级.ziping") as above:
        assert take_in_package(above, package) == KEY
        assert above.load(KEY) == made
        with pytest.raises(EnvironmentFault) as found:
            take_in_package(above, package)
        assert found.value.code is FaultCode.TABLE_EXISTS
        changed = set_field(made, "10", Field.ACTUAL, "3万人次")
        above.save(made, changed, operation="set_field")
        take_in_package(above, package, replace_existing=True)
        assert above.load(KEY).nodes == made.nodes
        assert (evidence_folder(above.path) / made.attachments[0].content_hash).read_bytes() == PAPER


def test_packages_are_rolled_up_like_books(tmp_path: Path, package: Path, made: YearTable) -> None:
    with Store.create(tmp_path / "上级.ziping") as above:
        found = collect_and_roll_up(above, "上级", 2021, collect([package], "上级", 2021))
        assert above.load(KEY) == made
        assert (evidence_folder(above.path) / made.attachments[0].content_hash).read_bytes() == PAPER
        assert [each.actual_text for each in found.table.nodes if each.name == "职业技能培训人次"] == ["2.85万人次"]


def rewritten(package: Path, change: str) -> None:
    with zipfile.ZipFile(package) as opened:
        parts = {each: opened.read(each) for each in opened.namelist()}
    if change == "form":
        parts["form.toml"] += b"\n"
    elif change == "evidence":
        parts[next(each for each in parts if each.startswith("evidence"))] = b"other"
    elif change == "more":
        parts["more.txt"] = b"x"
    elif change == "less":
        del parts["rulebook.toml"]
    elif change == "elsewhere":
        manifest = json.loads(parts["manifest.json"])
        manifest["files"]["../out.txt"] = {"sha256": "0" * 64, "size": 1}
        parts |= {"manifest.json": json.dumps(manifest).encode(), "../out.txt": b"x"}
    elif change == "list":
        parts["manifest.json"] = b'{"kind": "ziping-package", "files": [1, 2]}'
    with zipfile.ZipFile(package, "w") as opened:
        for name, data in parts.items():
            opened.writestr(name, data)


@pytest.mark.parametrize("change", ["form", "evidence", "more", "less", "elsewhere", "list", "cut"])
def test_a_package_that_is_not_as_it_was_made_is_refused(tmp_path: Path, package: Path, change: str) -> None:
    if change == "cut":
        package.write_bytes(package.read_bytes()[:-200])
    else:
        rewritten(package, change)
    beside = sorted(tmp_path.iterdir())
    with pytest.raises(EnvironmentFault) as found, open_package(package):
        pytest.fail("it was opened")
    assert found.value.code is (FaultCode.FILE_HOSTILE if change == "elsewhere" else FaultCode.FILE_UNREADABLE)
    assert sorted(tmp_path.iterdir()) == beside


def test_evidence_that_is_gone_keeps_a_package_from_being_made(tmp_path: Path, store: Store, made: YearTable) -> None:
    (evidence_folder(store.path) / made.attachments[0].content_hash).unlink()
    with pytest.raises(EnvironmentFault) as found:
        write_package(store, KEY, tmp_path / "提交包.zip")
    assert found.value.code is FaultCode.FILE_MISSING
    assert not (tmp_path / "提交包.zip").exists()
