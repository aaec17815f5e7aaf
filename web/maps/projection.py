# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Degrees and metres: a plane around one point, true to a metre or two over a comune."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Coordinates = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Projection:
    """East and north of a point in metres (lengths of a degree on the WGS84 ellipsoid at its latitude)."""

    lon: float
    lat: float

    @property
    def across(self) -> float:
        """Metres of a degree of longitude."""
        phi = math.radians(self.lat)
        return 111_412.84 * math.cos(phi) - 93.5 * math.cos(3 * phi) + 0.118 * math.cos(5 * phi)

    @property
    def up(self) -> float:
        """Metres of a degree of latitude."""
        phi = math.radians(self.lat)
        return 111_132.954 - 559.822 * math.cos(2 * phi) + 1.175 * math.cos(4 * phi)

    def metres(self, degrees: Coordinates) -> Coordinates:
        """Longitudes and latitudes, two columns, as metres."""
        return np.column_stack([(degrees[:, 0] - self.lon) * self.across, (degrees[:, 1] - self.lat) * self.up])

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        """One point in metres."""
        return (lon - self.lon) * self.across, (lat - self.lat) * self.up

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """Longitude and latitude of a point in metres."""
        return x / self.across + self.lon, y / self.up + self.lat
