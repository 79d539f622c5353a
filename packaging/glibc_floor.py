"""Says which C library a built folder needs: ``glibc_floor.py FOLDER [--at-most 2.28]``.

Reads the version needs of every ELF file (section ``.gnu.version_r``) itself, so that it runs wherever Python does.
Also names what the folder expects of the system: the libraries that are needed and not in it.
"""

import argparse
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MAGIC = b"\x7fELF"
SHT_DYNAMIC, SHT_GNU_VERNEED = 6, 0x6FFFFFFE
DT_NEEDED, DT_SONAME = 1, 14
FAMILIES = ("GLIBC", "GLIBCXX", "CXXABI", "GCC")


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the section table; ``link`` is the section of its names, ``count`` its number of entries."""

    kind: int
    offset: int
    size: int
    link: int
    count: int


@dataclass(frozen=True, slots=True)
class Needs:
    """What one ELF file asks of others."""

    path: Path
    versions: frozenset[tuple[str, tuple[int, ...]]]
    libraries: frozenset[str]
    own_name: str


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--at-most", type=_version, help="the newest GLIBC that may be needed")
    arguments = parser.parse_args()
    found = list(needs_in(arguments.folder))
    if not found:
        print("no ELF file in the folder", file=sys.stderr)
        return 1
    for family in FAMILIES:
        asked = [(version, each.path) for each in found for name, version in each.versions if name == family]
        if asked:
            newest, path = max(asked)
            print(f"{family} {_text(newest)} (asked for by {path.relative_to(arguments.folder)}, {len(found)} files read)")
    inside = {each.path.name for each in found} | {each.own_name for each in found}
    outside = sorted(set().union(*(each.libraries for each in found)) - inside)
    print("of the system:", " ".join(outside))
    floor = max((version for each in found for name, version in each.versions if name == "GLIBC"), default=(0,))
    if arguments.at_most and floor > arguments.at_most:
        print(f"GLIBC {_text(floor)} is newer than {_text(arguments.at_most)}", file=sys.stderr)
        return 1
    return 0


def needs_in(folder: Path) -> Iterator[Needs]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) != MAGIC:
                    continue
            yield needs_of(path)


def needs_of(path: Path) -> Needs:
    """The version needs and the needed libraries of one 64-bit little-endian ELF file."""
    data = path.read_bytes()
    if data[4:6] != b"\x02\x01":
        raise SystemExit(f"{path}: not a 64-bit little-endian program")
    sections = list(_sections(data))
    versions: set[tuple[str, tuple[int, ...]]] = set()
    libraries: set[str] = set()
    own_name = ""
    for section in sections:
        if section.kind == SHT_GNU_VERNEED:
            versions |= set(_version_needs(data, section, sections[section.link].offset))
        elif section.kind == SHT_DYNAMIC:
            names = sections[section.link].offset
            for at in range(section.offset, section.offset + section.size, 16):
                tag, value = struct.unpack_from("<QQ", data, at)
                if tag == DT_NEEDED:
                    libraries.add(_string(data, names + value))
                elif tag == DT_SONAME:
                    own_name = _string(data, names + value)
    return Needs(path, frozenset(versions), frozenset(libraries), own_name)


def _sections(data: bytes) -> Iterator[Section]:
    (start,) = struct.unpack_from("<Q", data, 0x28)
    size, count = struct.unpack_from("<HH", data, 0x3A)
    for number in range(count):
        _, kind, _, _, offset, length, link, info, _, _ = struct.unpack_from("<IIQQQQIIQQ", data, start + number * size)
        yield Section(kind, offset, length, link, info)


def _version_needs(data: bytes, section: Section, names: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    at = section.offset
    for _ in range(section.count):
        _, count, _, first, following = struct.unpack_from("<HHIII", data, at)
        entry = at + first
        for _ in range(count):
            _, _, _, name, next_entry = struct.unpack_from("<IHHII", data, entry)
            family, _, number = _string(data, names + name).partition("_")
            if family in FAMILIES and number[:1].isdigit():
                yield family, _version(number)
            entry += next_entry
        at += following


def _string(data: bytes, at: int) -> str:
    return data[at : data.index(b"\0", at)].decode("ascii")


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))


def _text(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


if __name__ == "__main__":
    sys.exit(main())
