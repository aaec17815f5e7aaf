# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mails: one folder a kind (subject.txt, body.txt, body.html), rendered in the reader's language, sent by a backend."""
