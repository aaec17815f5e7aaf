# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The settings of a comune: eight short steps at the first start, found again under Gestione."""
