#!/bin/sh
# Packs a built folder as a Debian package: make_deb.sh FOLDER OUTPUT. For Debian, UOS and Kylin: packed with xz,
# as their dpkg reads no zstd. The program goes to /opt/ziping, one name to /usr/bin.
set -eu
folder=$1 output=$2
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
version=$(sed -n 's/^VERSION = "\(.*\)"/\1/p' "$here/../desktop/kit/version.py")
architecture=$(dpkg --print-architecture)
# The same folder gives the same package: the date is that of the last change, not of today.
date=${SOURCE_DATE_EPOCH:-$(git -C "$here" log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH="$date"
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
chmod 755 "$stage"

install -d "$stage/opt/ziping" "$stage/usr/bin" "$stage/DEBIAN" "$stage/usr/share/doc/ziping"
cp -a "$folder/." "$stage/opt/ziping/"
find "$stage/opt/ziping" -type d -exec chmod 755 {} +
find "$stage/opt/ziping" -type f -exec chmod a+r,go-w {} +
ln -s /opt/ziping/ziping "$stage/usr/bin/ziping"
install -Dm644 "$here/linux/ziping.desktop" "$stage/usr/share/applications/ziping.desktop"
install -Dm644 "$here/linux/ziping.xml" "$stage/usr/share/mime/packages/ziping.xml"
install -d "$stage/usr/share/metainfo"
sed -e "s/@VERSION@/$version/" -e "s/@DATE@/$(date -u -d "@$date" +%F)/" "$here/linux/ziping.metainfo.xml" \
    >"$stage/usr/share/metainfo/ziping.metainfo.xml"
for picture in "$here"/../resources/icons/ziping-*.png; do
    size=$(basename "$picture" .png)
    size=${size#ziping-}
    install -Dm644 "$picture" "$stage/usr/share/icons/hicolor/${size}x$size/apps/ziping.png"
done
install -Dm644 "$here/../resources/icons/ziping.svg" "$stage/usr/share/icons/hicolor/scalable/apps/ziping.svg"
install -m644 "$here/../resources/help/licences.txt" "$stage/usr/share/doc/ziping/copyright"

# What Qt asks of the system, by the names of Debian 10 to 12, UOS 20 and Kylin V10.
cat >"$stage/DEBIAN/control" <<CONTROL
Package: ziping
Version: $version
Architecture: $architecture
Maintainer: ziping <ziping@localhost>
Section: misc
Priority: optional
Installed-Size: $(du -sk "$stage/opt/ziping" | cut -f1)
Depends: libc6 (>= 2.28), libstdc++6 (>= 8), libgcc-s1 | libgcc1, libglib2.0-0 | libglib2.0-0t64, libgl1, libegl1, libxkbcommon0, libxkbcommon-x11-0, libfontconfig1, libfreetype6, libdbus-1-3, libx11-6, libx11-xcb1, libxcb1, libuuid1, libzstd1, zlib1g
Recommends: libcups2, libwayland-client0, libwayland-cursor0, libwayland-egl1, shared-mime-info, desktop-file-utils
Description: department-wide expenditure self-evaluation (绩效自评)
 Fills in, scores, checks, compares and prints the yearly self-evaluation form
 of Chinese public bodies, offline.
 .
 供预算单位填报年度部门整体支出绩效自评表，全程离线使用。
CONTROL
# The menus of the desktops are brought up to date by the triggers of shared-mime-info and desktop-file-utils.
(cd "$stage" && find opt usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
find "$stage" -newermt "@$date" -exec touch --no-dereference --date="@$date" {} +
dpkg-deb --root-owner-group -Zxz -z6 --build "$stage" "$output/ziping_${version}_$architecture.deb" >/dev/null
ls -l "$output/ziping_${version}_$architecture.deb" | awk '{ printf "%s: %.1f MB\n", $NF, $5 / 1e6 }'
