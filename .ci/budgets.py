"""Budgets and habits that no linter knows: sizes, unfinished marks, addresses, heavy files.

``python .ci/budgets.py`` prints every breach and fails when there is one. The budgets:
function <= 60 lines, file <= 500 lines (migrations apart), class <= 20 public methods, a
docstring on every module, no file over 20 MB but fonts. Complexity <= 10 is ruff's (C901).
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]

FUNCTION_LINES = 60
FILE_LINES = 500
PUBLIC_METHODS = 20
BYTES = 20 * 1024 * 1024

LEFT_OUT = {
    *(".git", ".venv", "out", "build", "dist", "__pycache__", "node_modules"),
    *(".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".benchmarks"),
}
FONTS = {".ttf"}
TEXT = {
    *(".py", ".sh", ".toml", ".md", ".txt", ".lock", ".json", ".csv", ".po", ".spec", ".yml"),
    *(".yaml", ".svg", ".html", ".ini", ".cfg", ".sql", ".mako", ".desktop", ".qss", ""),
}

# Spelled in two halves, so that this file does not contain what it forbids.
UNFINISHED = re.compile(
    "|".join(rf"\b{a}{b}\b" for a, b in [("TO", "DO"), ("FIX", "ME"), ("XX", "X")])
)
UNWRITTEN = "NotImplemented" + "Error"
# Addresses of package registries, and paths of the machine somebody happened to work on.
FORBIDDEN = [
    *("pypi" + ".org", "python" + "hosted", "registry.npm" + "js", "conda" + ".anaconda"),
    *("artifact" + "registry", "deb.debian" + ".org", "simple/" + "pypi", "file:///" + "opt"),
    *("/wo" + "rk/", "/ro" + "ot/", "/home/" + "user", "/tmp/" + "plan"),
]
# Where pip would take packages from is the business of the machine, never of these files.
NO_ADDRESS = ("requirements.lock", "pyproject.toml", "bootstrap.sh")
ADDRESS = re.compile(r"\w+://|--(?:extra-)?index(?:-url)?\b|--find-links|--trusted-host")


def files(root: Path = ROOT) -> list[Path]:
    """Every file of the project, without environments, caches and results."""
    found: list[Path] = []
    waiting = [root]
    while waiting:
        for path in sorted(waiting.pop().iterdir()):
            if path.name in LEFT_OUT:
                continue
            if path.is_dir():
                waiting.append(path)
            else:
                found.append(path)
    return sorted(found)


# ---- Python ----------------------------------------------------------------------------------


def python_breaches(name: str, source: str) -> list[str]:
    """Breaches of the budgets in one Python file."""
    try:
        tree = ast.parse(source, filename=name)
    except SyntaxError as error:
        return [f"{name}:{error.lineno} is not Python: {error.msg}"]
    return [
        *_file_breaches(name, source, tree),
        *(breach for node in ast.walk(tree) for breach in _node_breaches(name, node)),
    ]


def _file_breaches(name: str, source: str, tree: ast.Module) -> Iterator[str]:
    lines = source.count("\n")
    if lines > FILE_LINES and "migrations" not in Path(name).parts:
        yield f"{name}: {lines} lines (at most {FILE_LINES})"
    if source.strip() and ast.get_docstring(tree) is None:
        yield f"{name}: no module docstring"


def _node_breaches(name: str, node: ast.AST) -> Iterator[str]:
    frozen = "versions" in Path(name).parts  # a revision is a list of statements, never edited
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not frozen:
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        if lines > FUNCTION_LINES:
            yield f"{name}:{node.lineno} {node.name}: {lines} lines (at most {FUNCTION_LINES})"
    if isinstance(node, ast.Raise) and node.exc and UNWRITTEN in ast.unparse(node.exc):
        yield f"{name}:{node.lineno} raises {UNWRITTEN} (an abstract method says so with abc)"
    if isinstance(node, ast.ClassDef):
        public = [
            item.name
            for item in node.body
            if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)
            and not item.name.startswith("_")
        ]
        if len(public) > PUBLIC_METHODS:
            yield (
                f"{name}:{node.lineno} {node.name}: {len(public)} public methods "
                f"(at most {PUBLIC_METHODS})"
            )


# ---- any file --------------------------------------------------------------------------------


def text_breaches(name: str, text: str) -> list[str]:
    """Unfinished marks and addresses in one text file."""
    breaches = []
    for number, line in enumerate(text.splitlines(), 1):
        words = [word for word in FORBIDDEN if word in line]
        words += UNFINISHED.findall(line) if name.endswith((".py", ".sh")) else []
        words += ADDRESS.findall(line) if name in NO_ADDRESS else []
        breaches += [f"{name}:{number} contains {word!r}" for word in words]
    return breaches


def size_breaches(name: str, size: int) -> list[str]:
    """A file too heavy to be cloned by everybody for ever."""
    if size <= BYTES or Path(name).suffix in FONTS:
        return []
    return [f"{name}: {size / 1024 / 1024:.0f} MB (at most {BYTES // 1024 // 1024})"]


def breaches(root: Path = ROOT) -> list[str]:
    """Every breach in the project."""
    found: list[str] = []
    for path in files(root):
        name = path.relative_to(root).as_posix()
        found += size_breaches(name, path.stat().st_size)
        if path.suffix not in TEXT:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += text_breaches(name, text)
        if path.suffix == ".py":
            found += python_breaches(name, text)
    return found


def main() -> int:
    found = breaches()
    print("\n".join([*found, f"{len(found)} breaches of the budgets"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
