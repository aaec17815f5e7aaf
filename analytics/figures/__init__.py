# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Figures: a finding as title, one sentence, a table, and a drawing of the same numbers."""

from analytics.figures.tables import Cell, Column, Figure, Shading

__all__ = ["Cell", "Column", "Figure", "Shading"]
