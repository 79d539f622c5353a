#!/bin/sh
# Inside the old base: builds SQLite and CPython from the sources in /sources into /srv/python, with the small
# libraries the program brings along beside it. Called by build_oldest.sh.
set -eu
prefix=/srv/python
jobs=$(nproc)
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -qq --no-install-recommends gcc make xz-utils pkg-config file tcl \
    zlib1g-dev libbz2-dev liblzma-dev libffi-dev uuid-dev \
    libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-render0 \
    libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xinerama0 libxcb-xkb1 >/dev/null

mkdir -p /build/sqlite /build/python "$prefix/lib"
tar -xf /sources/sqlite3.tar.xz -C /build/sqlite --strip-components 1
tar -xf /sources/python.tar.xz -C /build/python --strip-components 1

cd /build/sqlite
./configure --quiet --prefix="$prefix" --disable-static --disable-tcl --disable-readline \
    CFLAGS="-O2 -DSQLITE_ENABLE_COLUMN_METADATA -DSQLITE_SECURE_DELETE"
make --silent -j "$jobs" libsqlite3.la sqlite3.h >/dev/null
make --silent install-libLTLIBRARIES 2>/dev/null || make --silent lib_install
install -m 644 -D sqlite3.h "$prefix/include/sqlite3.h"
test -e "$prefix/lib/libsqlite3.so.0"

# Profile-guided optimisation runs Python's own tests: a quarter of an hour on two cores, ten per cent faster.
# Left out unless OPTIMISE=1 asks for it.
cd /build/python
export LD_LIBRARY_PATH=$prefix/lib PKG_CONFIG_PATH=$prefix/lib/pkgconfig
export LIBSQLITE3_CFLAGS="-I$prefix/include" LIBSQLITE3_LIBS="-L$prefix/lib -lsqlite3"
./configure --quiet --prefix="$prefix" --enable-shared --without-ensurepip --disable-test-modules \
    ${OPTIMISE:+--enable-optimizations --with-lto} LDFLAGS='-Wl,-rpath,\$$ORIGIN/../lib'
make --silent -j "$jobs" >/build/make.log 2>&1 || { tail -n 40 /build/make.log; exit 1; }
make --silent install >/dev/null
"$prefix/bin/python3" -c 'import bz2, ctypes, lzma, sqlite3, zlib; print("SQLite", sqlite3.sqlite_version)'

# What the target may lack, or have under another number. The C library, libstdc++, X and GL stay the target's.
cd /usr/lib/x86_64-linux-gnu 2>/dev/null || cd "/usr/lib/$(gcc -dumpmachine)"
for name in libffi.so.6 libxcb-cursor.so.0 libxcb-icccm.so.4 libxcb-image.so.0 libxcb-keysyms.so.1 libxcb-randr.so.0 \
    libxcb-render-util.so.0 libxcb-render.so.0 libxcb-shape.so.0 libxcb-shm.so.0 libxcb-sync.so.1 libxcb-util.so.1 \
    libxcb-xfixes.so.0 libxcb-xinerama.so.0 libxcb-xkb.so.1; do
    cp -L "$name" "$prefix/lib/"
done
for name in libbz2.so.1.0 liblzma.so.5 libz.so.1 libuuid.so.1; do
    cp -L "$(find /lib /usr/lib -name "$name" | head -n 1)" "$prefix/lib/"
done
find "$prefix/lib" -name '*.so*' -type f -exec strip --strip-unneeded {} +
rm -rf "$prefix"/lib/python3.*/test "$prefix"/lib/python3.*/config-*
"$prefix/bin/python3" --version
