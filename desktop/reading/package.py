"""Zip packages (.xlsx, .docx, .ods, .xlsb), checked before anything in them is parsed.

Only the parts that a reader asks for are ever unpacked into memory; nothing is written to the disk and no
relationship that points outside the package is followed.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from typing import Final

from db.faults import EnvironmentFault, FaultCode
from desktop.reading import limits
from desktop.reading.xml_events import Handlers, declared_encoding, local_attributes, read_xml, unescaped

_CHUNK: Final = 1 << 18
_XML_ENDINGS: Final = (".xml", ".rels", ".vml")
_DECLARATION: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_UNICODE: Final = {"", "utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "ascii"}


class Package:
    """A checked zip file in memory. Its directory may lie; what is read is counted again while unpacking."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError) as error:
            raise EnvironmentFault(FaultCode.FILE_UNREADABLE, reason="zip") from error
        entries = self._archive.infolist()
        _check_directory(entries)
        self._names = {_key(entry.filename): entry for entry in entries}
        if len(self._names) != len(entries):
            raise EnvironmentFault(FaultCode.FILE_HOSTILE, reason="names")

    @property
    def names(self) -> Iterable[str]:
        """The parts in lower case, as packages do not tell upper from lower case."""
        return self._names.keys()

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._names

    def read(self, name: str) -> bytes:
        """One part, unpacked.

        Raises:
            EnvironmentFault: FILE_HOSTILE if it unpacks to more than it may or declares a document type,
                FILE_UNREADABLE if it is missing or damaged.
        """
        entry = self._names.get(_key(name))
        if entry is None:
            raise EnvironmentFault(FaultCode.FILE_UNREADABLE, reason="part")
        chunks = []
        size = 0
        try:
            with self._archive.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    _check_size(size, entry.compress_size, size)
                    chunks.append(chunk)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            RuntimeError,
            NotImplementedError,
        ) as error:
            # RuntimeError is zipfile's word for an entry with a password of its own.
            raise EnvironmentFault(FaultCode.FILE_UNREADABLE, reason="part") from error
        data = b"".join(chunks)
        if _key(name).endswith(_XML_ENDINGS):
            _check_xml(data)
        return data

    def check_xml(self) -> None:
        """Look through every XML part, for readers that open the package by themselves.

        Raises:
            EnvironmentFault: as ``read``.
        """
        for name in self._names:
            if name.endswith(_XML_ENDINGS):
                self.read(name)

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """The parts that a part refers to: id to (last word of the type, name); none outside."""
        folder, _, file = name.rpartition("/")
        source = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
        found: dict[str, tuple[str, str]] = {}
        if source not in self:
            return found

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = (kind, target.lstrip("/"))

        read_xml(self.read(source), Handlers(start, _ignore, _ignore))
        return found

    def main_part(self) -> str:
        """The part that the package is about: its workbook or its document."""
        for kind, target in self.relations("").values():
            if kind == "officeDocument":
                return target
        raise EnvironmentFault(FaultCode.FILE_UNREADABLE, reason="part")

    def content_types(self) -> dict[str, str]:
        """Content type by part name, of the parts that have one of their own."""
        found: dict[str, str] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            attributes = local_attributes(attributes)
            if tag == "Override":
                found[_key(attributes.get("PartName", ""))] = attributes.get("ContentType", "")
            elif tag == "Default":
                found["." + attributes.get("Extension", "").lower()] = attributes.get("ContentType", "")

        if "[Content_Types].xml" in self:
            read_xml(self.read("[Content_Types].xml"), Handlers(start, _ignore, _ignore))
        return found


def custom_properties(package: Package) -> Mapping[str, str]:
    """The custom document properties of a package, each as the text it is written as."""
    part = next((target for kind, target in package.relations("").values() if kind == "custom-properties"), "")
    found: dict[str, str] = {}
    if part not in package:
        return found
    current = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal current
        if tag == "property":
            current = attributes.get("name", "")
            found[current] = ""

    def text(words: str) -> None:
        if current:
            found[current] += words

    read_xml(package.read(part), Handlers(start, _ignore, text))
    return {key: unescaped(value.strip()) for key, value in found.items()}


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _ignore(*_event: object) -> None:
    pass


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > limits.PARTS:
        raise EnvironmentFault(FaultCode.FILE_TOO_LARGE, reason="parts", limit=str(limits.PARTS))
    total = 0
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        if ".." in name.split("/") or name.startswith("/") or ":" in name or "\0" in name:
            raise EnvironmentFault(FaultCode.FILE_HOSTILE, reason="names")
        total += entry.file_size
        _check_size(entry.file_size, entry.compress_size, total)


def _check_size(size: int, packed: int, total: int) -> None:
    if size > limits.RATIO_FROM_BYTES and size > packed * limits.RATIO:
        raise EnvironmentFault(FaultCode.FILE_HOSTILE, reason="ratio")
    if size > limits.PART_BYTES or total > limits.PACKAGE_BYTES:
        megabytes = (limits.PART_BYTES if size > limits.PART_BYTES else limits.PACKAGE_BYTES) // limits.MEGABYTE
        raise EnvironmentFault(FaultCode.FILE_TOO_LARGE, reason="unpacked", limit=str(megabytes))


def _check_xml(data: bytes) -> None:
    """No document type anywhere, in whatever width the characters are written."""
    if declared_encoding(data[:200].lstrip(b"\xef\xbb\xbf").replace(b"\0", b"")) not in _UNICODE:
        raise EnvironmentFault(FaultCode.FILE_UNREADABLE, reason="encoding")
    narrow = data.replace(b"\0", b"") if b"\0" in data[:64] else data
    if _DECLARATION.search(narrow):
        raise EnvironmentFault(FaultCode.FILE_HOSTILE, reason="doctype")
