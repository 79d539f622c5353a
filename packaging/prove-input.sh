#!/usr/bin/env bash
# Proves that Chinese can be typed into the built program: prove-input.sh PROGRAM fcitx|ibus [SCREENSHOT.png]
#
# On a display of its own (Xvfb), with the input method's own daemon and pinyin, xdotool types j i x i a o and a blank into
# a cell, as a clerk would, without opening the editor first; then the book must hold 绩效 where it did not before.
# Needs xvfb, xdotool, dbus, openbox and fcitx5 with fcitx5-chinese-addons, or ibus with ibus-libpinyin; ImageMagick for the
# screenshot. SCALE=1.5 tries another screen scale.
set -euo pipefail

program=${1:?"usage: prove-input.sh PROGRAM fcitx|ibus [SCREENSHOT.png]"}
method=$2
screenshot=${3:-}
if [[ -z ${PROVING:-} ]]; then
    exec env PROVING=1 dbus-run-session -- xvfb-run -a -s '-screen 0 1600x1000x24' bash "$0" "$@"
fi

home=$(mktemp -d)
started=()
finish() {
    kill "${started[@]}" 2>/dev/null || true
    sleep 2 # they still write as they end
    kill -KILL "${started[@]}" 2>/dev/null || true # openbox does not always hear the first
    wait || true
    rm -rf "$home" 2>/dev/null || true
}
trap finish EXIT
export HOME=$home LANG=C.UTF-8 LC_ALL=C.UTF-8 XDG_RUNTIME_DIR=$home/run QT_IM_MODULE=$method XMODIFIERS=@im=$method
unset XDG_CONFIG_HOME XDG_DATA_HOME WAYLAND_DISPLAY
mkdir -m 700 "$XDG_RUNTIME_DIR"
openbox >/dev/null 2>&1 &
started+=($!)

case $method in
fcitx)
    mkdir -p "$HOME/.config/fcitx5"
    printf '%s\n' '[Groups/0]' 'Name=Default' 'Default Layout=us' 'DefaultIM=pinyin' \
        '[Groups/0/Items/0]' 'Name=keyboard-us' '[Groups/0/Items/1]' 'Name=pinyin' '[GroupOrder]' '0=Default' >"$HOME/.config/fcitx5/profile"
    fcitx5 >"$home/daemon.log" 2>&1 &
    started+=($!)
    ;;
ibus)
    ibus-daemon --xim --panel disable >"$home/daemon.log" 2>&1 &
    started+=($!)
    ;;
*)
    echo "unknown input method $method" >&2
    exit 2
    ;;
esac
sleep 4

book=$home/book.ziping
unit=广州市番禺区人力资源和社会保障局
"$program" sample --book "$book" >/dev/null
held() {
    "$program" history --book "$book" --unit "$unit" --year 2021 --json | grep -c '"绩效"' || true # the whole cell, not its end
}
before=$(held)
QT_SCALE_FACTOR=${SCALE:-1} "$program" gui "$book" >"$home/program.log" 2>&1 &
started+=($!)
window=$(timeout 90 xdotool search --sync --onlyvisible --name '绩效自评' | tail -n 1)
sleep 8 # the parts of the window come after its first frame
timeout 10 xdotool windowactivate --sync "$window"
timeout 5 xdotool key ctrl+f # opens the search bar; leaving it gives the keyboard to the table
sleep 1
timeout 5 xdotool key Escape
sleep 1
case $method in
fcitx) fcitx5-remote -s pinyin ;;
ibus)
    for _ in 1 2 3 4 5 6 7 8; do
        timeout 10 ibus engine libpinyin && break
        sleep 2
    done
    ;;
esac
sleep 1
timeout 20 xdotool type --delay 200 jixiao
sleep 2
[[ -z $screenshot ]] || import -window root "$screenshot"
timeout 5 xdotool key space
sleep 1
timeout 5 xdotool key Return
sleep 2
[[ -z $screenshot ]] || import -window root "${screenshot%.png}-after.png"
after=$(held)
echo "$method: 绩效 stands in $before operations before, $after after"
((after > before))
