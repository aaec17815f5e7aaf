# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages, templates, sign-in, mail, jobs and the command line: parse, call, render."""

import os

os.environ.setdefault("PICCOLO_CONF", "web.piccolo_conf")
