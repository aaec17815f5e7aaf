# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names without collisions: along a line where it is straight and free, or in lines of text inside an area.

Taken space is held as circles, a name as a chain of them: plain arrays beat a tree under two thousand.
"""

import html
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from web.maps.atlas import Shape
from web.maps.frame import Frame
from web.maps.projection import Coordinates
from web.maps.texts import lines, width

_Place = tuple[float, Coordinates, Coordinates]  # what it costs; across, down
RISE = 0.34  # of the size: from the middle of a letter to its base line
AGAIN = 420  # pixels between two writings of one name
SHARPEST, MOST_BEND = 24, 75  # degrees: at one place, and of a name in all
JUNCTION = 45  # what a junction under a name costs, in pixels from the middle
WINDOWS = 60
SPARE = 14  # pixels at both ends of a curved name
REACH = 3  # pixels from a line within which a junction is its own


@dataclass(frozen=True, slots=True)
class Style:
    """How a sort of name is written; `css` is its class."""

    css: str
    size: float
    font: str = "regular"
    spacing: float = 0.0

    def scaled(self, by: float) -> "Style":
        return Style(self.css, self.size * by, self.font, self.spacing)


@dataclass(frozen=True, slots=True)
class Curve:
    """A line in pixels that a name may follow: its points, how far along each lies, and where others meet it."""

    points: Coordinates
    run: Coordinates
    met: Coordinates

    @property
    def length(self) -> float:
        return float(self.run[-1])

    def scaled(self, by: float) -> "Curve":
        return Curve(self.points * by, self.run * by, self.met * by)


def curve(points: Coordinates, junctions: Shape | None = None) -> Curve:
    """A line with the places (points in pixels) at which others meet it."""
    run = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    if junctions is None or not len(junctions):
        return Curve(points, run, np.zeros(0))
    line = shapely.linestrings(points)
    near = junctions[shapely.dwithin(junctions, line, REACH)]
    return Curve(points, run, np.sort(shapely.line_locate_point(line, near)))


class Labels:
    """The names of one drawing, in order of importance: who comes first has the place."""

    def __init__(self, frame: Frame, prefix: str, view: tuple[float, float] | None = None) -> None:
        """`view`: from which to which pixel names must lie across; the whole frame unless told."""
        self.frame = frame
        self._prefix = prefix
        self._left, self._right = view or (0.0, float(frame.width))
        self._taken = np.zeros((0, 3))
        self._written: dict[str, list[tuple[float, float]]] = {}
        self._paths = 0
        self.texts: list[str] = []
        self.names: list[str] = []

    # space

    def is_free(self, circles: Coordinates) -> bool:
        if not len(self._taken):
            return True
        reach = circles[:, 2].max() + self._taken[:, 2].max()
        low, high = circles[:, :2].min(axis=0) - reach, circles[:, :2].max(axis=0) + reach
        near = self._taken[((self._taken[:, :2] > low) & (self._taken[:, :2] < high)).all(axis=1)]
        apart = np.hypot(near[:, 0, None] - circles[:, 0], near[:, 1, None] - circles[:, 1])
        return not bool((apart < near[:, 2, None] + circles[:, 2]).any())

    def take(self, circles: Coordinates) -> None:
        self._taken = np.vstack([self._taken, circles])

    def keep_clear(self, x: float, y: float, radius: float) -> None:
        """No name within a circle."""
        self.take(np.array([[x, y, radius]]))

    def is_inside(self, points: Coordinates, margin: float) -> bool:
        x, y = points[:, 0], points[:, 1]
        return bool(
            ((x > self._left + margin) & (x < self._right - margin)).all()
            and ((y > margin) & (y < self.frame.height - margin)).all()
        )

    # along a line

    def along(
        self, name: str, texts: Sequence[str], curves: Iterable[Curve], style: Style, most_bend: float = MOST_BEND
    ) -> bool:
        """Writes the first of the texts that fits along any of the lines, again after a while; was there room?

        A place costs its bend, the junctions under it (which block another street) and its distance from the middle.
        """
        before = self._written.setdefault(name, [])
        in_view = [c for c in curves if c.points[:, 0].max() > self._left and c.points[:, 0].min() < self._right]
        for text in texts if in_view else ():
            length = width(text, style.size, style.font, style.spacing) + 4
            places = [place for held in in_view for place in self._places(held, length, style, most_bend)]
            wrote = False
            for _, x, y in sorted(places, key=lambda place: place[0]):
                middle = float(x[len(x) // 2]), float(y[len(y) // 2])
                if any(math.dist(middle, other) < AGAIN for other in before):
                    continue
                points = np.column_stack([x, y])
                circles = _chain(points, style.size * 0.62)
                if self.is_free(circles):
                    self.take(circles)
                    before.append(middle)
                    self._write_along(points, text, style)
                    wrote = True
            if wrote:
                self.names.append(name)
                return True
        return False

    def _places(self, held: Curve, length: float, style: Style, most_bend: float) -> list[_Place]:
        """Where a text of that length can lie on a line, all windows at once."""
        room = held.run[-1] - length
        if room < 0:
            return []
        starts = np.arange(0, room + 0.01, max(6.0, room / WINDOWS))
        at = starts[:, None] + np.linspace(0, length, max(5, int(length / (style.size * 0.6))))
        x, y = np.interp(at, held.run, held.points[:, 0]), np.interp(at, held.run, held.points[:, 1])
        inside = (x > self._left + 7) & (x < self._right - 7) & (y > 7) & (y < self.frame.height - 7)
        seen = inside.all(axis=1)
        if not seen.any():
            return []
        x, y, starts = x[seen], y[seen], starts[seen]
        turns = np.diff(np.arctan2(np.diff(y), np.diff(x)))
        turns = np.degrees(np.abs((turns + np.pi) % (2 * np.pi) - np.pi))
        bend = turns.sum(axis=1)
        middle = at.shape[1] // 2
        off = np.abs(x[:, middle] - (self._left + self._right) / 2) + np.abs(y[:, middle] - self.frame.height / 2)
        spare = style.size * 0.6
        crossed = np.searchsorted(held.met, starts + length + spare) - np.searchsorted(held.met, starts - spare)
        cost = bend * 2 + 0.25 * off + JUNCTION * crossed
        fits = (turns.max(axis=1) <= SHARPEST) & (bend <= most_bend)
        return [(float(cost[n]), x[n], y[n]) for n in np.flatnonzero(fits)]

    def _write_along(self, points: Coordinates, text: str, style: Style) -> None:
        first, last = points[0], points[-1]
        if last[0] < first[0] - 1e-6 or (abs(last[0] - first[0]) < 1 and last[1] > first[1]):
            points = points[::-1]  # left to right, or upwards
        chord = points[-1] - points[0]
        normal = np.array([-chord[1], chord[0]]) / np.hypot(*chord)
        said = html.escape(text)
        if np.abs((points - points[0]) @ normal).max() < 1.2:  # straight: turned text is crisper than text on a path
            x, y = (points[0] + points[-1]) / 2 + normal * style.size * RISE
            turn = math.degrees(math.atan2(chord[1], chord[0]))
            self.texts.append(
                f'<text class="{style.css}" font-size="{style.size:.3g}" '
                f'transform="translate({x:.1f} {y:.1f})rotate({turn:.1f})">{said}</text>'
            )
            return
        self._paths += 1
        path = f"{self._prefix}p{self._paths}"
        self.texts.append(
            f'<path id="{path}" d="{_base_line(points, style.size * RISE)}"/><text class="{style.css}" '
            f'font-size="{style.size:.3g}"><textPath href="#{path}" startOffset="50%">{said}</textPath></text>'
        )

    # in an area or beside a point

    def block(
        self, x: float, y: float, written: Sequence[str], style: Style, *, area: Shape | None = None, pad: float = 0.58
    ) -> bool:
        """Some lines of text centred on a point, if there is room and, with an area (pixels), all within it."""
        step = style.size * 1.12
        chains, texts = [], []
        for n, line in enumerate(written):
            across = width(line, style.size, style.font, style.spacing)
            middle = y + (n - (len(written) - 1) / 2) * step
            xs = np.linspace(x - across / 2, x + across / 2, max(2, int(across / style.size / 0.7)))
            chains.append(_chain(np.column_stack([xs, np.full(len(xs), middle)]), style.size * pad))
            texts.append(
                f'<text class="{style.css}" font-size="{style.size:.3g}" x="{x:.0f}" '
                f'y="{middle + style.size * RISE:.1f}">{html.escape(line)}</text>'
            )
        circles = np.vstack(chains)
        if not self.is_inside(circles[:, :2], 6) or not self.is_free(circles):
            return False
        if area is not None and not shapely.contains_xy(area, circles[:, 0], circles[:, 1]).all():
            return False
        self.take(circles)
        self.texts += texts
        return True

    def beside(self, x: float, y: float, text: str, style: Style, mark: str) -> bool:
        """A dot with its name to the right or the left of it, if both have room."""
        dot = np.array([[x, y, 4.0]])
        if not self.is_inside(dot[:, :2], 8) or not self.is_free(dot):
            return False
        half = width(text, style.size, style.font) / 2
        if any(self.block(x + side * (half + 7), y, [text], style) for side in (1, -1)):
            self.texts.append(f'<circle class="{mark}" cx="{x:.0f}" cy="{y:.0f}" r="3"/>')
            self.take(dot)
            self.names.append(text)
            return True
        return False

    def inside(self, name: str, shapes: Sequence[Shape], style: Style, widest: float = 90, spill: float = 0.55) -> bool:
        """A name in the roomiest spot of an area (parts in metres), `spill` sizes over its edge at most."""
        part = max((shape for shape in shapes if shape.geom_type == "Polygon"), key=lambda s: s.area, default=None)
        if part is None:
            return False
        coarse = shapely.simplify(self.frame.drawn(part), 0.5)
        drawn = shapely.clip_by_rect(coarse, self._left + 8, 8, self._right - 8, self.frame.height - 8)
        area = max(shapely.get_parts(drawn), key=lambda p: p.area, default=None)
        if area is None or area.area < 400:
            return False
        x, y = shapely.maximum_inscribed_circle(area, tolerance=2).coords[0]
        roomy = area.buffer(style.size * spill, quad_segs=2)
        for most in (widest * 1.6, widest, widest * 0.6):
            if self.block(x, y, lines(name, style.size, style.font, most), style, area=roomy):
                self.names.append(name)
                return True
        return False

    def group(self, css: str = "") -> str:
        """All that was written."""
        return f'<g class="map-names{" " + css if css else ""}" aria-hidden="true">{"".join(self.texts)}</g>'


def _chain(points: Coordinates, radius: float) -> Coordinates:
    return np.column_stack([points, np.full(len(points), radius)])


def _towards(start: Coordinates, end: Coordinates) -> Coordinates:
    step: Coordinates = end - start
    return step / max(float(np.hypot(*step)), 1e-6)


def _base_line(points: Coordinates, below: float) -> str:
    """A smooth path so far below a line of points."""
    weights = np.array([0.25, 0.5, 0.25])
    for _ in range(3):
        smooth = np.column_stack([np.convolve(points[:, n], weights, "valid") for n in (0, 1)])
        points = np.vstack([points[:1], smooth, points[-1:]])
    along = np.gradient(points, axis=0)
    points = points + np.column_stack([-along[:, 1], along[:, 0]]) / np.hypot(*along.T)[:, None] * below
    points = np.vstack([points[:-1:2], points[-1:]])
    points[0] += _towards(points[1], points[0]) * SPARE  # a letter beyond the end of its path would vanish
    points[-1] += _towards(points[-2], points[-1]) * SPARE
    middles = (points[:-1] + points[1:]) / 2
    curves = zip(points[1:-1], middles[1:], strict=True)
    return (
        f"M{points[0, 0]:.1f} {points[0, 1]:.1f}L{middles[0, 0]:.1f} {middles[0, 1]:.1f}"
        + "".join(f"Q{a[0]:.1f} {a[1]:.1f} {b[0]:.1f} {b[1]:.1f}" for a, b in curves)
        + f"L{points[-1, 0]:.1f} {points[-1, 1]:.1f}"
    )
