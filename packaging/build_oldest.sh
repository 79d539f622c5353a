#!/usr/bin/env bash
# Builds the Linux program on bases old enough for UOS 20 (glibc 2.28) and Kylin V10: the release build.
#
#   sudo OLD_MIRROR=ADDRESS packaging/build_oldest.sh FOLDER
#
# Needs root, debootstrap, pip, the network, 6 GB and half an hour on two cores. FOLDER receives two roots, the sources
# and, in FOLDER/dist, the program and its .deb. What is built is the last commit.
#
#   1 sources and wheels are fetched, their hashes checked
#   2 Ubuntu 18.04 (glibc 2.27, from OLD_MIRROR): SQLite and CPython are built, the small X libraries taken
#   3 Debian 13 (moc and Qt's private headers) and 11 (g++ 10): fcitx's plug-in is built
#   4 Debian 11: PyInstaller; PySide6 needs glibc 2.28 even to be looked at, so it cannot run in step 2
#   5 the folder is refused if anything in it needs more than glibc 2.28; it tests itself; the .deb is packed
#
# MIRROR names another Debian mirror than this machine's. OPTIMISE=1 builds Python with profiles.
set -euo pipefail

source=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=${1:?"usage: build_oldest.sh FOLDER"}
: "${OLD_MIRROR:?"name a mirror of Ubuntu that still has 18.04"}"
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
floor=2.28
python_version=3.13
mounted=()

