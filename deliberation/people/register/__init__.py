# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The register of entitled people: loaded from the registry office's file, asked by the desk and by residents."""
