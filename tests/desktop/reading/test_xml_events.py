"""Foreign XML comes as events, without document types."""

import pytest

from db.faults import EnvironmentFault, FaultCode
from desktop.reading.xml_events import Handlers, read_xml, unescaped


def events(data: bytes) -> list[str]:
    seen: list[str] = []
    read_xml(
        data,
        Handlers(lambda tag, attributes: seen.append(f"<{tag} {attributes}"), lambda tag: seen.append(f"/{tag}"), seen.append),
    )
    return seen


def refusal(data: bytes) -> FaultCode:
    with pytest.raises(EnvironmentFault) as caught:
        events(data)
    return caught.value.code


def test_names_come_without_their_prefix() -> None:
    assert events(b'<x:a xmlns:x="u"><b c="1">&lt;d</b></x:a>') == [
        *("<a {'xmlns:x': 'u'}", "<b {'c': '1'}", "<d", "/b", "/a"),
    ]


@pytest.mark.parametrize("data", [b"<!DOCTYPE a><a/>", b'<!DOCTYPE a [<!ENTITY b SYSTEM "c">]><a>&b;</a>'])
def test_a_document_type_ends_the_reading(data: bytes) -> None:
    assert refusal(data) is FaultCode.FILE_HOSTILE


def test_bottomless_nesting_is_refused() -> None:
    assert refusal(b"<a>" * 100_000) is FaultCode.FILE_HOSTILE


@pytest.mark.parametrize(
    "data", [b"", b"<a>", b"<a></b>", b"<a>\x00</a>", b'<?xml version="1.0" encoding="x-none"?><a/>', b"<a>&b;</a>"]
)
def test_broken_xml_is_unreadable(data: bytes) -> None:
    assert refusal(data) is FaultCode.FILE_UNREADABLE


@pytest.mark.parametrize(
    ("text", "meant"),
    [("甲_x000A_乙", "甲\n乙"), ("_x005F_x000A_", "_x000A_"), ("_x", "_x"), ("_xD842__xDFB7_", "𠮷"), ("_xD842_", "\ufffd")],
)
def test_escaped_signs_come_back(text: str, meant: str) -> None:
    assert unescaped(text) == meant
