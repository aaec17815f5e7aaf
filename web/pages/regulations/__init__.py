# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The regulation: "Posso votare?" for everybody, its editor and what the desk writes for it."""
