# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The engine of Equal Shares: ``payments`` is the rule, ``offers`` and ``holdings`` find fast what it asks for."""
