#!/bin/sh
# Starts invest-crm; one file as the only argument is a database to open.
set -eu

# Qt as it is packaged carries no module of Fcitx: where Fcitx is asked for, nobody could type
# Chinese. Under Wayland the desktop brings the input method itself, unless told otherwise.
needs_ibus() {
    case "${QT_IM_MODULES:-}${QT_IM_MODULE:-}" in
        '' | *wayland*) [ -z "${WAYLAND_DISPLAY:-}" ] ;;
        *fcitx*) true ;;
        *) false ;;
    esac
}

# Whether somebody living speaks the protocol of IBus: IBus and Fcitx 5 both leave this file.
speaks_ibus() {
    [ -z "${IBUS_ADDRESS:-}" ] || return 0
    for file in "${XDG_CONFIG_HOME:-${HOME:-}/.config}"/ibus/bus/*; do
        pid=$(sed -n 's/^IBUS_DAEMON_PID=//p' "$file" 2>/dev/null) || continue
        if [ -n "$pid" ] && [ -d "/proc/$pid" ]; then return 0; fi
    done
    return 1
}

if needs_ibus && speaks_ibus; then
    unset QT_IM_MODULES # it would be asked before QT_IM_MODULE
    export QT_IM_MODULE=ibus
fi
if [ $# = 1 ] && [ -f "$1" ]; then set -- --db "$1"; fi
exec /usr/lib/invest-crm/invest-crm "$@"
