# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The register of entitled people: the office loads it, residents are found in it, ties are declared."""
