#!/bin/sh
# The one file behind the two commands of README.md.
#
#   sh bootstrap.sh run [arguments]     set everything up in .venv/ and open the program;
#                                       where there is no display: the demonstration, headless
#   sh bootstrap.sh test [arguments]    set everything up and run the tests (pytest arguments)
#   sh bootstrap.sh setup               set everything up only
#
# Needs Python 3.11 or newer. On Debian and its relatives missing system libraries are installed
# with apt-get when that is possible without asking (root, or sudo without a password).
set -eu
cd "$(dirname "$0")"

OFFSCREEN_LIBS="libglib-2.0.so.0=libglib2.0-0 libEGL.so.1=libegl1 libGL.so.1=libgl1
    libdbus-1.so.3=libdbus-1-3 libfontconfig.so.1=libfontconfig1 libxkbcommon.so.0=libxkbcommon0"
X11_LIBS="libxcb-cursor.so.0=libxcb-cursor0 libxcb-icccm.so.4=libxcb-icccm4
    libxcb-keysyms.so.1=libxcb-keysyms1 libxcb-shape.so.0=libxcb-shape0
    libxkbcommon-x11.so.0=libxkbcommon-x11-0"

say() { printf '%s\n' "$*" >&2; }
fail() { say "bootstrap: $*"; exit 1; }

# ---- system packages -------------------------------------------------------------------------

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

can_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" = 0 ] || sudo -n true >/dev/null 2>&1
}

# What apt-get does is left out; what goes wrong is on its standard error.
apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@" >/dev/null
}

known() { apt-cache show "$1" >/dev/null 2>&1; }

# Debian 13 and Ubuntu 24.04 renamed some libraries to <name>t64.
package_names() {
    for name in "$@"; do
        if known "${name}t64"; then printf '%s ' "${name}t64"; else printf '%s ' "$name"; fi
    done
}

# install_packages WHY PACKAGE...
install_packages() {
    why=$1
    shift
    can_install || fail "$why; install them and run this again: apt-get install --no-install-recommends $*"
    say "$why: installing $*"
    known "$1" || known "${1}t64" || apt_get update || fail "apt-get update failed; check the network and run this again."
    # shellcheck disable=SC2046 # one word per package
    apt_get install -y --no-install-recommends $(package_names "$@") && return
    say "Trying again with fresh package lists."
    apt_get update || fail "apt-get update failed; check the network and run this again."
    # shellcheck disable=SC2046
    apt_get install -y --no-install-recommends $(package_names "$@") ||
        fail "apt-get could not install: $*; install them by hand and run this again."
}

# missing_packages LIBRARY=PACKAGE... prints the packages of the libraries that do not load.
missing_packages() {
    "$PYTHON" -c '
import ctypes, sys
for pair in sys.argv[1:]:
    library, package = pair.split("=")
    try:
        ctypes.CDLL(library)
    except OSError:
        print(package)
' "$@"
}

# need_libraries WHY LIBRARY=PACKAGE...
need_libraries() {
    [ "$(uname -s)" = Linux ] || return 0
    reason=$1
    shift
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    # shellcheck disable=SC2086
    install_packages "$reason" $missing
    missing=$(missing_packages "$@")
    [ -z "$missing" ] || fail "these libraries still do not load:" $missing
}

# ---- Python ----------------------------------------------------------------------------------

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    for candidate in ${PYTHON:-} python3.11 python3 python3.12 python3.13; do
        if new_enough "$candidate"; then
            PYTHON=$candidate
            return
        fi
    done
    fail "Python 3.11 or newer was not found; install it (Debian 12: apt-get install python3 python3-venv) or name it: PYTHON=/path/to/python3 sh bootstrap.sh"
}

# What .venv was made from. When it changes, the packages are installed again.
fingerprint() {
    "$PYTHON" -c '
import hashlib, pathlib, sys
for name in ("requirements.lock", "pyproject.toml"):
    print(name, hashlib.sha256(pathlib.Path(name).read_bytes()).hexdigest())
print("python", sys.version)
print("folder", pathlib.Path.cwd())
'
}

make_venv() {
    if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        "$PYTHON" -c 'import ensurepip, venv' >/dev/null 2>&1 ||
            install_packages "Python's venv module is missing" \
                "$("$PYTHON" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
        rm -rf .venv
        "$PYTHON" -m venv .venv || fail "a virtual environment could not be made in .venv; see the message above."
    fi
}

