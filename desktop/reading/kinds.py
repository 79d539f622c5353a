"""What a file is, told by its content; the extension only helps to name what cannot be read."""

import io
from pathlib import PurePath
from typing import Final

import olefile

from db.faults import EnvironmentFault, FaultCode
from desktop.reading.cells import FileKind
from desktop.reading.delimited import decoded
from desktop.reading.package import Package

_OLE: Final = bytes.fromhex("D0CF11E0A1B11AE1")
_HEAD: Final = 8192
_MAGIC: Final = (
    (b"{\\rtf", FileKind.RTF),
    (b"\x89PNG", FileKind.PICTURE),
    (b"\xff\xd8\xff", FileKind.PICTURE),
    (b"GIF8", FileKind.PICTURE),
    (b"II*\0", FileKind.PICTURE),
    (b"MM\0*", FileKind.PICTURE),
    (b"Rar!", FileKind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", FileKind.ARCHIVE),
    (b"\x1f\x8b", FileKind.ARCHIVE),
)
_BIFF_START: Final = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")  # old workbooks without a container
_CONTENT_TYPES: Final = (
    ("spreadsheetml.sheet.main", FileKind.XLSX),
    ("spreadsheetml.template.main", FileKind.XLSX),
    ("ms-excel.sheet.macroenabled.main", FileKind.XLSX),
    ("ms-excel.template.macroenabled.main", FileKind.XLSX),
    ("ms-excel.addin.macroenabled.main", FileKind.XLSX),
    ("ms-excel.sheet.binary.macroenabled.main", FileKind.XLSB),
    ("wordprocessingml.document.main", FileKind.DOCX),
    ("wordprocessingml.template.main", FileKind.DOCX),
    ("ms-word.document.macroenabled.main", FileKind.DOCX),
    ("ms-word.template.macroenabledtemplate.main", FileKind.DOCX),
    ("presentationml", FileKind.PPTX),
)
_OPEN_DOCUMENT: Final = (
    ("application/vnd.oasis.opendocument.spreadsheet", FileKind.ODS),
    ("application/vnd.oasis.opendocument.text", FileKind.ODT),
)
_NEVER_IN_TEXT: Final = frozenset({*range(9), *range(14, 27)})
_BY_EXTENSION: Final = {".et": FileKind.ET, ".ett": FileKind.ET, ".wps": FileKind.WPS, ".wpt": FileKind.WPS}
_BROKEN_BY_EXTENSION: Final = frozenset({".xls", ".xlt", ".xlsx", ".xlsm", ".docx"})


def kind_of(data: bytes, name: str) -> FileKind:
    """The kind of a file with this content.

    Args:
        data: the whole file.
        name: its name, for the kinds that share one container.

    Raises:
        EnvironmentFault: FILE_EMPTY for no content; FILE_UNREADABLE for a container that is cut off;
            FILE_HOSTILE or FILE_TOO_LARGE for a package that fails its checks.
    """
    if not data:
        raise EnvironmentFault(FaultCode.FILE_EMPTY)
    if data.startswith(b"PK"):
        return _kind_of_package(Package(data))
    if data.startswith(_OLE):
        return _kind_of_container(data, PurePath(name).suffix.lower())
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if b"%PDF-" in data[:1024]:
        return FileKind.PDF
    if data[:2] in _BIFF_START and data[3:4] == b"\0" and data[2] <= 16:
        return FileKind.XLS
    return _kind_of_text(data)


def _kind_of_package(package: Package) -> FileKind:
    if "mimetype" in package and "content.xml" in package:
        mimetype = package.read("mimetype")[:100].decode("ascii", "replace").strip()
        for start, kind in _OPEN_DOCUMENT:
            if mimetype.startswith(start):
                return kind
    if "OFD.xml" in package:
        return FileKind.OFD
    if "[Content_Types].xml" in package:
        types = [content_type.lower() for content_type in package.content_types().values()]
        for words, kind in _CONTENT_TYPES:
            if any(words in content_type for content_type in types):
                return kind
    return FileKind.ARCHIVE


def _kind_of_container(data: bytes, extension: str) -> FileKind:
    """The members of an OLE2 container tell who wrote it."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            members = {entry[0].lower() for entry in container.listdir()}
    except Exception:  # noqa: BLE001 - a broken container fails in as many ways as there are bytes
        members = set()
    if not members and extension in _BROKEN_BY_EXTENSION:
        raise EnvironmentFault(FaultCode.FILE_UNREADABLE, reason="container")
    if "encryptedpackage" in members:
        return FileKind.ENCRYPTED
    if members & {"workbook", "book"}:
        return FileKind.XLS
    if "worddocument" in members:
        return FileKind.WPS if extension in {".wps", ".wpt"} else FileKind.DOC
    if "powerpoint document" in members:
        return FileKind.PPT
    return _BY_EXTENSION.get(extension, FileKind.OLE)


def _kind_of_text(data: bytes) -> FileKind:
    head = decoded(data[:_HEAD], is_part=True)
    if head is None:
        if any(byte in _NEVER_IN_TEXT for byte in data[:_HEAD]):
            return FileKind.UNKNOWN
        head = data[:_HEAD].decode("latin-1")  # a text with damaged bytes: whoever reads it will say so
    start = head.lstrip("\ufeff \t\r\n").lower()
    if start.startswith("mime-version:"):
        return FileKind.MHTML
    if not start.startswith("<"):
        return FileKind.DELIMITED
    if "urn:schemas-microsoft-com:office:spreadsheet" in start and "<html" not in start:
        return FileKind.SPREADSHEETML
    if any(tag in start for tag in ("<html", "<table", "<!doctype html", "<body", "<meta", "<tr", "<style", "<div")):
        return FileKind.HTML
    return FileKind.UNKNOWN if start.startswith("<?xml") else FileKind.DELIMITED
