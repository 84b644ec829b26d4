"""Who imports whom in a package, read from the source without running it.

Module-level and function-level imports are told apart, and imports for type checkers only are
marked. ``importlib.import_module("...")`` with a literal name counts as a function-level import.
"""

from __future__ import annotations

import ast
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Import:
    """One import statement: ``source`` (a module of the package) uses ``target``."""

    source: str
    target: str
    line: int
    deferred: bool  # inside a function
    typing_only: bool  # under ``if TYPE_CHECKING``

    def __str__(self) -> str:
        return f"{self.source}:{self.line} imports {self.target}"


Edge = Callable[[Import], bool]


@dataclass(frozen=True)
class ImportGraph:
    """The modules of one package and their imports; foreign modules are kept by full name."""

    package: str
    modules: frozenset[str]
    imports: tuple[Import, ...]

    def below(self, *prefixes: str) -> list[str]:
        """The modules that are one of ``prefixes`` or inside it."""
        return sorted(name for name in self.modules if is_below(name, prefixes))

    def reach(self, start: str, follow: Edge) -> Iterator[tuple[Import, ...]]:
        """The shortest chain of imports from ``start`` to everything it reaches."""
        by_source: dict[str, list[Import]] = {}
        for item in self.imports:
            by_source.setdefault(item.source, []).append(item)
        seen = {start}
        waiting: deque[tuple[tuple[Import, ...], str]] = deque([((), start)])
        while waiting:
            chain, module = waiting.popleft()
            for item in by_source.get(module, ()):
                if item.target in seen or not follow(item):
                    continue
                seen.add(item.target)
                longer = (*chain, item)
                yield longer
                waiting.append((longer, item.target))

    def cycles(self) -> list[list[str]]:
        """Groups of modules that need each other to be imported (module level only)."""
        needs: dict[str, set[str]] = {name: set() for name in self.modules}
        for item in self.imports:
            if item.target in needs and not (item.deferred or item.typing_only):
                needs[item.source].add(item.target)
        reached = {name: _closure(name, needs) for name in needs}
        groups = {
            frozenset(other for other in reached[name] if name in reached[other])
            for name in needs
            if name in reached[name]
        }
        return sorted(sorted(group) for group in groups)


def _closure(start: str, needs: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(needs[start])
    while waiting:
        if (name := waiting.pop()) not in seen:
            seen.add(name)
            waiting += needs[name]
    return seen


def is_below(name: str, prefixes: Iterable[str]) -> bool:
    """Whether a dotted name is one of the prefixes or inside one."""
    return any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)


def read_package(folder: Path) -> ImportGraph:
    """Read every module of the package in ``folder``."""
    package = folder.name
    files = {_module_name(folder, path): path for path in sorted(folder.rglob("*.py"))}
    modules = frozenset(files)
    imports = [
        item for name, path in files.items() for item in _imports_of(name, _parse(path), modules)
    ]
    return ImportGraph(package, modules, tuple(imports))


def is_standard_library(name: str) -> bool:
    """Whether a dotted name belongs to Python's own library."""
    return name.partition(".")[0] in sys.stdlib_module_names


def describe(chain: tuple[Import, ...]) -> str:
    """A chain of imports in one line, with the places."""
    return " -> ".join([f"{step.source}:{step.line}" for step in chain] + [chain[-1].target])


def _parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def _module_name(folder: Path, path: Path) -> str:
    parts = [folder.name, *path.relative_to(folder).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports_of(source: str, tree: ast.Module, modules: frozenset[str]) -> Iterator[Import]:
    pending: list[tuple[ast.AST, bool, bool]] = [(tree, False, False)]
    while pending:
        node, deferred, typing_only = pending.pop()
        for target in _targets(node, modules):
            yield Import(source, target, getattr(node, "lineno", 0), deferred, typing_only)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            deferred = True
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            pending += [(child, deferred, True) for child in node.body]
            pending += [(child, deferred, typing_only) for child in node.orelse]
            continue
        pending += [(child, deferred, typing_only) for child in ast.iter_child_nodes(node)]


def _targets(node: ast.AST, modules: frozenset[str]) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        full = {alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        inside = [name for name in full.values() if name in modules]
        return inside if len(inside) == len(full) else [node.module, *inside]
    if isinstance(node, ast.Call) and node.args:
        name = ast.unparse(node.func)
        first = node.args[0]
        if name.endswith(("import_module", "__import__")) and isinstance(first, ast.Constant):
            return [str(first.value)]
    return []
