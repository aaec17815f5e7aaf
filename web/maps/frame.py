# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The frame of a drawing: metres to pixels, and shapes as the text of SVG paths."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely

from web.maps.atlas import Box, Shape
from web.maps.projection import Coordinates

BLEED = 30  # pixels beyond the edge, so that no stroke ends in view
FINENESS = 5  # paths are whole numbers, fifths of a pixel: groups of them are scaled


@dataclass(frozen=True, slots=True)
class Frame:
    """`width` × `height` pixels around a centre (metres); `scale` is pixels a metre."""

    centre: tuple[float, float]
    scale: float
    width: int
    height: int

    @property
    def box(self) -> Box:
        """What is in view, in metres, with the bleed."""
        return self._within(BLEED)

    @property
    def view(self) -> Box:
        """What is in view, in metres, to the edge."""
        return self._within(0)

    def _within(self, more: int) -> Box:
        across, up = (self.width / 2 + more) / self.scale, (self.height / 2 + more) / self.scale
        x, y = self.centre
        return x - across, y - up, x + across, y + up

    def pixels(self, metres: Coordinates) -> Coordinates:
        """Points in metres, two columns, as pixels from the upper left corner."""
        x, y = self.centre
        return np.column_stack(
            [(metres[:, 0] - x) * self.scale + self.width / 2, self.height / 2 - (metres[:, 1] - y) * self.scale]
        )

    def spot(self, metres: tuple[float, float]) -> tuple[float, float]:
        """One point in pixels."""
        ((x, y),) = self.pixels(np.array([metres])).tolist()
        return x, y

    def drawn(self, shape: Shape) -> Shape:
        """A shape in pixels."""
        return shapely.transform(shape, self.pixels)

    def path(self, shapes: Iterable[Shape], tolerance: float = 0.3) -> str:
        """Lines and areas as one relative path in fifths of a pixel, simplified to `tolerance` pixels."""
        parts = shapely.get_parts(shapely.simplify(np.array(list(shapes), dtype=object), tolerance / self.scale))
        sizes = shapely.get_dimensions(parts)
        return self._strokes(parts[sizes == 1], "") + self._strokes(shapely.get_rings(parts[sizes == 2]), "z")

    def _strokes(self, lines: Shape, end: str) -> str:
        if not len(lines):
            return ""
        metres, line = shapely.get_coordinates(lines, return_index=True)
        points = np.rint(self.pixels(metres) * FINENESS).astype(int)
        starts = np.concatenate([[0], np.flatnonzero(np.diff(line)) + 1, [len(line)]])
        steps = np.diff(points, axis=0, append=points[-1:])
        moves = (steps != 0).any(axis=1)
        moves[starts[1:] - 1] = False  # from the end of a line to the next
        written = []
        for first, last in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
            kept = steps[first:last][moves[first:last]]
            if len(kept) < (3 if end else 1):
                continue
            kept = kept[:-1] if end else kept
            x, y = points[first]
            numbers = " ".join(map(str, kept.ravel().tolist())).replace(" -", "-")
            written.append(f"M{x} {y}l{numbers}{end}")
        return "".join(written)


def around(centre: tuple[float, float], metres: float, width: int, height: int) -> Frame:
    """So many metres across, around a point."""
    return Frame(centre, width / metres, width, height)


def holding(box: Box, width: int, *, margin: float, lowest: float = 0.0, highest: float = 10.0) -> Frame:
    """The whole box with a margin (a share of it). Height follows the box, within shares of the width."""
    west, south, east, north = box
    across, up = max(east - west, 1.0), max(north - south, 1.0)
    height = round(width * min(max(up / across, lowest), highest))
    scale = min(width / across, height / up) / (1 + margin)
    return Frame(((west + east) / 2, (south + north) / 2), scale, width, height)
