#!/usr/bin/env bash
# Proves the README's two commands on a bare Debian 12: only Python 3.11 and git, no font, no display.
#
#   sudo packaging/prove-bare.sh FOLDER
#
# needs root, debootstrap, the network and 4 GB. FOLDER (new or empty) receives the Debian root and two
# screenshots. What is proven is the last commit, not the working tree. Mirror, proxies and pip's settings are
# those of this machine; DEBIAN_MIRROR=ADDRESS names another mirror.
#
#   1 test.sh sets up and passes            2 again: the set-up takes under three seconds
#   3 start.sh refuses without a display    4 start.sh opens its window under Xvfb, without any Chinese font
#   5 the same with fonts-noto-cjk          6 test.sh passes with it
set -euo pipefail

source=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=${1:?"usage: prove-bare.sh FOLDER"}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
root=$folder/debian
home=/srv/clerk
inside=$home/ziping
mounted=()

finish() {
    for ((i = ${#mounted[@]} - 1; i >= 0; i--)); do
        umount "${mounted[i]}"
    done
}
trap finish EXIT

bind() { # bind FOLDER...: shows a folder of this machine inside
    mkdir -p "$root$1"
    mount --bind "$@" "$root$1"
    mounted+=("$root$1")
}

mirror() {
    local -r lists='$(CODENAME) $(COMPONENT) $(REPO_URI)'
    apt-get indextargets --format "$lists" 'Created-By: Packages' 2>/dev/null | awk '$1 == "bookworm" && $2 == "main" { print $3; exit }' |
        grep . ||
        grep -rhoE 'https?://[^ ]+/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d | head -n 1
}

settings=() # what reaches pip and apt from outside, and nothing else of this machine's environment
pip_files=()

pass_settings() {
    local name file path named
    for name in $(compgen -e | grep -iE '^PIP_|_proxy$' || true); do
        settings+=("$name=${!name}")
    done
    for file in /etc/pip.conf "$HOME/.config/pip/pip.conf" "$HOME/.pip/pip.conf"; do
        if [[ -e $file ]]; then
            install -D -m 644 "$file" "$root${file/#"$HOME"/$home}"
            pip_files+=("$file")
        fi
    done
    apt-config dump | grep -E '^Acquire::(http|https|ftp|Check|Retries)' >"$root/etc/apt/apt.conf.d/90outside" || true
    cp /etc/resolv.conf /etc/hosts "$root/etc/"
    named=$({
        printf '%s\n' "${settings[@]}"
        cat /dev/null "${pip_files[@]}"
    } | { grep -oE '(file://|[ =])/[^ ]+' || true; } | sed -E 's#^(file://|[ =])##' | sort -u)
    for path in $named; do
        if [[ -d $path ]]; then # packages kept on this machine
            bind "${path%/simple}" -o ro
        elif [[ -f $path ]]; then # certificates; under another name, for Debian's own package writes the usual one
            cp "$path" "$root/etc/pip-cert.pem"
            settings+=(PIP_CERT=/etc/pip-cert.pem)
        fi
    done
}

within() { # within [NAME=VALUE...] COMMAND...: runs it in the clone inside
    chroot "$root" /usr/bin/env -i -C "$inside" HOME=$home PATH=/usr/sbin:/usr/bin:/sbin:/bin \
        "${settings[@]}" "$@"
}

step() {
    printf '\n=== %s\n' "$*"
}

opens_a_window() { # opens_a_window SCREENSHOT
    within QT_QPA_PLATFORM=xcb xvfb-run -a -s '-screen 0 1600x1000x24' sh -c '
        ./start.sh & program=$!
        .venv/bin/python packaging/screenshot.py ../window.png && kill -0 $program; seen=$?
        kill $program; wait $program 2>/dev/null; exit $seen'
    mv "$root$home/window.png" "$folder/$1"
}

step "a bare root"
debootstrap --variant=minbase --include=python3.11,git bookworm "$root" "${DEBIAN_MIRROR:-$(mirror)}" >"$folder/debootstrap.log"
bind /proc
bind /dev
bind /dev/pts
pass_settings
git clone --quiet --no-hardlinks "file://$source" "$root$inside"

step "1 test.sh, the first time"
time within ./test.sh

step "2 the set-up alone, the second time"
before=$(date +%s%N)
within ./test.sh --version
milliseconds=$((($(date +%s%N) - before) / 1000000))
echo "$milliseconds ms"
((milliseconds < 3000))
test -n "$(find "$root$inside/.venv" -path '*/fontTools/voltLib/__pycache__/*.pyc' -print -quit)" # imported by nobody, compiled all the same

step "3 start.sh without a display"
if within ./start.sh; then
    echo "It claims to have opened a window." >&2
    exit 1
fi

step "4 start.sh under Xvfb, without a Chinese font"
within DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends xvfb xauth >/dev/null
within sh -c '! ls /usr/share/fonts | grep -i cjk'
opens_a_window window-bundled-font.png

step "5 start.sh under Xvfb, with fonts-noto-cjk"
within DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends fontconfig fonts-noto-cjk >/dev/null
opens_a_window window-noto-cjk.png

step "6 test.sh with fonts-noto-cjk"
time within ./test.sh

step "proven: screenshots in $folder"
