#!/bin/sh
# Makes every picture of the manual and the README again: `sh .ci/pictures.sh`.
# A new demonstration database in a temporary folder, a screenshot of every page in both
# languages, and the first pages of the documents and of a map. Look at them before committing.
set -eu
cd "$(dirname "$0")/.."

python=.venv/bin/python
crm=.venv/bin/invest-crm
out=resources/docs/images
size=1366x768
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The pictures must not depend on the settings of whoever makes them, nor change them.
INVEST_CRM_HOME=$work/home
QT_QPA_PLATFORM=offscreen
export INVEST_CRM_HOME QT_QPA_PLATFORM
mkdir -p "$out" "$work/raw"

$crm --db "$work/empty.db" init
$crm --db "$work/demo.db" demo
$crm demo --ledger "$work/招商引资签约项目台账.xlsx" --seed 2

# ---- the pages of the window -----------------------------------------------------------------

for lang in zh_CN en; do
    case $lang in en) end=.en ;; *) end= ;; esac
    for page in $($crm screenshot --list); do
        case $page in
            trash | backups) continue ;; # empty in a new demonstration
            welcome) db=empty ;;
            *) db=demo ;;
        esac
        $crm --db "$work/$db.db" --lang "$lang" screenshot "$page" \
            --size "$size" --out "$work/raw/$page$end.png"
    done
done

# What one reaches by a click: a ledger that is being looked at, the stage board, a view.
for lang in zh_CN en; do
    case $lang in en) end=.en ;; *) end= ;; esac
    $python - "$work" "$lang" "$end" <<'PYTHON'
import sys
from pathlib import Path

from invest_crm.ui import operations
from invest_crm.ui.app import make_application
from invest_crm.ui.context import Context
from invest_crm.ui.main_window import MainWindow

work, language, end = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
application = make_application(language, "light")
context = Context(str(work / "demo.db"))
context.open()
window = MainWindow(context)
window.resize(1366, 768)
window.show()


def take(page, state, name):
    window.go(page, state)
    for _turn in range(8):
        operations.wait_idle(60)
        application.processEvents()
    if not window.grab().save(str(work / "raw" / f"{name}{end}.png")):
        sys.exit(f"{name}{end}.png was not written")


take("ledger", {"file": str(work / "招商引资签约项目台账.xlsx")}, "ledger_check")
take("projects", {"view": "board"}, "stages")
take("projects", {"view": "grid", "as_view": "projects.signed-waiting"}, "views")
window.close()
operations.shutdown()
context.close()
PYTHON
done

# ---- documents and the map -------------------------------------------------------------------

$crm --db "$work/demo.db" report signed-started-bulletin --out "$work/bulletin.pdf"
$crm --db "$work/demo.db" report signed-not-started --out "$work/not_started.pdf"
$crm --db "$work/demo.db" map mutton-sheep --out "$work/map.pdf"

# Pages of the documents become pictures; every picture is reduced to 256 colours.
$python - "$work" "$out" <<'PYTHON'
import sys
from pathlib import Path

import pypdfium2
from PIL import Image

work, out = Path(sys.argv[1]), Path(sys.argv[2])
for name, scale in (("bulletin", 1.1), ("not_started", 1.1), ("map", 1.2)):
    with pypdfium2.PdfDocument(work / f"{name}.pdf") as document:
        document[0].render(scale=scale).to_pil().save(work / "raw" / f"{name}.png")
for old in out.glob("*.png"):
    old.unlink()
for path in sorted((work / "raw").glob("*.png")):
    picture = Image.open(path).convert("RGB")
    small = picture.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small.save(out / path.name, optimize=True)
    print(f"{path.name:24} {(out / path.name).stat().st_size // 1024:5} KB")
PYTHON
