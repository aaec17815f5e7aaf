# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A comune as a folder: comune.toml and the files that it names (docs/formats/comune.md)."""
