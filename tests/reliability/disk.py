"""A disk that fails on demand or keeps account of what reaches it: SQLite's own file layer, wrapped from outside.

The program under test is not changed: while a :class:`Disk` is in force it is the default layer of the SQLite library
that Python's own driver uses, so that every write, cut, sync and removal passes through here.
"""

import _sqlite3
import ctypes
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

POINTER = ctypes.c_void_p
FULL, WRITE_ERROR, SYNC_ERROR, DELETE_ERROR = 13, 10 | 3 << 8, 10 | 4 << 8, 10 | 10 << 8
NOT_THERE = 10 | 23 << 8

_WRITE = ctypes.CFUNCTYPE(ctypes.c_int, POINTER, POINTER, ctypes.c_int, ctypes.c_int64)
_TRUNCATE = ctypes.CFUNCTYPE(ctypes.c_int, POINTER, ctypes.c_int64)
_SYNC = ctypes.CFUNCTYPE(ctypes.c_int, POINTER, ctypes.c_int)
_OPEN = ctypes.CFUNCTYPE(ctypes.c_int, POINTER, POINTER, POINTER, ctypes.c_int, POINTER)
_DELETE = ctypes.CFUNCTYPE(ctypes.c_int, POINTER, ctypes.c_char_p, ctypes.c_int)


class _Methods(ctypes.Structure):
    _fields_ = (
        ("version", ctypes.c_int),
        ("close", POINTER),
        ("read", POINTER),
        ("write", POINTER),
        ("truncate", POINTER),
        ("sync", POINTER),
        ("rest", POINTER * 13),
    )


class _Layer(ctypes.Structure):
    _fields_ = (
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("next", POINTER),
        ("name", ctypes.c_char_p),
        ("data", POINTER),
        ("open", POINTER),
        ("delete", POINTER),
        ("rest", POINTER * 14),
    )


class _File(ctypes.Structure):
    _fields_ = (("methods", POINTER),)


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that reached the disk."""

    kind: str
    path: str
    offset: int = 0
    data: bytes = b""


@dataclass
class Disk:
    """Counts what changes the disk; fails it from the ``fail_at``-th operation on (``once``: only that one)."""

    fail_at: int = 0
    once: bool = False
    full: bool = True
    record: bool = False
    count: int = 0
    operations: list[Operation] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._library = sqlite_library()
        self._library.sqlite3_vfs_find.restype = POINTER
        self._library.sqlite3_vfs_register.argtypes = (POINTER, ctypes.c_int)
        self._library.sqlite3_vfs_unregister.argtypes = (POINTER,)
        self._paths: dict[int, str] = {}
        self._wrapped: dict[int, tuple[_Methods, _Methods]] = {}
        self._originals: dict[int, _Methods] = {}
        self._kept: list[Any] = []

    def __enter__(self) -> Self:
        self._usual = POINTER(self._library.sqlite3_vfs_find(None))
        usual = _Layer.from_address(self._usual.value or 0)
        self._layer = _Layer.from_buffer_copy(usual)
        self._name = f"disk-{id(self)}".encode()
        self._layer.name = self._name
        self._layer.next = None
        self._layer.open = self._callback(_OPEN, self._opened(_OPEN(usual.open)))
        self._layer.delete = self._callback(_DELETE, self._deleted(_DELETE(usual.delete)))
        self._library.sqlite3_vfs_register(ctypes.byref(self._layer), 1)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self._library.sqlite3_vfs_unregister(ctypes.byref(self._layer))
        self._library.sqlite3_vfs_register(self._usual, 1)

    def _callback(self, shape: Any, function: Callable[..., int]) -> int:
        made = shape(function)
        self._kept.append(made)
        return ctypes.cast(made, POINTER).value or 0

    def _fails(self) -> bool:
        self.count += 1
        return bool(self.fail_at) and (self.count == self.fail_at if self.once else self.count >= self.fail_at)

    def _opened(self, usual: Callable[..., int]) -> Callable[..., int]:
        def opened(_: int, name: int | None, file: int, flags: int, out: int) -> int:
            # the layer keeps the pointer to the name, so it is handed on as it came
            outcome = usual(self._usual, name, file, flags, out)
            found = _File.from_address(file)
            if outcome == 0 and found.methods:
                self._paths[file] = ctypes.string_at(name).decode() if name else ""
                found.methods = self._methods(found.methods)
            return outcome

        return opened

    def _methods(self, address: int) -> int:
        """The methods of the usual layer with ours in the places that change the disk."""
        if address not in self._wrapped:
            usual = _Methods.from_address(address)
            ours = _Methods.from_buffer_copy(usual)
            write, truncate, sync = _WRITE(usual.write), _TRUNCATE(usual.truncate), _SYNC(usual.sync)

            def written(file: int, data: int, amount: int, offset: int) -> int:
                if self._fails():
                    return FULL if self.full else WRITE_ERROR
                if self.record:
                    self._note("write", file, offset, ctypes.string_at(data, amount))
                return write(file, data, amount, offset)

            def cut(file: int, size: int) -> int:
                if self._fails():
                    return WRITE_ERROR
                self._note("truncate", file, size)
                return truncate(file, size)

            def synced(file: int, flags: int) -> int:
                if self._fails():
                    return SYNC_ERROR
                self._note("sync", file)
                return sync(file, flags)

            ours.write = self._callback(_WRITE, written)
            ours.truncate = self._callback(_TRUNCATE, cut)
            ours.sync = self._callback(_SYNC, synced)
            self._wrapped[address] = (usual, ours)
        return ctypes.addressof(self._wrapped[address][1])

    def _deleted(self, usual: Callable[..., int]) -> Callable[..., int]:
        def deleted(_: int, name: bytes, flags: int) -> int:
            if not Path(name.decode()).exists():
                return NOT_THERE
            if self._fails():
                return DELETE_ERROR
            if self.record:
                self.operations.append(Operation("delete", name.decode(), flags))
            return usual(self._usual, name, flags)

        return deleted

    def _note(self, kind: str, file: int, offset: int = 0, data: bytes = b"") -> None:
        if self.record:
            self.operations.append(Operation(kind, self._paths[file], offset, data))


def sqlite_library() -> Any:
    """The SQLite library that Python's driver has loaded."""
    if sys.platform == "win32":
        return ctypes.CDLL("sqlite3.dll")
    return ctypes.CDLL(_sqlite3.__file__)
