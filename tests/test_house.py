"""The rules of the house, as CONTRIBUTING.md states them, held against the source."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("scoring", "db", "desktop")
FOLDERS = (*PACKAGES, "docs", "packaging", "resources", "tests")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
SCRIPTS = sorted([*(ROOT / "tests").rglob("*.py"), *(ROOT / "packaging").rglob("*.py")])

NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "core", "base"}
LONGEST_MODULE = 400
CHINESE = re.compile(r"[\u3400-\u9fff]")
# Words with a stop between them or after them; the stops of a regular expression stand in brackets.
SENTENCE = re.compile(r"[\u3400-\u9fff][，；：！？][\u3400-\u9fff]|[\u3400-\u9fff]{3}[。！？]$")
# A folder of somebody's machine; installers may name the places of the system they install to.
MACHINE_PATH = re.compile(r"(?:/root\b|/work\b|/home/\w|/Users/\w|[A-Z]:\\+Users\\+\w|/opt/(?!apps/|ziping\b))[/\w.]*")
TEXT_SUFFIXES = {
    *(".cfg", ".csv", ".desktop", ".ini", ".iss", ".json", ".jsonl", ".lock", ".md", ".ps1", ".py"),
    *(".service", ".sh", ".spec", ".toml", ".txt", ".xml", ".yaml", ".yml"),
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def test_the_import_contracts_hold() -> None:
    program = "from importlinter.cli import lint_imports; exit(lint_imports(no_cache=True, no_logo=True))"
    report = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert report.returncode == 0, report.stdout + report.stderr


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_what_it_is_for_and_stays_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "the first sentence of a module says what it is for"
    assert len(text.splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", [*MODULES, *SCRIPTS], ids=name_of)
def test_no_module_has_a_name_that_says_nothing(path: Path) -> None:
    parts = {*path.relative_to(ROOT).with_suffix("").parts}
    assert not parts & NAMES_THAT_SAY_NOTHING


def may_use_floats(path: Path) -> bool:
    """The edges: a chart is drawn in floats, and a cell of a workbook is one."""
    name = name_of(path)
    return name == "desktop/charts/plot.py" or name.startswith(("desktop/sheets/", "desktop/reading/"))


@pytest.mark.parametrize("path", [path for path in MODULES if not may_use_floats(path)], ids=name_of)
def test_no_float_is_made_away_from_the_edges(path: Path) -> None:
    calls = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
    lines = [call.lineno for call in calls if isinstance(call.func, ast.Name) and call.func.id == "float"]
    assert lines == []


@pytest.mark.parametrize("path", sorted((ROOT / "scoring").rglob("*.py")), ids=name_of)
def test_the_kernel_holds_no_float(path: Path) -> None:
    constants = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Constant)]
    assert [node.lineno for node in constants if isinstance(node.value, float)] == []


def sentences(tree: ast.Module) -> Iterator[int]:
    """Lines where the program holds or builds Chinese to be read, not words to recognise in somebody's text."""
    comments = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value for part in node.values if isinstance(part, ast.Constant)]
            if any(CHINESE.search(str(part)) for part in parts):
                yield node.lineno
        elif isinstance(node, ast.Constant) and id(node) not in comments and SENTENCE.search(str(node.value)):
            yield node.lineno


@pytest.mark.parametrize("path", [path for path in MODULES if not name_of(path).startswith("desktop/")], ids=name_of)
def test_sentences_for_the_user_stand_in_the_desktop(path: Path) -> None:
    assert list(sentences(tree_of(path))) == []


def test_a_sentence_is_told_from_words_to_recognise() -> None:
    def found(source: str) -> int:
        return len(list(sentences(ast.parse(source))))

    assert found('x = "资金未拨付，请先填写"') == 1
    assert found('x = "请先填写指标值。"') == 1
    assert found('x = f"共{n}项"') == 1
    assert found('"""一句话，说明用途。"""\nx = {"无", "无。", "年末结转结余"}') == 0
    assert found('x = re.compile("[^。；，]{0,8}完成|达标")') == 0


def tracked_files() -> list[Path]:
    listing = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT.as_posix()}", "ls-files", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = [ROOT / name.decode() for name in listing.stdout.split(b"\0") if name]
    return [path for path in paths if path.exists()]


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    found = []
    for path in tracked_files():
        if path == Path(__file__) or path.suffix not in TEXT_SUFFIXES | {""}:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{name_of(path)}: {match[0]}" for match in MACHINE_PATH.finditer(text)]
    assert found == []


@pytest.mark.parametrize("path", sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]), ids=name_of)
def test_documents_name_files_that_exist(path: Path) -> None:
    """A module may be named by its room alone."""
    files = {f"/{name_of(each)}" for folder in FOLDERS for each in (ROOT / folder).rglob("*.*")}
    named = set(re.findall(r"`([\w/.-]+\.(?:py|sh|md))`", path.read_text(encoding="utf-8")))
    missing = {name for name in named if not (ROOT / name).exists() and not any(each.endswith(f"/{name}") for each in files)}
    assert not missing
