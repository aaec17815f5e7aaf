# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands beside a page for who hands it on: its picture, its head for other sites, its address as a code."""
