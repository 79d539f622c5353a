"""How much memory another process holds, on each system by the means it offers."""

import os
import sys
from pathlib import Path

_MEGABYTE = 1024 * 1024


def resident_megabytes(pid: int) -> int:
    """Resident memory in MiB; 0 where the process is gone or the system does not tell."""
    return _resident_bytes(pid) // _MEGABYTE


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _QUERY_AND_READ = 0x0400 | 0x0010

    class _Counters(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS of the Windows API."""

        _fields_ = (
            ("size", wintypes.DWORD),
            ("page_faults", wintypes.DWORD),
            ("peak_working_set", ctypes.c_size_t),
            ("working_set", ctypes.c_size_t),
            ("peak_paged_pool", ctypes.c_size_t),
            ("paged_pool", ctypes.c_size_t),
            ("peak_nonpaged_pool", ctypes.c_size_t),
            ("nonpaged_pool", ctypes.c_size_t),
            ("pagefile", ctypes.c_size_t),
            ("peak_pagefile", ctypes.c_size_t),
        )

    def _resident_bytes(pid: int) -> int:
        """What was asked for counts, even where Windows has moved it out of the working set."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = wintypes.HANDLE
        kernel.K32GetProcessMemoryInfo.argtypes = (
            wintypes.HANDLE,
            ctypes.POINTER(_Counters),
            wintypes.DWORD,
        )
        kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
        handle = kernel.OpenProcess(_QUERY_AND_READ, False, pid)
        if not handle:
            return 0
        try:
            counters = _Counters(size=ctypes.sizeof(_Counters))
            if not kernel.K32GetProcessMemoryInfo(handle, ctypes.byref(counters), counters.size):
                return 0
            return int(max(counters.working_set, counters.pagefile))
        finally:
            kernel.CloseHandle(handle)

else:

    def _resident_bytes(pid: int) -> int:
        try:
            pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
        except (OSError, IndexError):
            return 0
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
