"""Writes ``resources/help/licences.txt``: whose work the built program holds, and under which licences.

``licences.py`` writes the file from the packages installed beside this Python, ``licences.py --check`` only says
whether it still names every one of them. Run by the environment that builds, which holds the locked packages.
"""

import argparse
import re
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "resources" / "help" / "licences.txt"
LOCK = ROOT / "packaging" / "requirements.lock"
LICENCE_FILE = re.compile(r"(?i)(?:^|/)(?:licen[cs]e|copying|notice)[^/]*$|/licenses/[^/]+$")
RULE = "=" * 100

# What is in the folder and is no Python package. The texts are shortened to what must be said.
OTHERS = (
    ("CPython", "PSF-2.0", "https://docs.python.org/3/license.html"),
    ("SQLite", "public domain", "https://sqlite.org/copyright.html"),
    ("Qt 6.8", "LGPL-3.0-only", "https://www.qt.io/licensing/open-source-lgpl-obligations"),
    ("ICU", "Unicode-3.0", "https://www.unicode.org/license.txt"),
    (
        "FreeType, HarfBuzz, PCRE2, libpng, libjpeg-turbo, MD4C, double-conversion, zlib (in Qt)",
        "FTL, MIT, BSD-3-Clause, libpng-2.0, IJG, MIT, BSD-3-Clause, Zlib",
        "https://doc.qt.io/qt-6.8/licenses-used-in-qt.html",
    ),
    ("OpenSSL (in cryptography)", "Apache-2.0", "https://openssl-library.org/source/license/"),
    ("libxml2, libxslt (in lxml)", "MIT", "https://gitlab.gnome.org/GNOME/libxml2"),
    ("OpenBLAS, libgfortran, libquadmath (in numpy)", "BSD-3-Clause, GPL-3.0 with GCC runtime exception", "https://numpy.org"),
    ("libxcb and its utilities, libxkbcommon, libffi, zlib, bzip2, liblzma", "MIT, X11, Zlib, bzip2-1.0.6, 0BSD", ""),
    ("PyInstaller's start program", "GPL-2.0 with bootloader exception", "https://pyinstaller.org/en/stable/license.html"),
    (
        "Microsoft Visual C++ runtime (Windows)",
        "Microsoft's terms for redistribution",
        "https://visualstudio.microsoft.com/license-terms/",
    ),
    ("fcitx5-qt's input plug-in (Linux)", "BSD-3-Clause, D-Bus parts LGPL-2.1-or-later", "https://github.com/fcitx/fcitx5-qt"),
    ("Ziping Sans SC (from Noto Sans SC)", "OFL-1.1", "resources/fonts/OFL.txt"),
)
QT_NOTE = """Qt 以 GNU 宽通用公共许可证第 3 版（LGPL-3.0）使用，未作修改，以共享库形式随带：程序文件夹中以 libQt6 开头
（Windows 上为 Qt6*.dll）的文件可换成您自己编译的同版本 Qt。Qt 的源代码见 https://download.qt.io ，PySide6 的源代码见
https://code.qt.io 。

Qt is used under the GNU Lesser General Public License, version 3, unchanged and as shared libraries: the files whose
names begin with libQt6 (Qt6*.dll on Windows) may be replaced by your own build of the same version. Sources:
https://download.qt.io (Qt), https://code.qt.io (PySide6).

许可全文 (the texts): LGPL-3.txt, GPL-3.txt, LGPL-2.1.txt beside this file."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    packages = {name: version for name, version in locked() if installed(name)}
    if arguments.check:
        text = OUTPUT.read_text(encoding="utf-8")
        missing = [name for name, version in packages.items() if f"\n{name} {version} " not in text]
        if missing:
            print(f"{OUTPUT.name} does not name {', '.join(missing)}: run licences.py", file=sys.stderr)
        return 1 if missing else 0
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text(whole(packages), encoding="utf-8", newline="\n")
    return 0


def locked() -> list[tuple[str, str]]:
    """Names and versions of the lock file; of a package locked per processor, the one installed here."""
    found = re.findall(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    return sorted({(name, version) for name, version in found if not installed(name) or metadata.version(name) == version})


def installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def whole(packages: dict[str, str]) -> str:
    own = (ROOT / "LICENSE").read_text(encoding="utf-8").strip()
    listed = [f"{name} {version}  -  {licence_of(name)}" for name, version in packages.items()]
    others = [f"{name}  -  {licence}{f'  -  {source}' if source else ''}" for name, licence, source in OTHERS]
    parts = [
        f"绩效自评 · 许可 (licences)\n\n{own}",
        "随带的他人作品 (the work of others in this program)\n\n" + "\n".join([*listed, "", *others]),
        QT_NOTE,
        "Ziping Sans SC\n\n" + (ROOT / "resources" / "fonts" / "OFL.txt").read_text(encoding="utf-8").strip(),
        *(f"{name} {version}\n\n{text}" for name, version in packages.items() for text in texts_of(name)),
    ]
    return f"\n\n{RULE}\n\n".join(parts) + "\n"


def licence_of(name: str) -> str:
    """The short name of a package's licence, from its metadata."""
    known = metadata.metadata(name)
    given: str = (known.get_all("License-Expression") or known.get_all("License") or [""])[0]
    if given and "\n" not in given and len(given) < 80:
        return given
    classes = [each.rpartition(" :: ")[2] for each in known.get_all("Classifier", []) if each.startswith("License ::")]
    return ", ".join(classes) or "see below"


def texts_of(name: str) -> list[str]:
    """The licence files a package brings along, each once."""
    files = [each for each in metadata.files(name) or [] if ".dist-info/" in str(each) and LICENCE_FILE.search(str(each))]
    texts = (Path(str(each.locate())).read_text(encoding="utf-8", errors="replace").strip() for each in files)
    return list(dict.fromkeys(texts))


if __name__ == "__main__":
    sys.exit(main())
