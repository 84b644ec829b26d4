"""Golden files: what people look at, kept under ``tests/golden`` and rewritten only on purpose.

``golden("maps/mutton-sheep.svg", text)`` fails with a unified diff when the text (or bytes)
differs from the file; ``pytest --update-golden`` writes the file, and the review reads the diff.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[1] / "golden"
REJECTED = Path(__file__).resolve().parents[2] / "out" / "golden"
MAX_DIFF_LINES = 80

Golden = Callable[[str, str | bytes], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite the files under tests/golden"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare with ``tests/golden/<name>``; bytes are compared exactly, text line by line."""
    update = bool(request.config.getoption("--update-golden"))
    if update and os.environ.get("CI"):
        pytest.fail("golden files are not rewritten in CI", pytrace=False)

    def check(name: str, actual: str | bytes) -> None:
        __tracebackhide__ = True
        wanted = FOLDER / name
        data = actual.encode("utf-8") if isinstance(actual, str) else actual
        if update:
            _write(wanted, data)
            return
        if not wanted.exists():
            pytest.fail(f"no golden file {name}; write it with --update-golden", pytrace=False)
        expected = wanted.read_bytes()
        if expected == data:
            return
        _write(REJECTED / name, data)
        pytest.fail(_difference(name, expected, data), pytrace=False)

    return check


def _write(path: Path, data: bytes) -> None:
    if not path.exists() or path.read_bytes() != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _difference(name: str, expected: bytes, actual: bytes) -> str:
    head = f"tests/golden/{name} differs; what came out is in out/golden/{name}"
    try:
        old, new = expected.decode("utf-8"), actual.decode("utf-8")
    except UnicodeDecodeError:
        same = next(
            (i for i, (a, b) in enumerate(zip(expected, actual, strict=False)) if a != b),
            min(len(expected), len(actual)),
        )
        return (
            f"{head}\n{len(expected)} bytes expected, {len(actual)} came; equal up to byte {same}"
        )
    lines = difflib.unified_diff(
        old.splitlines(), new.splitlines(), "expected", "came out", lineterm="", n=2
    )
    shown = list(islice(lines, MAX_DIFF_LINES))
    return "\n".join([head, *(shown or ["only the line ends differ"])])
