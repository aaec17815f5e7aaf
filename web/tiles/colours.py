# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The colours of the moving map by the names that web/assets/map/style.mjs uses."""

COLOURS: dict[str, str] = {
    "ground": "#f7f5f0",
    "outside": "#ebe8e1",
    "built-up": "#f0ece4",
    "woods": "#dde6d0",
    "park": "#d5e4c8",
    "green": "#e4ecd9",
    "water": "#bfd6de",
    "railbed": "#e3e0e2",
    "rail": "#aaa5ab",
    "minor": "#fbfaf7",
    "minor-edge": "#d9d2c6",
    "street": "#ffffff",
    "street-edge": "#d3cbbd",
    "secondary": "#fffaf0",
    "secondary-edge": "#cdc3b0",
    "main": "#f6e7c3",
    "main-edge": "#c9b68c",
    "motorway": "#efd9a6",
    "motorway-edge": "#c2ab78",
    "cycle": "#7fa38c",
    "zone": "#7d7268",
    "text": "#3f3932",
    "text-strong": "#2a2520",
    "text-park": "#3f5c31",
    "text-water": "#2f5b6c",
    "text-place": "#5c5161",
    "text-number": "#6b6259",
    "halo": "#ffffff",
}
