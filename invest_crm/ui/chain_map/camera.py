"""Where the map is looked at from: zoom and offset, with their limits. Pure arithmetic.

A scene point ``p`` stands at ``p * zoom - offset`` in the viewport, all in logical pixels. It must
not know widgets or what is drawn.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

CLOSEST = 4.0
_FARTHEST = 0.04
_AROUND = 24.0


class Camera(Struct, frozen=True):
    """A view ``wide`` × ``high`` pixels onto a scene ``width`` × ``height`` units."""

    width: float = 1.0
    height: float = 1.0
    wide: float = 1.0
    high: float = 1.0
    zoom: float = 1.0
    x: int = 0
    y: int = 0

    def whole(self) -> float:
        """The zoom at which the whole scene is seen."""
        return min(self.wide / self.width, self.high / self.height)

    def moved(self, dx: float, dy: float) -> Camera:
        """The picture pushed by some pixels, within its edges."""
        return _placed(self, self.x - dx, self.y - dy)

    def zoomed(self, zoom: float, at_x: float, at_y: float) -> Camera:
        """Another zoom; the scene point below ``at`` (viewport pixels) stays where it is."""
        least = min(self.whole(), 1.0, max(_FARTHEST, self.whole()))
        zoom = min(max(zoom, least), CLOSEST)
        scene_x, scene_y = self.to_scene(at_x, at_y)
        turned = replace(self, zoom=zoom)
        return _placed(turned, scene_x * zoom - at_x, scene_y * zoom - at_y)

    def sized(self, wide: float, high: float) -> Camera:
        """Another viewport; the upper left corner stays."""
        turned = replace(self, wide=max(wide, 1.0), high=max(high, 1.0))
        return _placed(turned, self.x, self.y)

    def showing(self, x: float, y: float, w: float, h: float) -> Camera:
        """Moved just so far that a scene rectangle is inside the viewport with room around it."""
        left, top = x * self.zoom - _AROUND, y * self.zoom - _AROUND
        right, bottom = (x + w) * self.zoom + _AROUND, (y + h) * self.zoom + _AROUND
        to_x = min(max(self.x, right - self.wide), left)
        to_y = min(max(self.y, bottom - self.high), top)
        return _placed(self, to_x, to_y)

    def to_scene(self, x: float, y: float) -> tuple[float, float]:
        """The scene point below a viewport pixel."""
        return (x + self.x) / self.zoom, (y + self.y) / self.zoom

    def to_view(self, x: float, y: float) -> tuple[float, float]:
        """Where a scene point stands in the viewport."""
        return x * self.zoom - self.x, y * self.zoom - self.y


def _placed(camera: Camera, x: float, y: float) -> Camera:
    """At an offset, within the edges of the scene."""
    return replace(
        camera,
        x=_inside(x, camera.width * camera.zoom, camera.wide),
        y=_inside(y, camera.height * camera.zoom, camera.high),
    )


def _inside(offset: float, length: float, room: float) -> int:
    """An offset between the edges; a scene smaller than its room stands in the middle."""
    if length <= room:
        return round((length - room) / 2)
    return round(min(max(offset, 0.0), length - room))
