#!/usr/bin/env bash
# Proves a built .deb on a bare Debian: sudo packaging/prove-bundle.sh FOLDER PACKAGE.deb [SUITE, else bullseye]
#
# needs root, debootstrap, the network and 3 GB. FOLDER receives the Debian root and screenshots. No Python, no font and
# no display are in that Debian; MIRROR names another mirror than this machine's.
#
#   1 the package installs with what it depends on, and nothing else
#   2 the program tests itself with an empty environment
#   3 the same from folders with Chinese names and blanks, with very long names, doubled slashes, and read-only
#   4 menu entry, type of books and AppStream data are taken up
#   5 fcitx and ibus type Chinese into a cell; the second time on a screen of half as many points again
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=${1:?"usage: prove-bundle.sh FOLDER PACKAGE.deb [SUITE]"}
package=$2
suite=${3:-bullseye}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
root=$folder/$suite
mounted=()

finish() {
    for ((i = ${#mounted[@]} - 1; i >= 0; i--)); do
        umount --lazy "${mounted[i]}" # what an input method left running may still hold it
    done
}
trap finish EXIT

mirror() {
    apt-get indextargets --format '$(CODENAME) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' | awk '$2 == "main" { print $3; exit }'
}

step() {
    printf '\n=== %s\n' "$*"
}

within() { # within COMMAND...: with nothing of this machine's environment
    chroot "$root" /usr/bin/env -i HOME=/srv PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive timeout 900 "$@"
}

mount_on() { # mount_on PLACE OPTIONS...
    local place=$1
    shift
    mkdir -p "$place"
    mount "$@" "$place"
    mounted+=("$place")
}

tests_itself() { # tests_itself PROGRAM
    within "$1" --self-test 2>/dev/null | tee "$folder/self-test.txt" | tail -n 1
    grep -q 自检通过 "$folder/self-test.txt"
}

step "1 install"
[[ -e $root/etc/os-release ]] || debootstrap --variant=minbase "$suite" "$root" "${MIRROR:-$(mirror)}" >"$folder/debootstrap.log"
cp /etc/resolv.conf /etc/hosts "$root/etc/"
for place in /proc /dev /dev/pts; do
    mount_on "$root$place" --bind "$place"
done
cp "$package" "$root/srv/ziping.deb"
within apt-get update -qq
within apt-get install -qq --no-install-recommends /srv/ziping.deb >"$folder/install.log"
within sh -c '! command -v python3' || echo "(this Debian brings a Python along)"

step "2 self-test"
tests_itself ziping
cat "$folder/self-test.txt"

step "3 folders"
long=$(printf '很长的文件夹名称%.0s' 1 2 3 4 5 6 7 8) # 192 bytes, of 255 a name may have
for place in "/srv/绩效 自评（试用）" "/srv/$long/$long/$long/$long/$long" //srv//doubled; do
    mkdir -p "$root$place"
    cp -r "$root/opt/ziping" "$root$place/"
    tests_itself "$place/ziping/ziping"
    rm -rf "$root$place"
done
mount_on "$root/srv/只读" --bind "$root/opt/ziping"
mount -o remount,bind,ro "$root/srv/只读"
tests_itself /srv/只读/ziping

step "4 the desktop's files"
within apt-get install -qq --no-install-recommends desktop-file-utils shared-mime-info appstream >>"$folder/install.log"
within desktop-file-validate /usr/share/applications/ziping.desktop
within appstreamcli validate --no-net /usr/share/metainfo/ziping.metainfo.xml
within grep -qxF 'application/x-ziping:*.ziping' /usr/share/mime/globs
within grep -q 'application/x-ziping=ziping.desktop' /usr/share/applications/mimeinfo.cache

step "5 Chinese is typed"
within apt-get install -qq --no-install-recommends xvfb xauth xdotool dbus openbox imagemagick fcitx5 fcitx5-chinese-addons \
    ibus ibus-libpinyin >>"$folder/install.log" 2>&1
within dbus-uuidgen --ensure
cp "$here/prove-input.sh" "$root/srv/"
for method in fcitx ibus; do
    for scale in 1 1.5; do
        within env SCALE=$scale bash /srv/prove-input.sh ziping $method "/srv/$method-$scale.png" 2>"$folder/$method-$scale.log" || {
            tail -n 5 "$folder/$method-$scale.log"
            exit 1
        }
    done
done
mv "$root"/srv/*.png "$folder/"
step "proven: screenshots in $folder"
