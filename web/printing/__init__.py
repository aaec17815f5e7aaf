# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is printed: sheets for walls and hands, set by Typst from templates of our own; what people wrote is data."""
