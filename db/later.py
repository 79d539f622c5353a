"""What questions are put together from: SQLAlchemy and the tables as it sees them, imported with the first of them."""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db import sql, tables

__all__ = ["sql", "tables"]


def __getattr__(name: str) -> ModuleType:
    if name not in __all__:
        raise AttributeError(name)
    return import_module(f"db.{name}")
