# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is the same for every request: visits, tokens, guards, limits, faults, headers, logs."""
