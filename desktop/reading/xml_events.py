"""Foreign XML, read as a stream of events without document types: no entity is expanded or fetched.

Expat is used directly because it tells of a document type before anything is done about it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

from db.faults import EnvironmentFault, FaultCode
from desktop.reading import limits

_CHUNK: Final = 1 << 16
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Handlers:
    """What to do with the events; names come without prefix and namespace (``row``, ``table-cell``)."""

    start: Callable[[str, dict[str, str]], None]
    end: Callable[[str], None]
    text: Callable[[str], None]


def read_xml(data: bytes, handlers: Handlers) -> None:
    """Send the elements and texts of ``data`` to ``handlers``.

    Raises:
        EnvironmentFault: FILE_HOSTILE for a document type or bottomless nesting, FILE_UNREADABLE for broken
            XML.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    local = _LocalNames()
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > limits.XML_DEPTH:
            raise EnvironmentFault(FaultCode.FILE_HOSTILE, reason="nesting")
        handlers.start(local[name], attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handlers.end(local[name])

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handlers.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    try:
        for at in range(0, len(data), _CHUNK):
            parser.Parse(data[at : at + _CHUNK], False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise EnvironmentFault(FaultCode.FILE_UNREADABLE, reason="xml") from error


def local_attributes(attributes: Mapping[str, str]) -> dict[str, str]:
    """The attributes without the prefixes of their names."""
    return {name.rpartition(":")[2]: value for name, value in attributes.items()}


def declared_encoding(head: bytes) -> str:
    """The encoding that an XML declaration names, in lower case; empty where it names none."""
    found = re.match(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""", head)
    return found.group(1).decode("ascii").lower() if found else ""


def unescaped(text: str) -> str:
    """Excel writes signs that XML cannot carry as ``_x000D_``."""
    if "_x" not in text:
        return text
    units = _ESCAPE.sub(lambda found: chr(int(found.group(1), 16)), text)
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")  # two halves, one character


class _LocalNames(dict[str, str]):
    """``x:row`` to ``row``, each name cut once."""

    def __missing__(self, name: str) -> str:
        self[name] = cut = name.rpartition(":")[2]
        return cut


def _refuse_doctype(*_declaration: object) -> None:
    raise EnvironmentFault(FaultCode.FILE_HOSTILE, reason="doctype")
