# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What does it mean? Reads, statistics, disclosure, figures, dashboards, and whether tables and journal agree."""
