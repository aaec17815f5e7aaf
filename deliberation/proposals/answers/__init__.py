# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Official answers: a named office takes a proposal in charge, and answers it within a number of days."""
