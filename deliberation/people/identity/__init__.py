# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who a verified person is: name, birth date, fiscal code as a keyed hash; and that each has one account."""
