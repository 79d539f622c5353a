"""Where the sheets of a foreign workbook lie in its package, and the number format of each of its cell styles."""

from desktop.reading.number_formats import BUILTIN_FORMATS
from desktop.reading.package import Package
from desktop.reading.xml_events import Handlers, local_attributes, read_xml


def _ignore(*_event: object) -> None:
    """Texts and ends say nothing here."""


def sheet_parts(package: Package) -> dict[str, str]:
    """The part of every worksheet by the sheet's name."""
    main = package.main_part()
    relations = package.relations(main)
    found: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            said = local_attributes(attributes)
            kind, part = relations.get(said.get("id", ""), ("", ""))
            if kind == "worksheet":
                found[said.get("name", "")] = part

    read_xml(package.read(main), Handlers(start, _ignore, _ignore))
    return found


def number_formats(package: Package) -> dict[int, str]:
    """The number format of each cell style by its index."""
    parts = dict(package.relations(package.main_part()).values())
    if parts.get("styles", "") not in package:
        return {}
    codes: dict[str, str] = {}
    found: dict[int, str] = {}
    inside = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if tag == "cellXfs":
            inside = True
        elif tag == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "General")
        elif tag == "xf" and inside:
            number = attributes.get("numFmtId", "0")
            usual = BUILTIN_FORMATS.get(int(number), "General") if number.isdecimal() else "General"
            found[len(found)] = codes.get(number) or usual

    def end(tag: str) -> None:
        nonlocal inside
        if tag == "cellXfs":
            inside = False

    read_xml(package.read(parts["styles"]), Handlers(start, end, _ignore))
    return found