setup() {
    find_python
    need_libraries "Qt's system libraries are missing" $OFFSCREEN_LIBS
    if [ -x .venv/bin/invest-crm ] && [ "$(fingerprint)" = "$(cat .venv/.made-from 2>/dev/null)" ]; then
        return
    fi
    make_venv
    say "Installing the Python packages into .venv (some minutes the first time) ..."
    pip="env PIP_DISABLE_PIP_VERSION_CHECK=1 .venv/bin/python -m pip --quiet --no-input install"
    $pip --require-hashes -r requirements.lock ||
        fail "the Python packages could not be installed; check the network (or pip's mirror settings) and run this again."
    $pip --no-deps --no-build-isolation --editable . ||
        fail "invest-crm itself could not be installed into .venv; see the message above."
    # A start compiles nothing, even where the environment keeps Python from writing byte code.
    .venv/bin/python -m compileall -q invest_crm
    fingerprint >.venv/.made-from
}

# ---- commands --------------------------------------------------------------------------------

# A display that is named and also answers (a stale DISPLAY is common after ssh).
has_display() {
    [ "$(uname -s)" = Linux ] || return 0
    [ -n "${WAYLAND_DISPLAY:-}${DISPLAY:-}" ] || return 1
    [ -z "${DISPLAY:-}" ] || need_libraries "The libraries for windows under X11 are missing" $X11_LIBS
    # Qt aborts when it reaches no display: try it in a process of its own.
    .venv/bin/python -c '
import subprocess, sys
attempt = [sys.executable, "-c", "from PySide6.QtGui import QGuiApplication as A; A([])"]
sys.exit(subprocess.run(attempt, capture_output=True).returncode != 0)
' && return
    say "The display (${WAYLAND_DISPLAY:-$DISPLAY}) does not answer."
    return 1
}

headless_demonstration() {
    out=out/first-run
    crm=".venv/bin/invest-crm --db $out/demo.db"
    QT_QPA_PLATFORM=offscreen
    export QT_QPA_PLATFORM
    # Whoever went on working in the database of an earlier run must not lose it.
    [ ! -e "$out" ] || mv "$out" "$out-before-$(date +%Y%m%d-%H%M%S)"
    mkdir -p "$out"
    # Nor may the demonstration become the database the program opens from now on.
    INVEST_CRM_HOME=$(mktemp -d)
    export INVEST_CRM_HOME
    trap 'rm -rf "$INVEST_CRM_HOME"' EXIT
    say "There is no display: running the main job on a demonstration ledger instead of opening a window."
    say "没有显示器：不打开窗口，改用一份演示台账把主要工作走一遍。"
    .venv/bin/invest-crm demo --ledger "$out/ledger.xlsx"
    $crm init
    $crm settings county.name 演示县
    $crm import "$out/ledger.xlsx"
    $crm figures >"$out/figures.txt"
    cat "$out/figures.txt"
    $crm report signed-started-bulletin --out "$out/bulletin.pdf"
    $crm map mutton-sheep --out "$out/chain-map.pdf"
    $crm screenshot board --out "$out/board.png"
    for file in ledger.xlsx demo.db figures.txt bulletin.pdf chain-map.pdf board.png; do
        [ -s "$out/$file" ] || fail "$out/$file was not written."
    done
    say "Done. The results are in $out/: · 完成，结果在 $out/："
    say "  ledger.xlsx    the demonstration ledger that was imported · 导入的演示台账"
    say "  demo.db        the database · 数据库 (.venv/bin/invest-crm --db $out/demo.db)"
    say "  figures.txt    the figures printed above · 上面列出的指标"
    say "  bulletin.pdf   the bulletin of signed and started projects · 签约与开工情况通报"
    say "  chain-map.pdf  the chain map · 产业链图谱"
    say "  board.png      a screenshot of the leader's board · “签约与开工”页截图"
}

command=${1:-run}
[ $# = 0 ] || shift
case $command in
    setup)
        setup
        ;;
    run)
        setup
        if [ $# -gt 0 ] || has_display; then exec .venv/bin/invest-crm "$@"; fi
        headless_demonstration
        ;;
    test)
        setup
        exec env QT_QPA_PLATFORM=offscreen .venv/bin/python -m pytest "$@"
        ;;
    *)
        fail "unknown command '$command'; use: sh bootstrap.sh run | test | setup"
        ;;
esac
