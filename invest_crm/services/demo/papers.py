"""Invented evidence, confirmations and answers: what makes the gates of a demonstration speak.

Every paper is one of two small pictures, a page and a site; only the names differ. A few hundred
files are enough, however many projects there are.
"""

from __future__ import annotations

import struct
import zlib
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.evidence import evidence_kinds
from invest_crm.domain.stages import MilestoneKind, Stage
from invest_crm.services.demo import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from invest_crm.services.demo.dice import Dice
    from invest_crm.services.demo.stories import Story

MOST_FILES = 400
"""Well below the number from which rows stand in blocks of the log."""
PHOTO = "SITE_PHOTO"
_WIDE, _HIGH = 480, 320
_PENDING = 3
_SITE_PAPERS = {
    "GRANT": ("LAND_CONFIRMATION", "LAND_CONTRACT"),
    "ALLOCATION": ("ALLOCATION_DECISION",),
    "LEASED_PLANT": ("LEASE",),
    "OPERATION": ("LEASE",),
    "FARM_LAND": ("FARM_AGREEMENT", "TOWNSHIP_FILING", "FARM_MAPPED"),
    "EXPANSION": ("LAND_TITLE",),
}
_PAPERS = {
    MilestoneKind.REGISTERED: ("LICENCE",),
    MilestoneKind.FILED: ("FILING",),
    MilestoneKind.COMPLETED: ("ACCEPTANCE",),
    MilestoneKind.IN_PRODUCTION: ("FIRST_INVOICE",),
    MilestoneKind.AT_CAPACITY: ("CAPACITY_PROOF",),
}
_STARRED = (MilestoneKind.REGISTERED, MilestoneKind.STARTED, MilestoneKind.IN_PRODUCTION)
_AGAIN = (-3, 0, 9, 16)
"""Days from today on which investors are to be asked again."""


class DemoPaper(Struct, frozen=True):
    """A file of a project (its place in the list) and its kind of evidence."""

    project: int
    kind: str
    name: str


class DemoStep(Struct, frozen=True):
    """A starred step: who recorded it, who confirmed it (empty: nobody yet)."""

    project: int
    stage: Stage
    asked_by: str
    confirmed_by: str


class DemoAnswer(Struct, frozen=True):
    """What an investor cannot provide yet."""

    project: int
    need: str
    said_by: str
    said_on: date
    ask_on: date


class DemoGates(Struct, frozen=True):
    """Everything of the gates."""

    papers: Sequence[DemoPaper]
    steps: Sequence[DemoStep]
    answers: Sequence[DemoAnswer]


def make_gates(dice: Dice, projects: Sequence[Story], today: date) -> DemoGates:
    """Papers of signed projects as far as they have come, now and then one is missing."""
    papers: list[DemoPaper] = []
    for place, story in enumerate(projects):
        if story.signed is None or len(papers) >= MOST_FILES:
            continue
        papers += [
            DemoPaper(place, kind, _name(kind))
            for kind in dict.fromkeys(_kinds(story))
            if kind in _PROOFS or dice.chance(0.85)
        ]
    return DemoGates(
        papers[:MOST_FILES],
        list(_steps(dice, projects)),
        list(_answers(projects, papers, today)),
    )


def _kinds(story: Story) -> Iterator[str]:
    yield from ("REVIEW_OPINION", "CONTRACT")
    for kind, _when, grade in story.milestones:
        yield from _PAPERS.get(kind, ())
        if kind is MilestoneKind.LAND:
            yield from _SITE_PAPERS.get(story.site_mode or "", ())
        if kind is MilestoneKind.STARTED:
            yield from proofs(grade, story.site_mode)


def proofs(grade: int, site_mode: str | None) -> tuple[str, ...]:
    """The evidence that makes a start of a grade."""
    if grade < 2:
        return ()
    if grade == 2:
        return (PHOTO,)
    permit = site_mode in ("GRANT", "ALLOCATION")
    return (PHOTO, "CONSTRUCTION_PERMIT" if permit else "CONSTRUCTION_CONTRACT")


