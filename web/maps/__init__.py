# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Maps drawn on the server from the comune's own data: SVG, labelled, without tiles and without script."""

from web.maps.choropleth import MapView, draw

__all__ = ["MapView", "draw"]
