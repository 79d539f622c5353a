"""The facts Windows shows in a program's properties, from the version in ``desktop/kit/version.py``."""

from PyInstaller.utils.win32 import versioninfo

from desktop.kit.version import VERSION

CHINESE_UNICODE = "080404b0"  # language 0x0804, code page 1200
NAME = "绩效自评"


def version_resource(filename: str) -> versioninfo.VSVersionInfo:
    """The resource of one .exe; Windows wants four numbers."""
    numbers = tuple(int(part) for part in VERSION.split("."))
    four = (*numbers, 0, 0, 0, 0)[:4]
    texts = {
        "CompanyName": NAME,
        "FileDescription": f"{NAME}：部门整体支出绩效自评表",
        "FileVersion": VERSION,
        "InternalName": "ziping",
        "LegalCopyright": "MIT",
        "OriginalFilename": filename,
        "ProductName": NAME,
        "ProductVersion": VERSION,
    }
    return versioninfo.VSVersionInfo(
        ffi=versioninfo.FixedFileInfo(filevers=four, prodvers=four, OS=0x40004, fileType=0x1),
        kids=[
            versioninfo.StringFileInfo(
                [versioninfo.StringTable(CHINESE_UNICODE, [versioninfo.StringStruct(*each) for each in texts.items()])]
            ),
            versioninfo.VarFileInfo([versioninfo.VarStruct("Translation", [0x0804, 1200])]),
        ],
    )
