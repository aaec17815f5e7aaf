# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people write: drafts, proposals, supports, comments, and what the office says of them."""
