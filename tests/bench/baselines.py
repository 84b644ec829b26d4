"""What our times are held against: each function does the same work with nothing around it.

They use only the library that would do the job by itself (calamine, sqlite3, zipfile, reportlab,
Qt), with no checks, no log, no index and no styles. None of them imports ``invest_crm``.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import closing
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

# ---- spreadsheets ----------------------------------------------------------------------------


def bare_read(path: Path) -> list[list[Any]]:
    """Every cell of the first sheet by calamine, in this process."""
    import python_calamine

    book = python_calamine.load_workbook(str(path))
    return list(book.get_sheet_by_index(0).iter_rows())


def bare_insert(path: Path, rows: Sequence[Sequence[Any]]) -> int:
    """The same rows into one table without any index: one transaction, as durable as ours."""
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("PRAGMA synchronous=FULL")
        width = len(rows[0])
        base.execute(f"CREATE TABLE ledger ({', '.join(f'c{n}' for n in range(width))})")
        base.execute("BEGIN IMMEDIATE")
        marks = ", ".join("?" * width)
        base.executemany(f"INSERT INTO ledger VALUES ({marks})", map(_storable, rows))
        base.execute("COMMIT")
        return int(base.execute("SELECT count(*) FROM ledger").fetchone()[0])


def _storable(row: Sequence[Any]) -> list[Any]:
    plain = (str, int, float, type(None))
    return [cell if isinstance(cell, plain) else cell.isoformat() for cell in row]


def bare_write(path: Path, rows: Iterable[Sequence[Any]]) -> int:
    """A streaming xlsx writer of the least size: inline strings, numbers, no styles, level 1."""
    xmlns = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as pack:
        with pack.open("xl/worksheets/sheet1.xml", "w") as out:
            count = _bare_sheet(out, rows, xmlns)
        pack.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{xmlns}" xmlns:r="{office}"><sheets>'
            '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        pack.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1"'
            f' Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        pack.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1"'
            f' Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        pack.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            '<Override PartName="/xl/worksheets/sheet1.xml"'
            f' ContentType="{kind}.worksheet+xml"/></Types>',
        )
    return count


def _bare_sheet(out: Any, rows: Iterable[Sequence[Any]], xmlns: str) -> int:
    out.write(f'<worksheet xmlns="{xmlns}"><sheetData>'.encode())
    block: list[str] = []
    count = 0
    for row in rows:
        cells = "".join(
            f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
            if isinstance(cell, str)
            else "<c/>"
            if cell is None
            else f"<c><v>{cell}</v></c>"
            for cell in row
        )
        block.append(f"<row>{cells}</row>")
        count += 1
        if len(block) == 1000:
            out.write("".join(block).encode())
            block.clear()
    out.write(("".join(block) + "</sheetData></worksheet>").encode())
    return count


def libreoffice_convert(path: Path, folder: Path) -> float | None:
    """Seconds LibreOffice takes to turn the file into CSV, None where it is not installed."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return None
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76"),
        *("--outdir", str(folder), str(path)),
    ]
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False, timeout=600)
    took = time.perf_counter() - began
    assert done.returncode == 0, done.stderr
    assert (folder / f"{path.stem}.csv").stat().st_size > 0
    return took


# ---- SQL -------------------------------------------------------------------------------------


def bare_search(path: Path, pairs: str) -> list[str]:
    """The ids a full-text phrase finds, newest first."""
    with closing(sqlite3.connect(path)) as base:
        query = (
            "SELECT record_id FROM search_text WHERE kind = 'firm' AND rowid_ IN"
            " (SELECT rowid FROM search_fts WHERE search_fts MATCH ?) ORDER BY record_id DESC"
        )
        return [row[0] for row in base.execute(query, (f'"{pairs}"',))]


def bare_sort(path: Path, column: str, first: int) -> list[tuple[Any, ...]]:
    """All ids in the order of a column, and the whole rows of the first page."""
    with closing(sqlite3.connect(path)) as base:
        order = (
            "SELECT id FROM firm WHERE archived_at IS NULL"
            f" ORDER BY {column} IS NULL, {column}, id DESC"
        )
        ids = [row[0] for row in base.execute(order)]
        marks = ", ".join("?" * first)
        return base.execute(f"SELECT * FROM firm WHERE id IN ({marks})", ids[:first]).fetchall()


