# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command line, one file a noun. A command is one line in web/__main__.py, and imported only when it is called."""
