"""SQLAlchemy as the book uses it, without what it imports for others.

No statement here waits in an event loop, nothing is encrypted and no dialect is looked for among installed plug-ins.
``asyncio`` with its sockets and TLS, the drivers that need it or a cipher, and ``importlib.metadata`` with its reading of
e-mail would be a tenth of the time to the first table and five megabytes; SQLAlchemy gets them when it asks for something
of theirs.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from inspect import iscoroutine
from types import ModuleType
from typing import Any


class _Later(ModuleType):
    """A module that is imported when something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


@contextmanager
def _put_off(*modules: _Later) -> Iterator[None]:
    """For as long as this lasts an import of these modules gives one that comes later; those already there stay."""
    later = {each.__name__: each for each in modules if each.__name__ not in sys.modules}
    sys.modules.update(later)
    try:
        yield
    finally:
        for name, each in later.items():
            if sys.modules.get(name) is each:
                del sys.modules[name]


_asyncio = _Later("asyncio")
_asyncio.__dict__["iscoroutine"] = iscoroutine  # the one thing of it that SQLAlchemy takes at its own import

_drivers = (_Later(f"sqlalchemy.dialects.sqlite.{each}") for each in ("aiosqlite", "pysqlcipher"))

with _put_off(_asyncio, _Later("importlib.metadata"), *_drivers):
    import sqlalchemy.dialects.sqlite  # noqa: F401 - asks for asyncio too
    from sqlalchemy import (
        Column,
        Connection,
        ForeignKey,
        Index,
        Integer,
        LargeBinary,
        MetaData,
        Row,
        Table,
        Text,
        UniqueConstraint,
        create_engine,
        event,
        select,
    )
    from sqlalchemy.pool import NullPool

__all__ = [
    "Column",
    "Connection",
    "ForeignKey",
    "Index",
    "Integer",
    "LargeBinary",
    "MetaData",
    "NullPool",
    "Row",
    "Table",
    "Text",
    "UniqueConstraint",
    "create_engine",
    "event",
    "select",
]
