"""Files made on the spot: the smallest packages that carry what a test is about."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

FORMS = Path(__file__).parents[2] / "data" / "forms"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"

MakeXlsx = Callable[..., bytes]


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def xlsx(*sheets: str, **parts: str | bytes) -> bytes:
    """A workbook of these sheets (what stands between the worksheet tags); ``styles`` and ``strings`` if given."""
    listed = "".join(f'<sheet name="表{at}" sheetId="{at}" r:id="s{at}"/>' for at in range(1, len(sheets) + 1))
    related = "".join(
        f'<Relationship Id="s{at}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/xl/workbook.xml" '
        f'ContentType="{SPREADSHEET}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="w" Type="{RELATIONS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": str(
            parts.get("workbook") or f'<workbook {MAIN} xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{related}'
        f'<Relationship Id="t" Type="{RELATIONS}/styles" Target="/xl/styles.xml"/>'
        f'<Relationship Id="u" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    }
    for at, content in enumerate(sheets, 1):
        members[f"xl/worksheets/sheet{at}.xml"] = f"<worksheet {MAIN}>{content}</worksheet>"
    for key, name in (("styles", "xl/styles.xml"), ("strings", "xl/sharedStrings.xml")):
        if key in parts:
            members[name] = parts[key]
    return packed(members)


@pytest.fixture
def forms() -> Path:
    """The folder of the forms as an office hands them in."""
    return FORMS


@pytest.fixture
def make_xlsx() -> MakeXlsx:
    """The maker of workbooks."""
    return xlsx


@pytest.fixture
def make_zip() -> Callable[[Mapping[str, str | bytes]], bytes]:
    """The maker of packages."""
    return packed
