import random
from pathlib import Path

import pytest

from db.evidence import EvidenceState, Stored, bring_along, copy_out, evidence_folder, safe_name, state_of, store_file
from db.faults import EnvironmentFault, FaultCode
from scoring.table import Attachment

SEEDS = range(50)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "账套"
    folder.mkdir()
    return folder / "本局.ziping"


def made(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def attached(stored: Stored, name: str = "") -> Attachment:
    return Attachment("1", "7", name or stored.file_name, stored.content_hash, stored.size)


def test_a_file_is_kept_under_its_hash_and_opened_under_its_name(book: Path, tmp_path: Path) -> None:
    source = made(tmp_path, "决算批复.pdf", b"%PDF-1.7 " * 1000)
    stored = store_file(book, source)
    assert stored.file_name == "决算批复.pdf"
    assert [each.name for each in evidence_folder(book).iterdir()] == [stored.content_hash]
    source.unlink()
    copy = tmp_path / safe_name(stored.file_name)
    copy_out(book, attached(stored), copy)
    assert copy.read_bytes() == b"%PDF-1.7 " * 1000


def test_the_same_bytes_are_kept_once(book: Path, tmp_path: Path) -> None:
    first, second = store_file(book, made(tmp_path, "甲.txt", b"1")), store_file(book, made(tmp_path, "乙.txt", b"1"))
    assert first.content_hash == second.content_hash
    assert len(list(evidence_folder(book).iterdir())) == 1


def test_missing_and_changed_files_are_told_apart_and_mended_by_storing_again(book: Path, tmp_path: Path) -> None:
    source = made(tmp_path, "通知.txt", b"2021-1")
    file = attached(store_file(book, source))
    kept = evidence_folder(book) / file.content_hash
    assert state_of(book, file, thorough=True) is EvidenceState.THERE
    kept.write_bytes(b"2021-2")
    assert (state_of(book, file), state_of(book, file, thorough=True)) == (EvidenceState.THERE, EvidenceState.CHANGED)
    kept.write_bytes(b"2021")
    assert state_of(book, file) is EvidenceState.CHANGED
    kept.unlink()
    assert state_of(book, file) is EvidenceState.MISSING
    store_file(book, source)
    assert state_of(book, file, thorough=True) is EvidenceState.THERE


def test_a_renamed_or_moved_book_finds_its_evidence_by_the_bytes(book: Path, tmp_path: Path) -> None:
    files = [attached(store_file(book, made(tmp_path, f"{number}.txt", str(number).encode()))) for number in range(3)]
    hashes = [each.content_hash for each in files]
    (evidence_folder(book) / hashes[2]).write_bytes(b"other bytes")
    renamed = book.with_name("改名.ziping")
    assert bring_along(renamed, [*hashes, "../../etc/passwd"]) == 2
    assert [state_of(renamed, each, thorough=True) for each in files] == [EvidenceState.THERE] * 2 + [EvidenceState.MISSING]
    assert bring_along(renamed, hashes) == 0
    elsewhere = tmp_path / "U盘" / "本局.ziping"
    elsewhere.parent.mkdir()
    assert bring_along(elsewhere, hashes) == 0
    assert bring_along(elsewhere, hashes, [book]) == 2
    assert state_of(elsewhere, files[0], thorough=True) is EvidenceState.THERE


def test_a_changed_file_is_never_handed_to_a_viewer(book: Path, tmp_path: Path) -> None:
    file = attached(store_file(book, made(tmp_path, "通知.txt", b"2021-1")))
    (evidence_folder(book) / file.content_hash).write_bytes(b"2021-2")
    with pytest.raises(EnvironmentFault) as told:
        copy_out(book, file, tmp_path / "打开.txt")
    assert told.value.code is FaultCode.FILE_UNREADABLE
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["通知.txt"]


def test_what_is_no_file_is_refused(book: Path, tmp_path: Path) -> None:
    for path, code in ((tmp_path / "没有", FaultCode.FILE_MISSING), (tmp_path, FaultCode.FILE_UNSUPPORTED)):
        with pytest.raises(EnvironmentFault) as told:
            store_file(book, path)
        assert told.value.code is code
    assert not evidence_folder(book).exists()


def test_a_folder_that_takes_no_files_is_told_and_leaves_nothing(book: Path, tmp_path: Path) -> None:
    made(book.parent, evidence_folder(book).name, b"a file where the folder should be")
    with pytest.raises(EnvironmentFault):
        store_file(book, made(tmp_path, "a.txt", b"1"))
    assert len(list(book.parent.iterdir())) == 1


@pytest.mark.parametrize("content_hash", ["../../etc/passwd", "", "ABC", "0" * 63, "/" * 64, "0" * 64 + "\n"])
def test_a_book_cannot_name_a_file_of_its_own_choosing(book: Path, content_hash: str) -> None:
    evidence_folder(book).mkdir()
    assert state_of(book, Attachment("1", "7", "x", content_hash, 1)) is EvidenceState.MISSING


def hostile_name(seed: int) -> str:
    """A label that would do harm as a path, on one platform or another."""
    chance = random.Random(seed)
    pieces = [
        "..", "/", "\\", "C:", "CON", "nul.txt", "aux.pdf", "COM1", ":stream", "\x00", "\n", "\r", "\t", "\x7f", "\u202e",
        "gpj.exe",
        "\u200b", "\ufeff", " ", ".", "..", "~", "$HOME", "`id`", ";rm -rf *", "&&", "|", "<script>", '"', "'", "%2e%2e", "?*",
        "佐证", "材料", "😀", "é", "e\u0301", "\ud800", "长" * 300, "a" * 300, ".pdf", ".tar.gz", "." * 40,
    ]  # fmt: skip
    return "".join(chance.choice(pieces) for _ in range(chance.randint(1, 9)))


@pytest.mark.parametrize("seed", SEEDS)
def test_no_label_does_harm_as_a_file_name(seed: int, book: Path, tmp_path: Path) -> None:
    label = hostile_name(seed)
    name = safe_name(label)
    assert name not in {"", ".", ".."}
    assert not set(name) & set('/\\:*?"<>|\x00\n\r\t\x7f\u202e\u200b')
    assert name == name.strip().rstrip(".")
    assert name.partition(".")[0].upper() not in {"CON", "NUL", "AUX", "PRN", "COM1"}
    assert len(name.encode()) <= 140
    file = attached(store_file(book, made(tmp_path, "a", b"1")), label)
    folder = tmp_path / "open"
    folder.mkdir()
    copy_out(book, file, folder / name)
    assert [each.resolve().parent for each in folder.rglob("*")] == [folder.resolve()]
    assert [each.name for each in folder.iterdir()] == [name]


def test_an_honest_name_stays_as_it_is() -> None:
    for name in ("关于批复2021年度部门决算的通知（穗番财〔2022〕5号）.pdf", "满意度 问卷-2.xlsx", "截图.2021.12.png"):
        assert safe_name(name) == name
