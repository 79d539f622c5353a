"""Writing a file in one step or not at all: beside the target, flushed to the disk, then in its place."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from db.faults import EnvironmentFault, FaultCode

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_IN_USE = {errno.EBUSY, errno.ETXTBSY}
_GONE = {errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESTALE}
_SHARING_VIOLATIONS = {32, 33}  # Windows: another program holds the file


@contextmanager
def replace_file(path: Path) -> Iterator[Path]:
    """A path to write to; when the block ends well the file takes the place of ``path``, else nothing has changed.

    Raises:
        EnvironmentFault: FOLDER_MISSING, FOLDER_READ_ONLY, FILE_IN_USE, DISK_FULL, DRIVE_GONE.
    """
    if not path.parent.is_dir():
        raise EnvironmentFault(FaultCode.FOLDER_MISSING, path=str(path.parent))
    if path.is_dir():
        raise EnvironmentFault(FaultCode.FILE_IN_USE, path=str(path))
    draft: Path | None = None
    try:
        draft = _draft(path)
        yield draft
        _flush(draft, path)
        draft.replace(path)
        _flush_folder(path.parent)
    except OSError as error:
        raise _fault(error, path, writing=draft is not None) from error
    finally:
        if draft is not None:
            with suppress(OSError):
                draft.unlink(missing_ok=True)


def _draft(path: Path) -> Path:
    """An empty file beside the target, of the same ending, since some writers look at it; with the rights of any new file."""
    draft = path.with_name(f".{secrets.token_hex(6)}.part{path.suffix}")
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    return draft


def _flush(draft: Path, path: Path) -> None:
    """On the disk before it takes the name; a file that is replaced keeps its rights."""
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
    if os.name == "posix" and path.exists():
        draft.chmod(path.stat().st_mode & 0o777)


def _flush_folder(folder: Path) -> None:
    """The new name on the disk too, where the platform can do that; the file itself is safe already."""
    if os.name == "posix":
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _fault(error: OSError, path: Path, *, writing: bool) -> EnvironmentFault:
    if error.errno in _FULL:
        return EnvironmentFault(FaultCode.DISK_FULL, path=str(path))
    if error.errno in _GONE:
        return EnvironmentFault(FaultCode.DRIVE_GONE, path=str(path))
    if error.errno in _IN_USE or getattr(error, "winerror", None) in _SHARING_VIOLATIONS:
        return EnvironmentFault(FaultCode.FILE_IN_USE, path=str(path))
    if isinstance(error, FileNotFoundError):
        return EnvironmentFault(FaultCode.DRIVE_GONE, path=str(path))
    if isinstance(error, PermissionError):
        # Windows refuses to replace a file that another program holds; a folder refuses the draft already.
        code = FaultCode.FILE_IN_USE if writing else FaultCode.FOLDER_READ_ONLY
        return EnvironmentFault(code, path=str(path if writing else path.parent))
    if error.errno == errno.EROFS:
        return EnvironmentFault(FaultCode.FOLDER_READ_ONLY, path=str(path.parent))
    raise error
