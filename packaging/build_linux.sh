#!/bin/sh
# Builds the program for Linux with this machine's Python: packaging/build_linux.sh [FOLDER, else dist]
#
# Makes FOLDER/ziping (the program, run FOLDER/ziping/ziping) and FOLDER/ziping_VERSION_ARCHITECTURE.deb, states the
# oldest C library the folder runs on and has the built program test itself. What it is built on decides how old a
# system it runs on: for releases use build_oldest.sh, which calls this in an old base.
#
#   PYTHON=...          another Python than the first that fits
#   FCITX_PLUGIN=...so  the plug-in through which fcitx types (packaging/fcitx/build.sh makes it)
#   FLOOR=2.28          refuses a folder that needs a newer C library
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname "$here")
output=${1:-$root/dist}
work=$root/build
if [ -n "${PYTHON:-}" ]; then
    python=$PYTHON
    unset PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONPATH
else
    . "$here/find_python.sh"
fi
mkdir -p "$output"
output=$(CDPATH='' cd -- "$output" && pwd)

# An environment of its own: what else is installed would leak into the program.
rm -rf "$work" "$output/ziping"
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
    --requirement "$here/requirements-build.lock"

cd "$root"
"$work/venv/bin/python" "$here/licences.py" --check
"$work/venv/bin/python" -m PyInstaller --noconfirm --log-level WARN --distpath "$output" --workpath "$work/pyinstaller" \
    "$here/ziping.spec"
# Symbols for debuggers, 13 MB of them. Those of numpy's OpenBLAS must stay: it does not load without them.
find "$output/ziping/_internal" -name '*.so*' -type f ! -path '*/numpy.libs/*' -exec strip --strip-unneeded {} +
"$work/venv/bin/python" "$here/glibc_floor.py" "$output/ziping" ${FLOOR:+--at-most "$FLOOR"}
du -sm "$output/ziping" | sed 's/\t.*/ MB on disk/'

# With nothing of this environment: no Python, no settings, no display.
env -i HOME="$work" PATH=/usr/bin:/bin "$output/ziping/ziping" --self-test

unset LD_LIBRARY_PATH
"$here/make_deb.sh" "$output/ziping" "$output"