finish() {
    for ((i = ${#mounted[@]} - 1; i >= 0; i--)); do
        umount "${mounted[i]}"
    done
}
trap finish EXIT

step() {
    printf '\n=== %s\n' "$*"
}

mirror() {
    apt-get indextargets --format '$(CODENAME) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' | awk '$2 == "main" { print $3; exit }'
}

fetch() { # fetch ADDRESS NAME SHA256
    local file=$folder/sources/$2
    [[ -e $file ]] || curl --fail --silent --show-error --location --output "$file" "$1"
    echo "$3  $file" | sha256sum --check --quiet
}

root() { # root NAME SUITE MIRROR [OPTIONS]: makes a root once and mounts what programs expect
    local name=$1 suite=$2 address=$3
    shift 3
    local at=$folder/$name
    [[ -e $at/etc/os-release ]] || debootstrap --variant=minbase "$@" "$suite" "$at" "$address" >"$folder/$name.log"
    cp /etc/resolv.conf /etc/hosts "$at/etc/"
    for place in /proc /dev /dev/pts; do
        mount --bind "$place" "$at$place"
        mounted+=("$at$place")
    done
}

within() { # within ROOT COMMAND...
    local at=$folder/$1
    shift
    chroot "$at" /usr/bin/env -i HOME=/srv LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"
}

debian=${MIRROR:-$(mirror)}
debian=${debian%/}
old=${OLD_MIRROR%/}
mkdir -p "$folder/sources" "$folder/wheels" "$folder/dist"

step "1 sources and wheels"
fetch "$debian/pool/main/p/python3.13/python3.13_3.13.5.orig.tar.xz" python.tar.xz \
    93e583f243454e6e9e4588ca2c2662206ad961659863277afcdb96801647d640
fetch "$debian/pool/main/s/sqlite3/sqlite3_3.46.1.orig.tar.xz" sqlite3.tar.xz \
    d0cdd2ece271b29e7ce18095745d892517ee26d0f270065b3a25c2e9eb11639c
fetch "$old/pool/universe/f/fcitx5-qt/fcitx5-qt_5.1.4.orig.tar.xz" fcitx5-qt.tar.xz \
    92526e4424d45900443b20f0f57500417b9b7dad54409b370a67166db7d2b149
# The keys Ubuntu's packages are signed with, as Debian hands them out.
fetch "$debian/pool/main/u/ubuntu-keyring/ubuntu-keyring_2023.11.28.1-0.2_all.deb" keyring.deb \
    b2e7ed48431bf9e7978ae810bbdaf253093570d6e3f864e575b7c13554b81174
dpkg-deb -x "$folder/sources/keyring.deb" "$folder/sources/keyring"
platforms=()
for tag in manylinux_2_28 manylinux_2_27 manylinux_2_17 manylinux2014; do
    platforms+=(--platform "${tag}_x86_64")
done
python3 -m pip download --quiet --no-deps --require-hashes --only-binary :all: --implementation cp \
    --python-version "$python_version" "${platforms[@]}" --dest "$folder/wheels" --requirement "$source/packaging/requirements-build.lock"

step "2 SQLite and CPython on glibc 2.27"
if [[ ! -e $folder/old/srv/python/bin/python3 ]]; then
    root old bionic "$old" --components=main,universe --keyring="$folder/sources/keyring/usr/share/keyrings/ubuntu-archive-keyring.gpg"
    mkdir -p "$folder/old/sources"
    cp "$folder"/sources/*.tar.xz "$source/packaging/oldest/python.sh" "$folder/old/sources/"
    within old OPTIMISE="${OPTIMISE:-}" sh /sources/python.sh
fi

step "3 the plug-in of fcitx"
root qt trixie "$debian"
root build bullseye "$debian"
if [[ ! -e $folder/build/fcitx/libfcitx5platforminputcontextplugin.so ]]; then
    within qt sh -ec 'apt-get update -qq; apt-get install -qq --no-install-recommends qt6-base-dev-tools qt6-base-private-dev >/dev/null'
    within build sh -ec 'apt-get update -qq; apt-get install -qq --no-install-recommends g++ git ca-certificates \
        libglib2.0-0 libgl1 libegl1 libfontconfig1 libdbus-1-3 libxkbcommon-dev libxcb1-dev libgl-dev libcups2 \
        libwayland-client0 libwayland-cursor0 libwayland-egl1 libx11-xcb1 >/dev/null'
    mkdir -p "$folder/qt/fcitx/source" "$folder/build/pyside"
    tar -xf "$folder/sources/fcitx5-qt.tar.xz" -C "$folder/qt/fcitx/source" --strip-components 1
    cp -r "$source/packaging/fcitx" "$folder/qt/fcitx/own"
    headers=/usr/include/x86_64-linux-gnu/qt6
    within qt STEP=moc QT_HEADERS=$headers sh /fcitx/own/build.sh /fcitx/source none /fcitx/made none
    cp -r "$folder/qt/fcitx" "$folder/build/"
    cp -r "$folder/qt$headers" "$folder/build/fcitx/headers"
    python3 -m zipfile -e "$folder"/wheels/PySide6_Essentials-*.whl "$folder/build/pyside"
    within build STEP=compile QT_HEADERS=/fcitx/headers sh /fcitx/own/build.sh /fcitx/source /pyside/PySide6/Qt/lib /fcitx/made /fcitx/libfcitx5platforminputcontextplugin.so
fi

step "4 and 5 the program"
rm -rf "$folder/build/srv/python" "$folder/build/ziping" "$folder/build/wheels"
mkdir -p "$folder/build/srv"
cp -a "$folder/old/srv/python" "$folder/build/srv/"
cp -r "$folder/wheels" "$folder/build/wheels"
git clone --quiet --no-hardlinks "file://$source" "$folder/build/ziping"
within build LD_LIBRARY_PATH=/srv/python/lib PIP_NO_INDEX=1 PIP_FIND_LINKS=/wheels PYTHON=/srv/python/bin/python3 \
    FCITX_PLUGIN=/fcitx/libfcitx5platforminputcontextplugin.so FLOOR=$floor /ziping/packaging/build_linux.sh /ziping/dist
rm -rf "$folder/dist" # what an older build left would be taken for this one's
cp -a "$folder/build/ziping/dist" "$folder/dist"
step "built: $folder/dist"
