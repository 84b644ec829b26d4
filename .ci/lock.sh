#!/bin/sh
# Writes requirements.lock again from pyproject.toml: every extra and group, every platform,
# with hashes, without addresses. Needs uv on the PATH (or UV=/path/to/uv). Read the diff before
# committing. Arguments go to uv, e.g. `sh .ci/lock.sh --upgrade-package reportlab`.
set -eu
cd "$(dirname "$0")/.."

uv=$(realpath "$(command -v "${UV:-uv}")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/invest_crm"
cp pyproject.toml "$work/"
cp invest_crm/__init__.py "$work/invest_crm/"
: >"$work/README.md"
: >"$work/LICENSE"

# The present versions are kept unless pyproject.toml or an argument asks for others.
[ ! -f requirements.lock ] || cp requirements.lock "$work/present.txt"
{
    echo "# Every package with its hashes, for every platform. Written by .ci/lock.sh from pyproject.toml."
    (
        cd "$work"
        "$uv" pip compile pyproject.toml --quiet --universal --python-version 3.11 \
            --all-extras --group dev --group package --generate-hashes --no-annotate --no-header \
            --no-emit-index-url --no-emit-find-links --output-file present.txt "$@" >/dev/null
        cat present.txt
    )
} >"$work/requirements.lock"

if grep -nE '://|^ *-[a-z]|--(index|extra-index|find-links|trusted)|@ ' "$work/requirements.lock"; then
    echo "The lock names an address or an option of this machine; it was not written." >&2
    exit 1
fi
cp "$work/requirements.lock" requirements.lock
echo "requirements.lock: $(grep -c '==' requirements.lock) packages"
