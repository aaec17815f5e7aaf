# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Figures of a result as SVG: pure functions from a stored outcome to a string, for a page, a PDF or a picture.

drawn = figure(Reading(outcome, title_of_an_option, "it"))
drawn.svg, drawn.sentence, drawn.tables
"""

from web.figures.fitting import figure
from web.figures.parts import Drawn, Table
from web.figures.reading import Reading

__all__ = ["Drawn", "Reading", "Table", "figure"]
