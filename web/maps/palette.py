# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The colours and widths of what lies under: quiet, so that the accent is left to what people did.

They are attributes, not classes: the same drawing stands in a page and in a file of its own, where no style sheet
reaches. Names, outlines and points are classes of web/assets/styles/_maps.scss, which holds NIGHT for drawings that
stand in a page.
"""

import re
from dataclasses import dataclass

SHEET = "#ffffff"
PAPER = "#f7f5f0"
BEYOND = "#ebe8e1"
BORDER = "#c9c0b5"
BUILT_UP = "#f0ece4"
WOOD = "#dde6d0"
PARK = "#d5e4c8"
GREEN = "#e4ecd9"
WATER = "#bfd6de"
RAIL_BED = "#e3e0e2"
RAIL = "#aaa5ab"
SLEEPERS = "#f4f2f3"
CYCLE_PATH = "#7fa38c"


@dataclass(frozen=True, slots=True)
class Road:
    """A class of streets: drawn in order of `rank`, `metres` wide but never under `least` pixels.

    `edge` is the line around `fill`; `thin` is the colour where there is no room for an edge. Names have `text` pixels
    (0: none) and are `strong` or not.
    """

    rank: int
    metres: float
    least: float
    margin: float
    text: float
    fill: str
    edge: str
    thin: str
    strong: bool = False


ROADS = {
    "minor": Road(0, 3.6, 0.35, 0.7, 10, "#fbfaf7", "#d3cbbd", "#e6e0d6"),
    "local": Road(1, 8, 0.45, 0.9, 11, "#fefefe", "#d3cbbd", "#ddd6c9"),
    "square": Road(2, 9, 0.45, 0.9, 11.5, "#fefefe", "#d3cbbd", "#ddd6c9"),
    "ramp": Road(3, 8, 0.7, 0.9, 0, "#fefefe", "#d3cbbd", "#d8cdb8"),
    "secondary": Road(4, 11, 0.9, 1.0, 12, "#fffaf0", "#cdc3b0", "#d8cdb8"),
    "main": Road(5, 15, 1.5, 1.1, 12.5, "#f6e7c3", "#c9b68c", "#d3bf93", strong=True),
    "motorway": Road(6, 21, 2.0, 1.2, 11.5, "#efd9a6", "#c9b68c", "#cbb27e", strong=True),
}

# The same in a dark scheme: streets lighter than the ground, as they are by day, and all of it quiet.
NIGHT = {
    SHEET: "#211f1d",
    PAPER: "#211f1d",
    BEYOND: "#181615",
    BORDER: "#675f57",
    BUILT_UP: "#2a2724",
    WOOD: "#222b1f",
    PARK: "#26351f",
    GREEN: "#252d21",
    WATER: "#1d3c49",
    RAIL_BED: "#2e2b2e",
    RAIL: "#6f6a70",
    SLEEPERS: "#242224",
    CYCLE_PATH: "#5f8a70",
    "#fbfaf7": "#3a3632",
    "#e6e0d6": "#3a3632",
    "#fefefe": "#47423d",
    "#ddd6c9": "#403b36",
    "#d3cbbd": "#171514",
    "#fffaf0": "#524c43",
    "#d8cdb8": "#4b4439",
    "#cdc3b0": "#181614",
    "#f6e7c3": "#665a3f",
    "#d3bf93": "#5d5239",
    "#c9b68c": "#1b1813",
    "#efd9a6": "#7a693f",
    "#cbb27e": "#6e5f3a",
}
_COLOUR = re.compile(r"#[0-9a-f]{6}\b")


def at_night(svg: str) -> str:
    """A drawing of the ground in the colours of a dark scheme."""
    return _COLOUR.sub(lambda found: NIGHT.get(found[0], found[0]), svg)
