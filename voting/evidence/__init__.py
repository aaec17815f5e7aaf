# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What speaks for a result: outcome, transcript, margins, what-ifs, properties."""
