# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The formats of elections, ours and those of other programs: text in, values out, and back."""
