# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Acts on the register and on declared ties, with what they do to rights in votes that have not closed."""
