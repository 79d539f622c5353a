"""From a path to a workbook, in this process: what the guarded process does, and what benchmarks call."""

import io
import stat
import sys
from pathlib import Path, PurePath
from typing import Final

from db.faults import EnvironmentFault, FaultCode
from desktop.reading import limits
from desktop.reading.cells import FileKind, Workbook
from desktop.reading.collect import too_large
from desktop.reading.kinds import kind_of
from desktop.reading.package import Package

# The password with which Excel writes what it shows as "not encrypted": workbooks with a protected structure.
_SILENT_PASSWORD: Final = "VelvetSweatshop"  # noqa: S105 - published by Microsoft, no secret
_KINDRED: Final = (".et", ".ett")  # WPS writes many of them as .xls, and reads them all
_SHARING_VIOLATION: Final = (32, 33)  # Windows: another program has the file open for itself


def read_workbook_here(path: Path, *, password: str | None = None) -> Workbook:
    """Read a file without a process around it.

    Raises:
        EnvironmentFault: with the path and, by the code, what else the sentence needs.
    """
    try:
        return _read(file_bytes(path), path.name, password)
    except EnvironmentFault as fault:
        raise EnvironmentFault(fault.code, **{"path": str(path), **fault.facts}) from fault


def check_file(path: Path) -> None:
    """Refuse at once what is no file, holds nothing or is far too large.

    Raises:
        EnvironmentFault: FILE_MISSING, FILE_UNSUPPORTED, FILE_EMPTY, FILE_TOO_LARGE or FILE_UNREADABLE.
    """
    try:
        about = path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise EnvironmentFault(FaultCode.FILE_MISSING, path=str(path)) from error
    except (OSError, ValueError) as error:  # a ring of links, a name that no file can have
        raise EnvironmentFault(FaultCode.FILE_UNREADABLE, path=str(path), reason="path") from error
    if stat.S_ISDIR(about.st_mode):
        raise EnvironmentFault(FaultCode.FILE_UNSUPPORTED, path=str(path), kind="folder")
    if not stat.S_ISREG(about.st_mode):
        raise EnvironmentFault(FaultCode.FILE_UNSUPPORTED, path=str(path), kind="device")
    if not about.st_size:
        raise EnvironmentFault(FaultCode.FILE_EMPTY, path=str(path))
    if about.st_size > limits.FILE_BYTES:
        limit = str(limits.FILE_BYTES // limits.MEGABYTE)
        raise EnvironmentFault(FaultCode.FILE_TOO_LARGE, path=str(path), reason="file", limit=limit)


def file_bytes(path: Path) -> bytes:
    """The whole file.

    Raises:
        EnvironmentFault: as ``check_file``, and FILE_IN_USE.
    """
    check_file(path)
    try:
        return path.read_bytes()
    except OSError as error:
        is_used = getattr(error, "winerror", None) in _SHARING_VIOLATION
        is_locked = is_used or (sys.platform == "win32" and isinstance(error, PermissionError))
        code = FaultCode.FILE_IN_USE if is_locked else FaultCode.FILE_UNREADABLE
        raise EnvironmentFault(code, path=str(path), reason="permission") from error


def _read(data: bytes, name: str, password: str | None) -> Workbook:
    try:
        workbook = _workbook(data, name, password)
    except EnvironmentFault:
        raise
    except MemoryError as error:
        raise EnvironmentFault(FaultCode.FILE_TOO_LARGE, reason="memory") from error
    except Exception as error:
        # Readers of foreign bytes fail in as many ways as there are bytes; the class is all we tell.
        raise EnvironmentFault(FaultCode.FILE_UNREADABLE, reason=type(error).__name__) from error
    if sum(len(sheet.cells) for sheet in workbook.sheets) > limits.CELLS:
        raise too_large("cells", limits.CELLS)
    if not any(sheet.cells for sheet in workbook.sheets):
        raise EnvironmentFault(FaultCode.NOTHING_TO_IMPORT)
    return workbook


# The readers are imported when a file needs them: lxml, xlrd and the ciphers cost more than most files.
def _workbook(data: bytes, name: str, password: str | None) -> Workbook:
    kind = kind_of(data, name)
    match kind:
        case FileKind.XLSX | FileKind.DOCX | FileKind.ODS | FileKind.XLSB:
            return _from_package(data, kind, name)
        case FileKind.XLS:
            return _from_xls(data, name, password)
        case FileKind.ENCRYPTED:
            return _workbook(_decrypted(data, password), name, None)
        case FileKind.DELIMITED:
            from desktop.reading.delimited import read_delimited

            return read_delimited(data, name)
        case FileKind.HTML:
            from desktop.reading.markup import read_html

            return read_html(data, name)
        case FileKind.SPREADSHEETML:
            from desktop.reading.spreadsheetml import read_spreadsheetml

            return read_spreadsheetml(data, name)
    raise EnvironmentFault(FaultCode.FILE_UNSUPPORTED, kind=kind.value)


def _from_package(data: bytes, kind: FileKind, name: str) -> Workbook:
    package = Package(data)
    package.check_xml()
    match kind:
        case FileKind.DOCX:
            from desktop.reading.word import read_docx

            return read_docx(package, name)
        case FileKind.ODS:
            from desktop.reading.opendocument import read_ods

            return read_ods(package, name)
        case FileKind.XLSB:
            from desktop.reading.binary import read_xlsb

            return read_xlsb(data, package, name)
    from desktop.reading.excel import read_xlsx

    return read_xlsx(package, name)


def _from_xls(data: bytes, name: str, password: str | None) -> Workbook:
    from xlrd import XLRDError

    from desktop.reading.legacy import read_xls

    try:
        return read_xls(data, name)
    except XLRDError as error:
        if "encrypted" in str(error).lower():
            return read_xls(_decrypted(data, password), name)
        if PurePath(name).suffix.lower() in _KINDRED:
            raise EnvironmentFault(FaultCode.FILE_UNSUPPORTED, kind=FileKind.ET.value) from error
        raise


def _decrypted(data: bytes, password: str | None) -> bytes:
    """The file within an encrypted one.

    Raises:
        EnvironmentFault: FILE_ENCRYPTED, with ``wrong`` if there was a password.
    """
    import msoffcrypto
    from msoffcrypto.exceptions import DecryptionError, InvalidKeyError

    plain = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(data))
        if file.format == "ooxml":
            file.load_key(password=password or _SILENT_PASSWORD, verify_password=True)
        else:
            file.load_key(password=password or _SILENT_PASSWORD)
        file.decrypt(plain)
    except (InvalidKeyError, DecryptionError) as error:
        wrong = {"wrong": "1"} if password else {}
        raise EnvironmentFault(FaultCode.FILE_ENCRYPTED, option="--password", **wrong) from error
    return plain.getvalue()
