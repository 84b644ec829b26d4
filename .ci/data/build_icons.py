"""Icons: one line set, 1.5 strokes, coloured by whoever draws them (currentColor)."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

from common import RESOURCES, write_json, write_text

ICONS = RESOURCES / "icons"
SVG = "{http://www.w3.org/2000/svg}"

# role in the program: name in the set. Roles are what the rest of the program asks for.
PAGES = {
    "today": "calendar-check", "board": "chart-column", "chain_map": "network",
    "firms": "building-2", "projects": "folder-kanban", "leads": "sprout", "approvals": "workflow",
    "industry": "factory", "gov": "landmark", "reports": "presentation", "settings": "settings",
    "inbox": "inbox", "attach": "paperclip", "picture": "image",
    "targets": "target", "history": "history", "kanban": "square-kanban", "table": "table-2",
    "grid": "layout-grid", "tree": "list-tree", "branch": "git-branch", "people": "users",
}  # fmt: skip
ACTIONS = {
    "import": "upload", "export": "download", "search": "search", "add": "plus", "edit": "pencil",
    "delete": "trash-2", "archive": "archive", "restore": "archive-restore", "undo": "undo-2",
    "redo": "redo-2", "copy": "copy", "paste": "clipboard", "columns": "columns-3",
    "filter": "funnel", "filter_clear": "funnel-x", "sort": "chevrons-up-down", "check": "check",
    "close": "x", "print": "printer", "refresh": "refresh-cw", "open_external": "external-link",
    "link": "link", "save": "save", "log_out": "log-out", "play": "play", "zoom_in": "zoom-in",
    "zoom_out": "zoom-out", "maximize": "maximize", "minimize": "minimize", "move": "move",
    "more": "ellipsis", "panel": "panel-right", "drag": "grip-vertical",
}  # fmt: skip
ARROWS = {
    "arrow_up": "arrow-up", "arrow_down": "arrow-down", "arrow_left": "arrow-left",
    "arrow_right": "arrow-right", "chevron_up": "chevron-up", "chevron_down": "chevron-down",
    "chevron_left": "chevron-left", "chevron_right": "chevron-right",
}  # fmt: skip
SIGNS = {
    "dot": "circle", "done": "circle-check", "attention": "circle-alert", "failed": "circle-x",
    "warning": "triangle-alert", "info": "info", "help": "circle-question-mark", "star": "star",
    "place": "map-pin", "phone": "phone", "person": "user", "date": "calendar", "time": "clock",
    "visible": "eye", "hidden": "eye-off", "locked": "lock", "dark": "moon", "light": "sun",
    "language": "languages", "database": "database", "safe": "shield-check", "new": "sparkles",
    "empty": "package-open", "bell": "bell", "tag": "tag", "disk": "hard-drive", "flag": "flag",
    "document": "file-text", "spreadsheet": "file-spreadsheet", "file_export": "file-down",
}  # fmt: skip
ROLES = PAGES | ACTIONS | ARROWS | SIGNS


def redraw(source: Path) -> str:
    """The same shapes without comment, class or size of stroke of their own."""
    root = ET.fromstring(re.sub(r"<!--.*?-->", "", source.read_text("utf-8"), flags=re.DOTALL))
    root.attrib.pop("class", None)
    root.set("stroke-width", "1.5")
    assert root.get("stroke") == "currentColor"
    shapes = [ET.tostring(child, encoding="unicode").strip() for child in root]
    head = " ".join(f'{key}="{value}"' for key, value in root.attrib.items())
    body = "\n".join(
        "  " + shape.replace(f' xmlns="{SVG[1:-1]}"', "").replace(" />", "/>") for shape in shapes
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" {head}>\n{body}\n</svg>'


def main() -> None:
    package = Path(sys.argv[1])
    ET.register_namespace("", SVG.strip("{}"))
    ICONS.mkdir(parents=True, exist_ok=True)
    names = sorted(set(ROLES.values()))
    for stale in ICONS.glob("*.svg"):
        if stale.stem not in names:
            stale.unlink()
    for name in names:
        write_text(ICONS / f"{name}.svg", redraw(package / "icons" / f"{name}.svg"))
    write_json(ICONS / "index.json", {role: f"{ROLES[role]}.svg" for role in sorted(ROLES)})
    shutil.copyfile(package / "LICENSE", ICONS / "LICENSE.txt")


if __name__ == "__main__":
    main()
