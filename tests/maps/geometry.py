"""Questions to a scene: does anything overlap, cross or leave the page?"""

from __future__ import annotations

from itertools import combinations, pairwise

from invest_crm.maps.scene import Box, Label, Link, Point, Scene, Star

Rectangle = tuple[float, float, float, float]


def cards(scene: Scene) -> list[Box]:
    return [item for item in scene.items if isinstance(item, Box) and item.kind == "card"]


def labels(scene: Scene) -> list[Label]:
    return [item for item in scene.items if isinstance(item, Label)]


def links(scene: Scene) -> list[Link]:
    return [item for item in scene.items if isinstance(item, Link)]


def box_area(box: Box, inset: float = 0.0) -> Rectangle:
    return box.x + inset, box.y + inset, box.x + box.w - inset, box.y + box.h - inset


def label_area(label: Label) -> Rectangle:
    """Where Chinese characters leave ink: the em square without its air."""
    top, bottom = label.y - 0.84 * label.size, label.y + 0.1 * label.size
    return label.left, top, label.left + label.width, bottom


def pieces(link: Link) -> list[Rectangle]:
    """Rectangles around the path: one for a straight piece, eight small ones for a corner."""
    hulls = []
    for at in range(0, len(link.points) - 1, 3):
        cubic = link.points[at : at + 4]
        straight = any(max(axis) - min(axis) < 0.01 for axis in zip(*cubic, strict=True))
        steps = 1 if straight else 8
        points = [_on_cubic(cubic, step / steps) for step in range(steps + 1)]
        hulls += [_around(one, other) for one, other in pairwise(points)]
    return hulls


def _on_cubic(cubic: tuple[Point, ...], t: float) -> Point:
    shares = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    x = sum(share * point[0] for share, point in zip(shares, cubic, strict=True))
    y = sum(share * point[1] for share, point in zip(shares, cubic, strict=True))
    return x, y


def _around(one: Point, other: Point) -> Rectangle:
    (x0, y0), (x1, y1) = one, other
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def touch(one: Rectangle, other: Rectangle) -> bool:
    return (
        one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ) or (
        # a line has no area
        other[0] < one[0] <= one[2] < other[2] and other[1] < one[1] <= one[3] < other[3]
    )


def links_across(scene: Scene) -> list[tuple[str, str, str]]:
    """Links that run over a card or over words."""
    found = []
    blocks = [(box_area(card, 0.3), card.target) for card in cards(scene)]
    blocks += [(label_area(label), label.text) for label in labels(scene)]
    for link in links(scene):
        for hull in pieces(link):
            grown = (hull[0] - 0.01, hull[1] - 0.01, hull[2] + 0.01, hull[3] + 0.01)
            found += [
                (link.source, link.target, name) for area, name in blocks if touch(grown, area)
            ]
    return found


def links_on_links(scene: Scene, least: float) -> list[tuple[str, str, float]]:
    """Straight pieces of two links nearer than ``least`` that run along each other."""
    found = []
    for turn in (False, True):
        runs = []
        for number, link in enumerate(links(scene)):
            for x0, y0, x1, y1 in pieces(link):
                across, low, high = (y0, x0, x1) if turn else (x0, y0, y1)
                if (y1 - y0 if turn else x1 - x0) < 0.01 and high - low > 1:
                    runs.append((across, low, high, number))
        runs.sort()
        for (a, low, high, one), (b, other_low, other_high, other) in combinations(runs, 2):
            if one != other and b - a < least and min(high, other_high) - max(low, other_low) > 1:
                found.append((links(scene)[one].source, links(scene)[other].source, b - a))
    return found


def overlapping_labels(scene: Scene) -> list[tuple[str, str]]:
    ordered = sorted((label_area(label), label.text) for label in labels(scene))
    found = []
    for at, (area, text) in enumerate(ordered):
        for other, other_text in ordered[at + 1 :]:
            if other[0] >= area[2]:
                break
            if touch(area, other):
                found.append((text, other_text))
    return found


def stars_on_labels(scene: Scene) -> list[str]:
    stars = [item for item in scene.items if isinstance(item, Star)]
    return [
        label.text
        for star in stars
        for label in labels(scene)
        if touch(
            (star.x - star.r, star.y - star.r, star.x + star.r, star.y + star.r), label_area(label)
        )
    ]


def overlapping_cards(scene: Scene) -> list[tuple[str, str]]:
    return [
        (one.target, other.target)
        for one, other in combinations(cards(scene), 2)
        if touch(box_area(one), box_area(other))
    ]


def words_outside_cards(scene: Scene) -> list[str]:
    """Rows and heads that stick out of the card painted before them."""
    found = []
    card: Box | None = None
    for item in scene.items:
        if isinstance(item, Box) and item.kind == "card":
            card = item
        elif (
            isinstance(item, Label) and card and item.kind in {"leaf", "segment", "counts", "firms"}
        ):
            left, top, right, bottom = label_area(item)
            if left < card.x or right > card.x + card.w or top < card.y or bottom > card.y + card.h:
                found.append(item.text)
    return found


def outside_page(scene: Scene) -> list[object]:
    found: list[object] = []
    for item in scene.items:
        if isinstance(item, Link):
            areas = pieces(item)
        elif isinstance(item, Label):
            areas = [label_area(item)]
        elif isinstance(item, Box):
            areas = [box_area(item)]
        else:
            areas = [(item.x - item.r, item.y - item.r, item.x + item.r, item.y + item.r)]
        for left, top, right, bottom in areas:
            if (
                left < -0.01
                or top < -0.01
                or right > scene.width + 0.01
                or bottom > scene.height + 0.01
            ):
                found.append(item)
    return found


def is_smooth(link: Link) -> bool:
    """Every piece begins where the last one ended and none is a jump sideways."""
    corners = link.points[::3]
    return all(
        abs(a[0] - b[0]) < 0.6
        or abs(a[1] - b[1]) < 0.6
        or max(abs(a[0] - b[0]), abs(a[1] - b[1])) < 10
        for a, b in pairwise(corners)
    )