_PROOFS = frozenset({PHOTO, "CONSTRUCTION_PERMIT", "CONSTRUCTION_CONTRACT"})


def _name(kind: str) -> str:
    return f"{evidence_kinds()[kind].zh.split('、')[0]}（演示）.png"


def _steps(dice: Dice, projects: Sequence[Story]) -> Iterator[DemoStep]:
    """The newest starred step of each project; the first few wait for a second person."""
    waiting = 0
    for place, story in enumerate(projects):
        reached = [kind for kind, _when, _grade in story.milestones if kind in _STARRED]
        if not reached or story.sides:
            continue
        stage = reached[-1].stage or Stage.SIGNED
        asked, second = dice.shuffled(words.STAFF)[:2]
        waits = stage is Stage.STARTED and waiting < _PENDING
        waiting += waits
        yield DemoStep(place, stage, asked, "" if waits else second)


def _answers(
    projects: Sequence[Story], papers: Sequence[DemoPaper], today: date
) -> Iterator[DemoAnswer]:
    """Signed projects that wait for their registration: the licence is not there yet."""
    there = {(paper.project, paper.kind) for paper in papers}
    waiting = [
        place
        for place, story in enumerate(projects)
        if story.signed is not None
        and not story.milestones
        and not story.sides
        and story.contacts
        and (place, "LICENCE") not in there
    ]
    for place, days in zip(waiting, _AGAIN, strict=False):
        who = projects[place].contacts[0].name
        said = today - timedelta(days=12)
        yield DemoAnswer(place, "LICENCE", who, said, today + timedelta(days=days))


def picture(*, photo: bool) -> bytes:
    """A small picture as PNG: a building site under the sky, or a page of writing."""
    rows = b"".join(b"\0" + (_site(y) if photo else _page(y)) for y in range(_HIGH))
    head = struct.pack(">IIBBBBB", _WIDE, _HIGH, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def paper() -> bytes:
    """The same page of writing with its seal, as a PDF of one page."""
    lines = "\n".join(f"64 {y} {420 - y * 37 % 90} 7 re f" for y in range(690, 330, -30))
    x, y, r, bow = 400, 270, 42, 23
    ring = (
        f"{x + r} {y} m {x + r} {y + bow} {x + bow} {y + r} {x} {y + r} c "
        f"{x - bow} {y + r} {x - r} {y + bow} {x - r} {y} c "
        f"{x - r} {y - bow} {x - bow} {y - r} {x} {y - r} c "
        f"{x + bow} {y - r} {x + r} {y - bow} {x + r} {y} c S"
    )
    drawn = f"0.59 0.60 0.63 rg\n{lines}\n0.77 0.25 0.22 RG 3 w\n{ring}\n"
    parts = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}endstream",
    )
    body, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(parts) + 1
    body += (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    )
    return body.encode()


def _chunk(name: bytes, data: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + data))
    return struct.pack(">I", len(data)) + name + data + check


def _site(y: int) -> bytes:
    """Sky, the frame of a hall, the ground."""
    if y > _HIGH * 3 // 4:
        return bytes((164, 138, 104)) * _WIDE
    sky, steel = bytes((176, 204, 226)), bytes((108, 116, 126))
    if y < _HIGH // 3:
        return sky * _WIDE
    beam = y < _HIGH // 3 + 14
    return b"".join(
        steel if 60 <= x < 420 and (beam or (x - 60) % 72 < 10) else sky for x in range(_WIDE)
    )


def _page(y: int) -> bytes:
    """Lines of writing on white, a seal at the foot."""
    white, ink, seal = bytes((252, 252, 250)), bytes((150, 154, 160)), bytes((196, 64, 56))
    line = 40 <= y < 240 and y % 22 < 5
    ring = [900 < (x - 360) ** 2 + (y - 262) ** 2 < 1300 for x in range(_WIDE)]
    return b"".join(
        seal if ring[x] else ink if line and 60 <= x < 420 - (y // 22 * 37) % 90 else white
        for x in range(_WIDE)
    )
