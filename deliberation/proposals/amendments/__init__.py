# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Changes that others suggest to a public proposal, and what its author makes of them."""
