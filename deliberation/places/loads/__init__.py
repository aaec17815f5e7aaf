# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files of zones, streets, house numbers and residents: what they would change, then the change, then its undoing."""
