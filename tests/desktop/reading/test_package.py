"""A package is checked by its directory before anything in it is unpacked, and again while it is."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping

import pytest

from db.faults import EnvironmentFault, FaultCode
from desktop.reading import limits
from desktop.reading.package import Package

MakeZip = Callable[[Mapping[str, str | bytes]], bytes]


def read_all(data: bytes, parts: Iterable[str]) -> None:
    package = Package(data)
    for part in parts:
        package.read(part)


def refusal(data: bytes, *parts: str) -> FaultCode:
    with pytest.raises(EnvironmentFault) as caught:
        read_all(data, parts)
    return caught.value.code


@pytest.mark.parametrize("name", ["../evil.xml", "xl/../../evil.xml", "/etc/evil.xml", "C:/evil.xml", "..\\evil.xml"])
def test_names_that_leave_the_package_are_refused(make_zip: MakeZip, name: str) -> None:
    assert refusal(make_zip({name: "<a/>"})) is FaultCode.FILE_HOSTILE


def test_two_parts_of_one_name_are_refused(make_zip: MakeZip) -> None:
    assert refusal(make_zip({"xl/a.xml": "<a/>", "XL/A.xml": "<b/>"})) is FaultCode.FILE_HOSTILE


def test_backslashes_of_old_writers_are_slashes(make_zip: MakeZip) -> None:
    assert Package(make_zip({"xl\\a.xml": "<a/>"})).read("xl/a.xml") == b"<a/>"


def test_a_part_that_unpacks_to_far_more_is_refused(make_zip: MakeZip) -> None:
    bomb = make_zip({"xl/a.xml": b" " * (limits.RATIO_FROM_BYTES + 1)})

    assert refusal(bomb) is FaultCode.FILE_HOSTILE


def test_a_directory_that_lies_gains_nothing(make_zip: MakeZip) -> None:
    bomb = make_zip({"xl/a.xml": b" " * (limits.RATIO_FROM_BYTES + 1)})
    size = (limits.RATIO_FROM_BYTES + 1).to_bytes(4, "little")
    lying = bomb.replace(size, (1000).to_bytes(4, "little"))

    assert lying != bomb
    assert refusal(lying, "xl/a.xml") is FaultCode.FILE_UNREADABLE


def test_too_many_parts_are_refused(make_zip: MakeZip) -> None:
    assert refusal(make_zip({f"{at}.xml": "" for at in range(limits.PARTS + 1)})) is FaultCode.FILE_TOO_LARGE


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
        b'<?xml version="1.0"?><!doctype a><a/>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16"),
        b"\xef\xbb\xbf<!DOCTYPE a><a/>",
    ],
)
def test_document_types_are_refused_in_every_width(make_zip: MakeZip, xml: bytes) -> None:
    assert refusal(make_zip({"xl/a.xml": xml}), "xl/a.xml") is FaultCode.FILE_HOSTILE


def test_encodings_in_which_a_declaration_could_hide_are_refused(make_zip: MakeZip) -> None:
    xml = b'<?xml version="1.0" encoding="cp037"?>' + "<!DOCTYPE a>".encode("cp037")

    assert refusal(make_zip({"xl/a.xml": xml}), "xl/a.xml") is FaultCode.FILE_UNREADABLE


def test_relationships_to_the_outside_are_not_there(make_zip: MakeZip) -> None:
    relations = (
        '<Relationships><Relationship Id="a" Type="x/worksheet" Target="../evil.xml"/>'
        '<Relationship Id="b" Type="x/externalLink" Target="http://127.0.0.1:9/" TargetMode="External"/></Relationships>'
    )
    package = Package(make_zip({"xl/_rels/workbook.xml.rels": relations}))

    assert package.relations("xl/workbook.xml") == {"a": ("worksheet", "evil.xml")}


def test_a_damaged_part_is_told_from_a_hostile_one(make_zip: MakeZip) -> None:
    data = bytearray(make_zip({"xl/a.xml": b"<a>" + bytes(range(32, 127)) * 50 + b"</a>"}))
    data[60:80] = b"\xff" * 20

    assert refusal(bytes(data), "xl/a.xml") is FaultCode.FILE_UNREADABLE


def test_a_part_with_a_password_of_its_own_is_unreadable(make_zip: MakeZip) -> None:
    data = bytearray(make_zip({"a.xml": "<a/>"}))
    directory = data.rindex(b"PK\x01\x02")
    data[6] |= 1
    data[directory + 8] |= 1

    assert refusal(bytes(data), "a.xml") is FaultCode.FILE_UNREADABLE


def test_packages_within_packages_are_never_opened(make_zip: MakeZip) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.xml", b" " * 50_000_000)
    package = Package(make_zip({"xl/a.xml": "<a/>", "inner.zip": inner.getvalue()}))
    package.check_xml()

    assert package.read("xl/a.xml") == b"<a/>"
