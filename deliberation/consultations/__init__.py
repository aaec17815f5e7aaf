# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is asked, of whom and when: consultations, their phases, schedules and templates."""
