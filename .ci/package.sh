#!/bin/sh
# Makes and tries the package for Linux in the environment of bootstrap.sh (see .ci/package.py).
# PyInstaller needs objcopy and a shared libpython, which a bare machine lacks; they are installed
# with apt-get when this is root, else named.
set -eu
cd "$(dirname "$0")/.."
python=.venv/bin/python

need() { # need PACKAGE TEST...
    package=$1
    shift
    ! "$@" >/dev/null 2>&1 || return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "package: installing $package" >&2
        apt-cache show "$package" >/dev/null 2>&1 || apt-get -qq update >/dev/null
        DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$package" >/dev/null
    fi
    "$@" >/dev/null 2>&1 || { echo "package: $package is needed; install it and run this again" >&2; exit 1; }
}

# Whether PyInstaller finds the library that Python's own modules stand on.
shared_python() {
    "$python" -c 'import sys; from PyInstaller.depend import bindepend; sys.exit(not bindepend.get_python_library_path())'
}

need dpkg dpkg-deb --version
need binutils objcopy --version
need "libpython$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')" shared_python
exec "$python" .ci/package.py "$@"
