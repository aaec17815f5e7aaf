# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a text is marked for translation without being translated yet."""

from collections.abc import Callable

# The extractor knows `N_`: the text is translated when it is shown.
N_: Callable[[str], str] = str
