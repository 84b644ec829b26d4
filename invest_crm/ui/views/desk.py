"""The views of one list: which one is shown, whether it was changed, and everything done with it.

Belongs to a page of records and knows it as any of them: what is seen is read from the page's
state, and a view is shown by giving the page that state back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from invest_crm.domain.colour_rules import rules_json
from invest_crm.domain.conditions import from_json
from invest_crm.domain.grouping import grouping_json
from invest_crm.domain.links import Link
from invest_crm.domain.ready_views import everything
from invest_crm.domain.views import ViewForm
from invest_crm.settings import user
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.refusing import refuse
from invest_crm.ui.views import jobs
from invest_crm.ui.views.drop_down import ViewDropDown
from invest_crm.ui.views.places import VIEW, copy_links
from invest_crm.ui.views.remembered import Shown, kept, remembered, shown_of, shown_ready
from invest_crm.ui.views.switch import PinnedTabs, ViewSwitch
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from invest_crm.domain.links import Kind
    from invest_crm.errors import UserError
    from invest_crm.services.views import Opened, ViewInfo
    from invest_crm.services.work import App, Outcome
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.page import State
    from invest_crm.ui.records.page import RecordsPage

KEYS = "Ctrl+S"
_COLUMNS = "as_columns"
"""The key of a page's state with the columns, where they are the view's own."""

_ELSEWHERE = frozenset({"ids", "filters", "open", "text", "where"})
_PLACE = frozenset({"current", "column", "scroll"})
_KNOWN = frozenset({"sort", "text", "filters", "where", "group", "colours"})


class PageViews(QObject):
    """``followed`` whenever another view is shown, or what is seen comes to differ from it."""

    followed = Signal()

    def __init__(self, page: RecordsPage, context: Context, name: str) -> None:
        super().__init__(page)
        self._page, self._context, self._name = page, context, name
        self._infos: tuple[ViewInfo, ...] = ()
        self._shown = shown_ready(everything(name))
        self._bases: dict[str, ViewForm] = {}
        self._usual = _more(page.grid.state())
        self._dirty = self._begun = self._setting = False
        self.switch = ViewSwitch()
        self.tabs = PinnedTabs()
        page.head.lead.addWidget(self.switch)
        page.head.add_line(self.tabs)
        page.installEventFilter(self)
        self.list = ViewDropDown(page, context, name, self.switch, self.form)
        self._keys = QShortcut(QKeySequence(KEYS), page)
        self._keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._keys.setEnabled(False)
        self._keys.activated.connect(self.save)
        self.switch.asked.connect(self.open_list)
        self.tabs.changed.connect(self.open)
        self.list.chosen.connect(self.open)
        self.list.saved.connect(self._saved)
        page.side.currentChanged.connect(lambda _place: self.follow())
        page.grid.query_changed.connect(lambda _query: self.follow())
        page.grid.groups.changed.connect(self.follow)
        page.grid.colours.changed.connect(self.follow)
        page.grid.layout_changed.connect(self._keep_columns)
        page.grid.loaded.connect(self.load, Qt.ConnectionType.SingleShotConnection)
        context.changed.connect(self._heard)
        context.switched.connect(self.load)
        self._arrange(None)
        self._show_names()

    # ---- what the page asks ------------------------------------------------------------------

    def begin(self) -> None:
        """On the first showing: the view that was shown last, unless a link leads elsewhere."""
        if not self._begun:
            self._begun = True
            found = remembered(user.read_state(self._key()), self._name)
            if found is not None:
                self._show(found)
            if self._infos:
                self._take_infos(self._infos)

    def state(self) -> State:
        """What Back needs to bring the view back."""
        found: State = {VIEW: self._shown.id}
        if self._shown.form.columns is not None:
            found[_COLUMNS] = self._page.grid.columns.save()
        return found

    def take(self, state: State) -> None:
        """The page is given a state: one left before, a link to a view, or a link elsewhere."""
        if self._setting:
            return
        self._begun = self._begun or bool(state)
        if VIEW in state and "grid" in state:
            self._come_back(str(state[VIEW]), state.get(_COLUMNS))
        elif VIEW in state:
            self.open(str(state[VIEW]))
        elif _ELSEWHERE & state.keys():
            self._leave()

    def add_chips(self) -> None:
        """What can be done where the list differs from the stored view."""
        if not self._dirty:
            return
        shown = self._shown
        if shown.changes:
            save = _("Save the view “{name}” ({keys})").format(name=shown.name, keys=KEYS)
            self._add_chip(_("Save view"), save, self.save, "save", writes=True)
        name = _("Save what is seen as a new view")
        icon = "" if shown.changes else "save"
        self._add_chip(_("Save as view…"), name, self.save_as, icon, writes=True)
        if shown.form != ViewForm():
            back = _("Show “{name}” as it was saved").format(name=shown.name)
            self._add_chip(_("Revert"), back, self.revert)

    # ---- what the person does ----------------------------------------------------------------

    @property
    def list_name(self) -> str:
        """The list they are views of, which is the id of its page."""
        return self._name

    def id(self) -> str:
        """The view shown."""
        return self._shown.id

    def is_everything(self) -> bool:
        """Whether it is the plain list, with nothing stored."""
        return self._shown.id == everything(self._name).id

    def is_changed(self) -> bool:
        """Whether what is seen differs from the stored view."""
        return self._dirty

    def load(self) -> None:
        """Ask which views there are."""
        name = self._name

        def job(app: App) -> list[ViewInfo]:
            return jobs.infos(app, name)

        self._context.read(self, job, self._take_infos, key="views")

    def open(self, view_id: str) -> None:
        """Show a view; words tell what of it the list no longer has."""

        def job(app: App) -> Opened:
            return jobs.opened(app, view_id)

        self._context.read(self, job, self._opened, key="open view", on_error=self._gone)

    def revert(self) -> None:
        """The view as it was saved."""
        self.open(self._shown.id)

    def save(self) -> None:
        """Keep what is seen in the view; a new one where it may not be changed."""
        shown = self._shown
        if not shown.changes:
            self.save_as()
            return
        form, version = self.form(), shown.version

        def job(app: App) -> Outcome[None]:
            return jobs.change(app, shown.id, form, version)

        self._context.write(self._page, job, lambda _outcome: self._saved(shown.id, form))

    def save_as(self) -> None:
        """Ask for a name in the drop-down."""
        self.list.open(self._infos, self._shown.id)
        self.list.popup.ask_name()

    def open_list(self) -> None:
        """The drop-down below the name."""
        self.list.open(self._infos, self._shown.id)
        self.load()

    def copy_links(self, ids: Sequence[str]) -> None:
        """Put the links to records of this list on the clipboard."""
        kind = cast("Kind", self._name)
        copy_links(self._page, [Link(kind, record_id) for record_id in ids])

    def form(self) -> ViewForm:
        """What is seen, as a view would keep it."""
        state, shown = self._page.state(), self._shown
        grid: Mapping[str, Any] = state["grid"]
        return ViewForm(
            text=str(grid["text"]),
            filters=tuple(sorted(state["where"].items())),
            where=from_json(grid["where"]),
            sort=tuple((str(key), bool(down)) for key, down in grid["sort"]),
            columns=tuple(self._page.grid.columns.save()),
            layout=str(state.get("view", "")),
            reason=str(state["reason"]),
            grouping=self._page.grid.groups.grouping,
            colours=self._page.grid.colours.rules,
            rest={**shown.form.rest, **_more(grid)},
        )

    def follow(self) -> None:
        """Look whether what is seen still is the view."""
        if self._setting:
            return
        dirty = self._compared(self.form()) != self._compared(self._base())
        free = self._page.side.editor() is None
        self._keys.setEnabled(dirty and free)
        if dirty != self._dirty:
            self._dirty = dirty
            self._page.show_chips()
        self._show_names()
        self.followed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - Qt's signature
        """Qt: the page has another height."""
        if event.type() == QEvent.Type.Resize:
            self.tabs.give_way(self._page.height())
        return False

    # ---- showing -----------------------------------------------------------------------------

    def _opened(self, opened: Opened) -> None:
        known = {str(column.key) for column in self._page.grid.model.columns()}
        columns = opened.form.columns
        gone = [str(item.get("key")) for item in columns or () if item.get("key") not in known]
        self._show(shown_of(opened.info, opened.form))
        lost = dict.fromkeys([*opened.lost, *gone])
        if lost:
            words = ngettext(
                "The view asks for something the list no longer has, left out: {names}",
                "The view asks for {n} things the list no longer has, left out: {names}",
                len(lost),
            )
            names = _(", ").join(lost)
            self._page.notify(words.format(n=len(lost), names=names), "warning")

    def _show(self, shown: Shown) -> None:
        """Give the page the state of a view."""
        form = shown.form
        self._shown = shown
        self._setting = True
        self._arrange(form.columns)
        grid = {
            **self._usual,
            **{key: value for key, value in form.rest.items() if key != "version"},
            "sort": form.sort,
            "text": form.text,
            "where": shown.where(),
            "group": grouping_json(form.grouping),
            "colours": rules_json(form.colours),
        }
        state: State = {"grid": grid, "where": dict(form.filters), "reason": form.reason}
        if form.layout:
            state["view"] = form.layout
        self._page.restore(state)
        self._setting = False
        seen = self.form()
        # What was left out makes the view differ from what is stored: saving it is offered.
        self._bases[shown.id] = shown.stored if shown.lost else seen
        self._remember()
        self.follow()

    def _come_back(self, view_id: str, columns: Sequence[Mapping[str, Any]] | None) -> None:
        """A state left before: the view it was of, with the columns as they were left."""
        info = self._info(view_id)
        last = remembered(user.read_state(self._key()), self._name)
        shown = last if info is None else shown_of(info)
        if shown is None or shown.id != view_id:
            self._leave()
            return
        self._shown = shown
        self._arrange(columns)
        self._remember()

    def _leave(self) -> None:
        """A link shows its own rows: they are of no saved view."""
        if not self.is_everything():
            self._shown = shown_ready(everything(self._name))
            self._arrange(None)
            self.follow()

    def _arrange(self, columns: Sequence[Mapping[str, Any]] | None) -> None:
        """The columns of a view, or as this person has them where it leaves that open."""
        layout = user.read_state(f"{self._name}.columns") if columns is None else columns
        self._page.grid.columns.reset()
        if isinstance(layout, list | tuple):
            self._page.grid.columns.load([dict(column) for column in layout])

    def _keep_columns(self, layout: object) -> None:
        if self._shown.form.columns is None:
            user.write_state(f"{self._name}.columns", layout)
        self.follow()

    def _show_names(self) -> None:
        self.switch.show_view(self._shown.name, changed=self._dirty)
        pinned = [(info.id, info.name) for info in self._infos if info.pin is not None]
        first = everything(self._name)
        if first.id not in dict(pinned):
            pinned.insert(0, (first.id, first.label))
        self.tabs.show_views(pinned, self._shown.id)

    # ---- comparing ---------------------------------------------------------------------------

    def _base(self) -> ViewForm:
        return self._bases.get(self._shown.id, self._shown.form)

    def _compared(self, form: ViewForm) -> ViewForm:
        """What makes a difference: of a ready-made view only which records it shows."""
        rest = {**self._usual, **form.rest}
        form = replace(form, filters=tuple(sorted(form.filters)), rest=rest)
        if self._shown.form.columns is not None:
            return form
        grouping = form.grouping.asked()
        return replace(
            form, text="", sort=(), columns=None, layout="", reason="", grouping=grouping
        )

    # ---- what came back ----------------------------------------------------------------------

    def _heard(self, topics: frozenset[str]) -> None:
        if "views" in topics:
            self.load()

    def _info(self, view_id: str) -> ViewInfo | None:
        return next((info for info in self._infos if info.id == view_id), None)

    def _take_infos(self, infos: Sequence[ViewInfo]) -> None:
        """The views there are: one that is gone is left, one that changed is shown anew."""
        self._infos = tuple(infos)
        self.list.show_views(infos, self._shown.id)
        info = self._info(self._shown.id)
        if info is None and self._shown.version:
            self._leave()
        elif info is None:  # remembered from another database
            self._show(shown_ready(everything(self._name)))
        elif info.form != self._shown.stored and not self._dirty:
            self.open(info.id)
        else:
            self._shown = self._shown.told_by(info)
        self.follow()

    def _saved(self, view_id: str, form: ViewForm) -> None:
        """What is seen is the view now."""
        self._bases[view_id] = form

        def job(app: App) -> Opened:
            return jobs.opened(app, view_id)

        def show(opened: Opened) -> None:
            self._shown = shown_of(opened.info, opened.form)
            self._remember()
            self.load()

        self._context.read(self, job, show, key="open view")

    def _gone(self, error: UserError) -> None:
        self._page.show_error(error)
        self._leave()

    def _add_chip(
        self,
        words: str,
        tip: str,
        do: Callable[[], object],
        icon: str = "",
        *,
        writes: bool = False,
    ) -> None:
        chip = PillButton(words, icon=icon)
        chip.setToolTip(tip)
        chip.setAccessibleName(tip)
        chip.clicked.connect(do)
        refuse(chip, self._context.why_not_write() if writes else "")
        self._page.add_chip(chip)

    def _key(self) -> str:
        return f"{self._name}.view"

    def _remember(self) -> None:
        user.write_state(self._key(), kept(self._shown))


def _more(grid: Mapping[str, Any]) -> dict[str, Any]:
    """What the grid's state has beyond its question and its place (grouping, for one)."""
    return {key: value for key, value in grid.items() if key not in _PLACE | _KNOWN}