_SIGNED = """
    SELECT a.project_id FROM agreement a
    WHERE a.type IN ('INVESTMENT', 'FORMAL') AND a.voided_at IS NULL AND a.contract_day <= :day
    GROUP BY a.project_id HAVING min(a.contract_day) BETWEEN :start AND :day
"""
_COUNT_AND_SUM = f"""
    SELECT p.chain_id, count(*), sum(amount.value) FROM project p
    LEFT JOIN (
        SELECT project_id, amount AS value, max(effective_on) FROM project_amount
        WHERE kind = 'total_investment' AND voided_at IS NULL AND effective_on <= :day
        GROUP BY project_id
    ) AS amount ON amount.project_id = p.id
    WHERE p.archived_at IS NULL AND p.id IN ({_SIGNED}) AND {{condition}}
    GROUP BY p.chain_id
"""
_REACHED = """p.id {is_} (
    SELECT m.project_id FROM milestone m
    WHERE m.kind IN ({kinds}) AND m.voided_at IS NULL AND m.effective_day <= :day AND {more}
)"""
_STARTS = "'STARTED', 'COMPLETED', 'IN_PRODUCTION', 'AT_CAPACITY', 'IN_STATS'"


def _reached(kinds: str, more: str = "1", is_: str = "IN") -> str:
    return _REACHED.format(kinds=kinds, more=more, is_=is_)


_CONDITIONS: Mapping[str, str] = {
    "signed": "1",
    "performed": "("
    + _reached(f"'REGISTERED', 'FILED', 'LAND', 'IN_SIZE', {_STARTS}")
    + """ OR p.id IN (
        SELECT f.project_id FROM funds_statement f WHERE f.subject = 'funds' AND f.amount > 0
        AND f.voided_at IS NULL AND f.as_of <= :day
    ))""",
    "registered": _reached(f"'REGISTERED', 'IN_SIZE', {_STARTS}"),
    "filed": _reached(f"'FILED', {_STARTS}"),
    "land": _reached(f"'LAND', {_STARTS}"),
    "started": _reached(_STARTS),
    "started.g2": _reached("'STARTED', 'IN_STATS'", "(m.kind = 'IN_STATS' OR m.grade >= 2)"),
    "started.g3": _reached("'STARTED', 'IN_STATS'", "(m.kind = 'IN_STATS' OR m.grade >= 3)"),
    "started.g4": _reached("'STARTED', 'IN_STATS'", "(m.kind = 'IN_STATS' OR m.grade >= 4)"),
    "in_stats": _reached("'IN_STATS'"),
    "completed": _reached("'COMPLETED'"),
    "in_production": _reached("'IN_PRODUCTION', 'AT_CAPACITY', 'IN_SIZE'"),
    "in_size": _reached("'IN_SIZE'"),
    "signed_not_started": _reached(_STARTS, is_="NOT IN"),
}


def bare_figures(path: Path, start: str, day: str) -> dict[str, tuple[int, int]]:
    """A count and sum by chain for each metric family, over one cohort as of the same day."""
    with closing(sqlite3.connect(path)) as base:
        found = {}
        for metric, condition in _CONDITIONS.items():
            rows = base.execute(
                _COUNT_AND_SUM.format(condition=condition), {"start": start, "day": day}
            ).fetchall()
            found[metric] = (sum(row[1] for row in rows), sum(row[2] or 0 for row in rows))
        return found


# ---- windows ---------------------------------------------------------------------------------

BARE_WINDOW = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

class Window(QMainWindow):
    told = False
    def paintEvent(self, event):
        super().paintEvent(event)
        if not self.told:
            self.told = True
            QTimer.singleShot(0, lambda: print("painted", flush=True))

