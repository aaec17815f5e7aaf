# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the map that one moves is made of: vector tiles of the base layers, their colours, what a page asks for."""
