import shutil
from tests.e2e.conftest import *
import pytest
from invest_crm import words
from invest_crm.ui import theme
from tests.ui.walker import find_beyond, find_clipped
@pytest.mark.parametrize("lang", ["zh_CN","en"])
def test_x(lang, june_db, tmp_path, open_desk):
    words.use(lang)
    theme.install("light", text_scale=2.0)
    p=tmp_path/"c.db"; shutil.copy(june_db,p)
    desk=open_desk(p)
    try:
        desk.window.resize(1024, 700)
        desk.go("preferences"); desk.settle()
        a=desk.page()._area
        a.verticalScrollBar().setValue(0); desk.settle()
        print(lang, a.widget().width(), a.viewport().width(), find_beyond(a.viewport())[:5], find_clipped(desk.page())[:5])
        desk.window.grab().save(f"/tmp/w3/pref200_{lang}.png")
        for w,h in ((1366,768),(1024,700)):
            desk.window.resize(w,h)
            desk.go("projects")
            g=desk.projects().grid
            g.view.setCurrentIndex(g.model.index(0,0)); desk.settle()
            desk.projects().run("group.panel"); desk.settle()
            from invest_crm.domain.grouping import Level
            from invest_crm.domain.grouping import Grouping
            desk.projects().grid.groups.group_by(Grouping((Level("lead_unit"),Level("stage")))) if hasattr(desk.projects().grid.groups,"group_by") else print(dir(desk.projects().grid.groups)); desk.settle()
            for n in ():
                line=desk.projects().findChildren(__import__("invest_crm.ui.records.group_rows",fromlist=["x"]).LevelLine)[n]
                print([ (c[0],c[1]) for c in line.by._choices][:4] if hasattr(line.by,"_choices") else type(line.by))
                line.by.setCurrentIndex(1); line.by.activated.emit(1); desk.settle()
            for c in (desk.projects(), *desk.projects().findChildren(__import__("PySide6.QtWidgets",fromlist=["x"]).QWidget)):
                if c.isVisible() and c.minimumSizeHint().width()>300: print("   ", type(c).__name__, c.accessibleName(), c.minimumSizeHint().width(), c.minimumWidth(), c.width())
            print(w, find_beyond(desk.projects())[:5], find_clipped(desk.projects())[:6])
            desk.window.grab().save(f"/tmp/w3/group200_{lang}_{w}.png")
    finally:
        theme.install("light", text_scale=1.0)