application = QApplication(sys.argv[:1])
window = Window()
window.setCentralWidget(QLabel("window"))
window.resize(1366, 768)
window.show()
application.exec()
"""
"""A main window with a label that says when it is first painted: the least a program can show."""


def bare_window() -> list[str]:
    """The command that starts the bare window."""
    return [sys.executable, "-c", BARE_WINDOW]


def bare_table_repaint(rows: Sequence[Sequence[str]]) -> Any:
    """A Qt table over rows already in memory: set anew and painted at once when called."""
    from PySide6.QtCore import QAbstractTableModel, Qt
    from PySide6.QtWidgets import QTableView

    class Model(QAbstractTableModel):
        shown: Sequence[Sequence[str]] = ()

        def rowCount(self, _parent: Any = None) -> int:  # noqa: N802 - Qt's name
            return len(self.shown)

        def columnCount(self, _parent: Any = None) -> int:  # noqa: N802 - Qt's name
            return len(rows[0])

        def data(self, index: Any, role: int = 0) -> Any:
            if role == int(Qt.ItemDataRole.DisplayRole):
                return self.shown[index.row()][index.column()]
            return None

    model, view = Model(), QTableView()
    view.setModel(model)
    view.resize(1400, 800)

    def repaint() -> None:
        model.beginResetModel()
        model.shown = rows
        model.endResetModel()
        view.viewport().repaint()

    return view, repaint


# ---- documents -------------------------------------------------------------------------------


def bare_reportlab_table(
    font: Path, rows: Sequence[Sequence[str]], wrapped: int, path: Path
) -> None:
    """A platypus table on A4 landscape: one wrapped column, one embedded font, no page words."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    if "Bare" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Bare", str(font)))
    style = ParagraphStyle("bare", fontName="Bare", fontSize=8, leading=10, wordWrap="CJK")
    body = [
        [Paragraph(escape(cell), style) if n == wrapped else cell for n, cell in enumerate(row)]
        for row in rows
    ]
    table = Table(body, repeatRows=1, colWidths=[770 / len(rows[0])] * len(rows[0]))
    table.setStyle(
        [
            ("FONT", (0, 0), (-1, -1), "Bare", 8),
            ("GRID", (0, 0), (-1, -1), 0.4, colors.grey),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ]
    )
    SimpleDocTemplate(str(path), pagesize=landscape(A4), initialFontName="Bare").build([table])


# ---- chain maps ------------------------------------------------------------------------------


def bare_barycentre(layers: Sequence[Sequence[str]], links: Sequence[tuple[str, str]]) -> int:
    """Eight sweeps of the barycentre rule over given layers, no places and no routes."""
    order = [list(layer) for layer in layers]
    around: dict[str, list[str]] = {name: [] for layer in layers for name in layer}
    for first, second in links:
        around[first].append(second)
        around[second].append(first)
    for sweep in range(8):
        down = sweep % 2 == 0
        for before, here in pairwise(order if down else order[::-1]):
            place = {name: n for n, name in enumerate(before)}
            weight = {}
            for n, name in enumerate(here):
                known = [place[other] for other in around[name] if other in place]
                weight[name] = sum(known) / len(known) if known else n
            here.sort(key=weight.__getitem__)
    return sum(map(len, order))


def bare_graphics_scene(count: int) -> Any:
    """A QGraphicsScene of boxes with a word each and curves between them, at 1:1."""
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QPainter, QPainterPath
    from PySide6.QtWidgets import QGraphicsScene, QGraphicsView

    view = QGraphicsView()
    scene = QGraphicsScene(view)
    for n in range(count):
        x, y = n % 60 * 170, n // 60 * 60
        scene.addRect(x, y, 140, 36)
        scene.addSimpleText("屠宰加工").setPos(x + 8, y + 8)
        if n % 60:
            path = QPainterPath(QPointF(x - 30, y + 18))
            path.cubicTo(x - 15, y + 18, x - 15, y + 30, x, y + 18)
            scene.addPath(path)
    view.setScene(scene)
    view.setRenderHint(QPainter.RenderHint.Antialiasing)
    view.resize(1400, 800)
    return view


def bare_longest_paths(
    days: Sequence[Mapping[str, int]], edges: Sequence[Sequence[tuple[str, str]]]
) -> int:
    """The longest path through each graph by networkx: no calendar, no latest dates, no slack."""
    import networkx as nx

    whole = 0
    for durations, links in zip(days, edges, strict=True):
        graph = nx.DiGraph()
        graph.add_nodes_from(durations)
        graph.add_weighted_edges_from((one, other, durations[one]) for one, other in links)
        whole += len(nx.dag_longest_path(graph))
    return whole


# ---- cells -----------------------------------------------------------------------------------


def bare_update(path: Path, rows: Sequence[Sequence[str]]) -> int:
    """The texts of a block written into the columns of a table by row number, one transaction."""
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("PRAGMA synchronous=FULL")
        names = [f"c{n}" for n in range(len(rows[0]))]
        base.execute(f"CREATE TABLE IF NOT EXISTS block ({', '.join(names)})")
        if not base.execute("SELECT 1 FROM block").fetchone():
            base.executemany("INSERT INTO block (c0) VALUES (?)", [("",) for _row in rows])
        changes = ", ".join(f"{name} = ?" for name in names)
        base.execute("BEGIN IMMEDIATE")
        base.executemany(
            f"UPDATE block SET {changes} WHERE rowid = ?",
            [(*row, place) for place, row in enumerate(rows, 1)],
        )
        base.execute("COMMIT")
        return len(rows) * len(names)
