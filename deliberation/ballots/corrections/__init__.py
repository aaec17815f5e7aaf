# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A frozen roll put right while people vote: somebody added, struck or reinstated, each an act with its reason."""
