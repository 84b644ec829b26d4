"""产业链图谱: the map of one chain from live records, and its outline to edit it in."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from invest_crm.maps.labels import demonstration
from invest_crm.settings import user
from invest_crm.ui import file_dialogs, theme
from invest_crm.ui.chain_map import jobs
from invest_crm.ui.chain_map.commands import edit_command, map_commands
from invest_crm.ui.chain_map.controls import ChainSwitch, FindBox, ZoomBar, export_menu
from invest_crm.ui.chain_map.finding import bright_nodes, matching
from invest_crm.ui.chain_map.fitting import Picture, picture
from invest_crm.ui.chain_map.scene_view import STEP, MapView
from invest_crm.ui.chain_map.side import OUTLINE, SidePanel
from invest_crm.ui.chain_map.subjects import subject_of
from invest_crm.ui.chain_map.tree import CHAIN
from invest_crm.ui.chain_map.wording import coverage, hanging_text, override_note
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.empty_state import EmptyState
from invest_crm.ui.kit.page import Page, State
from invest_crm.ui.operations import Progress, run_query
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from invest_crm.maps.graph import ChainGraph
    from invest_crm.services.chains.edit import Hanging
    from invest_crm.services.work import Outcome
    from invest_crm.ui.chain_map.jobs import Edit, Loaded
    from invest_crm.ui.commands.command import Command
    from invest_crm.ui.context import Context
    from invest_crm.ui.printing.content import Printable

_SETTLE_MS = 60
_BESIDE_SWITCH = 570
_SIDE, _SIDE_LARGE = 332, 380
_NARROW, _LARGE = 1000, 1500
_EDIT_STATE = "chain_map.edit"


class ChainMapPage(Page):
    """State: ``chain`` and ``node`` shown, ``edit`` while the outline is open."""

    topics: ClassVar[frozenset[str]] = frozenset({"chains", "projects", "firms"})

    def __init__(self, context: Context) -> None:
        super().__init__(_("Chain maps"))
        self._context = context
        self._chain = self._node = self._wanted = ""
        self._loaded: Loaded | None = None
        self._found: tuple[str, ...] | None = None
        self._editing = bool(user.read_state(_EDIT_STATE))
        self.choose_path: Callable[[str], str] = self._ask_path
        self.switch, self.finder, self.zoom = ChainSwitch(), FindBox(), ZoomBar(STEP)
        self.view, self.side = MapView(), SidePanel()
        self._stack = QStackedWidget()
        self._empty: EmptyState | None = None
        self._edit = self.add_command(edit_command(self))
        self._edit.setCheckable(True)
        self._export = self.add_button(_("Export"), lambda: None, icon="export", primary=True)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._lay_out)
        self._build()
        self._connect()
        self._show_side()
        self.refresh()

    def commands(self) -> list[Command]:
        """Editing, finding, files, and the other chains."""
        return map_commands(self)

    def printable(self) -> Printable | None:
        """The map shown."""
        from invest_crm.ui.printing.content import Printable, map_content

        graph = self._loaded.graph if self._loaded is not None else None
        if graph is None or not any(graph.segments()):
            return None
        return Printable((map_content(graph.id, _("The map shown")),), graph.facts.title)

    # ---- data --------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the chains and the one shown again, and draw it."""
        chain = self._chain
        self._context.read(self, lambda app: jobs.load(app, chain), self._arrived, key="load")

    def chain(self) -> str:
        """The id of the chain shown, empty for none."""
        return self._chain

    def state(self) -> State:
        """The chain, the node and whether it is being edited."""
        return {"chain": self._chain, "node": self.view.selected(), "edit": self._editing}

    def restore(self, state: State) -> None:
        """Show a chain, and a node of it."""
        if "edit" in state and bool(state["edit"]) != self._editing:
            self._set_editing(editing=bool(state["edit"]))
        self._wanted = str(state.get("node") or "")
        if state.get("chain") and state["chain"] != self._chain:
            self._chain = str(state["chain"])
            self.refresh()
        elif self._loaded is not None:
            self._take_wanted()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: another layout when the window has another size."""
        super().resizeEvent(event)
        look = theme.current()
        self.switch.set_room(max(self.width() - look.px(_BESIDE_SWITCH), 120))
        wide = _SIDE_LARGE if self.width() >= look.px(_LARGE) else _SIDE
        self.side.setFixedWidth(min(look.px(wide), max(self.width() * 45 // 100, 280)))
        self._fill_chips()
        self._settle.start()

    def _arrived(self, loaded: Loaded) -> None:
        self._loaded = loaded
        graph = loaded.graph
        self.switch.set_chains([(row.id, row.name) for row in loaded.rows], self._chain)
        self._export.setEnabled(graph is not None)
        if graph is None:
            self._show_empty(None)
            return
        new, self._chain = graph.id != self._chain or self.view.picture() is None, graph.id
        self.switch.set_chains([(row.id, row.name) for row in loaded.rows], self._chain)
        self.set_title(_("{name} chain map").format(name=graph.name))
        self._fill_chips()
        self.side.outline.fill(loaded)
        if any(graph.segments()):
            self._lay_out(home=new)
        else:
            self._show_empty(graph)
        self._take_wanted()
        if self._node:
            self._show_subject(self._node)
        self._look_for(self.finder.text())

    def _lay_out(self, *, home: bool = False) -> None:
        graph = self._loaded.graph if self._loaded is not None else None
        if graph is None or not any(graph.segments()):
            return
        wide, high = self._stack.width(), self._stack.height()
        full = wide if self._editing else self.width()
        scale = theme.current().text_scale

        def job() -> Picture:
            found = picture(graph, wide, high, scale)
            return found if found.fits or full <= wide else picture(graph, full, high, scale)

        run_query(self, job, partial(self._laid_out, home=home), key="layout")

    def _laid_out(self, found: Picture, *, home: bool) -> None:
        nodes = self._loaded.nodes if self._loaded is not None else ()
        notes = {node.id: override_note(node) for node in nodes if node.state_override}
        shown = self.view.picture()
        same = shown is not None and shown.graph.id == found.graph.id
        self.view.set_picture(found, home=home or not same, notes=notes)
        self._stack.setCurrentWidget(self.view)
        if self._node:
            self.view.show_node(self._node)

    # ---- what is chosen ----------------------------------------------------------------------

    def _take_wanted(self) -> None:
        """Choose the node that was just added, or that a link asked for."""
        loaded, wanted = self._loaded, self._wanted
        if not wanted or loaded is None or wanted not in {node.id for node in loaded.nodes}:
            return
        self._wanted = ""
        self._choose(wanted)

    def _open(self, node: str) -> None:
        """From the map: show what is on a node; beside all nodes closes the panel."""
        if node:
            self._choose(node)
        elif not self._editing:
            self._close_side()

    def _choose(self, node: str) -> None:
        self._node = node
        self.view.select(node)
        self.side.outline.choose(node)
        self._show_subject(node)
        self._show_side()
        self.view.show_node(node)

    def _chosen_in_tree(self, node: str) -> None:
        chain = node == self._chain
        self._node = "" if chain else node
        self.view.select(self._node)
        if not chain:
            self.view.show_node(node)
            self._show_subject(node)

    def _show_subject(self, node: str) -> None:
        loaded = self._loaded
        subject = subject_of(loaded, node) if loaded is not None else None
        if loaded is None or subject is None:
            self._close_side()
            return
        panel = self.side.occupants
        panel.show_subject(subject, loaded.roles)
        self._context.read(
            self, lambda app: jobs.load_occupants(app, node), panel.show_found, key="occupants"
        )

    def _close_side(self) -> None:
        """The cross or Esc: leave the node, or editing."""
        if self._node:
            self._node = ""
            self.view.select("")
            if self._editing:
                self.side.show_tab(OUTLINE)
        elif self._editing:
            self._set_editing(editing=False)
        self._show_side()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_side(self) -> None:
        self.side.setVisible(self._editing or bool(self._node))
        self._settle.start()

    # ---- editing -----------------------------------------------------------------------------

    def toggle_editing(self) -> None:
        """Open or close the outline."""
        self._set_editing(editing=not self._editing)

    def _set_editing(self, *, editing: bool) -> None:
        self._editing = editing
        user.write_state(_EDIT_STATE, editing)
        self._edit.setChecked(editing)
        self.view.editable = editing
        self.side.set_editing(editing=editing)
        if editing:
            self.side.outline.tree.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_side()

    def _write(self, edit: Edit, select: str) -> None:
        """Carry an edit out; then choose ``select`` ("": what was added, CHAIN: a new chain)."""

        def done(outcome: Outcome[Any]) -> None:
            if select == CHAIN:
                self._chain = str(outcome.value)
                self.refresh()
            else:
                self._wanted = select or str(outcome.value or "")
                self._take_wanted()

        self._context.write(self, edit, done)

    def _map_key(self, name: str, node: str) -> None:
        if name == "rename":
            self._set_editing(editing=True)
            self.side.outline.choose(node)
            self.side.outline.tree.begin_rename(node)
        elif self._editing:
            self._ask_to_delete(node)

    def _ask_to_delete(self, node: str) -> None:
        outline = self.side.outline
        loaded = self._loaded
        names = {one.id: one.name for one in loaded.nodes} if loaded is not None else {}
        self.side.show_tab(OUTLINE)
        outline.choose(node)

        def ask(found: Hanging) -> None:
            outline.ask_to_delete(hanging_text(names.get(node, ""), found), node)

        self._context.read(self, lambda app: jobs.load_hanging(app, node), ask, key="hanging")

    def _place(self, firm: str, role: str) -> None:
        self._write(jobs.place_firm(firm, self._node, role or None), self._node)

    def _dropped(self, firm: str, leaf: str) -> None:
        self._write(jobs.place_firm(firm, leaf, self.side.occupants.role() or "target"), leaf)

    # ---- finding, export ---------------------------------------------------------------------

    def _look_for(self, text: str) -> None:
        graph = self._loaded.graph if self._loaded is not None else None
        self._found = matching(graph, text) if graph is not None else None
        bright = None
        if graph is not None and self._found is not None:
            bright = bright_nodes(graph, self._found)
            self.selection_said.emit(
                ngettext("{n} link found", "{n} links found", len(self._found)).format(
                    n=len(self._found)
                )
            )
        else:
            self.selection_said.emit("")
        self.view.set_bright(bright)

    def _next_found(self) -> None:
        found = self._found
        if found:
            at = found.index(self.view.focus_node()) if self.view.focus_node() in found else -1
            self.view.set_focus_node(found[(at + 1) % len(found)])

    def write_file(self, paper: str, suffix: str) -> None:
        """Ask where to, and write the map as a file."""
        graph = self._loaded.graph if self._loaded is not None else None
        if graph is None:
            return
        name = f"{graph.facts.title}-{graph.facts.as_of}.{suffix}".replace("/", "-")
        chosen = self.choose_path(name)
        if not chosen:
            return
        path = Path(chosen) if Path(chosen).suffix else Path(f"{chosen}.{suffix}")
        chain, context = graph.id, self._context
        run_query(
            self,
            lambda: jobs.export(context.app, chain, path, paper),
            self._written,
            progress=Progress(_("Writing the map"), stoppable=False),
        )

    def _written(self, made: tuple[Path, str]) -> None:
        path, notice = made
        text = "\n".join(filter(None, (_("Map written: {path}").format(path=path), notice)))
        self.said.emit(text, None)
        self.clear_notices()
        url = QUrl.fromLocalFile(str(path))
        self.notify(text, "done", action=_("Open"), do=lambda: QDesktopServices.openUrl(url))

    def _ask_path(self, name: str) -> str:
        kinds = f"{Path(name).suffix[1:].upper()} (*{Path(name).suffix})"
        return file_dialogs.ask_target(self, _("Export"), name, kinds)

    # ---- parts -------------------------------------------------------------------------------

    def _build(self) -> None:
        self._main.setContentsMargins(0, theme.GAP, 0, 0)
        self._main.setSpacing(theme.GAP_SMALL - 2)
        self._notices.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        self.head.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        self.head.title.setContentsMargins(theme.margins(0, 3, 0, 3))
        self.head.chips.setContentsMargins(theme.margins(0, 3, 0, 3))
        self.add_right(self.finder)
        self.add_right(self.zoom)
        self._export.setMenu(export_menu(self._export, self.write_file))
        bar = self.top_bar.layout()
        if isinstance(bar, QHBoxLayout):
            bar.insertWidget(0, self.switch)
        self._stack.addWidget(self.view)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self._stack, 1)
        across.addWidget(self.side)
        self.body.addLayout(across, 1)
        self._edit.setChecked(self._editing)
        self.view.editable = self._editing
        self.side.set_editing(editing=self._editing)

    def _connect(self) -> None:
        self.switch.changed.connect(self.show_chain)
        self.finder.wanted.connect(self._look_for)
        self.finder.next_asked.connect(self._next_found)
        self.finder.left.connect(self.view.setFocus)
        self.zoom.asked.connect(lambda by: self.view.zoom_by(by) if by else self.view.fit())
        view, side = self.view, self.side
        view.zoomed.connect(self.zoom.set_zoom)
        view.opened.connect(self._open)
        view.left.connect(self._close_side)
        view.key_asked.connect(self._map_key)
        view.firm_dropped.connect(self._dropped)
        view.linked.connect(lambda a, b: self._write(jobs.add_link(a, b), a))
        side.closed.connect(self._close_side)
        side.outline.asked.connect(self._write)
        side.outline.chosen.connect(self._chosen_in_tree)
        side.outline.delete_asked.connect(self._ask_to_delete)
        side.outline.told.connect(lambda text: self.said.emit(text, None))
        side.outline.left.connect(view.setFocus)
        side.occupants.opened.connect(self._open_record)
        side.occupants.listed.connect(
            lambda node, name: self.open_page.emit(
                "projects", {"filters": [["node", node]], "reason": name}
            )
        )
        side.occupants.placed.connect(self._place)
        side.occupants.searched.connect(self._search_firms)
        theme.current().changed.connect(self._restyle)

    def _restyle(self) -> None:
        self.view.update()
        self._settle.start()

    def show_chain(self, chain: str) -> None:
        """Another chain."""
        self._chain, self._node, self._wanted = chain, "", ""
        self.view.select("")
        self.finder.clear()
        self._show_side()
        self.refresh()

    def _open_record(self, kind: str, record: str) -> None:
        self.open_page.emit("firms" if kind == "firm" else "projects", {"open": record})

    def _search_firms(self, text: str) -> None:
        self._context.read(
            self,
            lambda app: jobs.find_firms(app, text),
            self.side.occupants.show_firms,
            key="firms",
        )

    def _fill_chips(self) -> None:
        graph = self._loaded.graph if self._loaded is not None else None
        self.clear_chips()
        if graph is None:
            return
        facts = graph.facts
        leader = _("Chain leader {name}").format(name=facts.leader or _("not named yet"))
        pill = PillButton(leader)
        pill.clicked.connect(self._edit_chain)
        self.add_chip(pill)
        self.add_chip(PillButton(coverage(graph), interactive=False))
        if facts.demo:
            self.add_chip(PillButton(demonstration(), interactive=False))
        if self.width() >= theme.current().px(_NARROW):
            as_of = _("As of {date}").format(date=facts.as_of)
            self.add_chip(PillButton(as_of, interactive=False))

    def _edit_chain(self) -> None:
        self._set_editing(editing=True)
        self.side.outline.choose(self._chain)

    def _show_empty(self, graph: ChainGraph | None) -> None:
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
        sentence = _("The map shows what the county has along a chain, and what is missing.")
        tree = self.side.outline.tree

        def begin() -> None:
            self._set_editing(editing=True)
            if graph is None:
                tree.begin_chain()
            elif graph.tiers:
                tree.begin_child(graph.tiers[0].id)

        heading = _("This chain has no segment yet") if graph else _("No chain yet")
        action = _("Add the first segment") if graph else _("New chain")
        self._empty = EmptyState("chain_map", heading, sentence, action=action, do=begin)
        self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty)
