# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a person may be sent after signing in."""

import pytest

from web.http.visits import safe_next


@pytest.mark.parametrize("path", ["/", "/consultazioni/x?pagina=2", "/proposte/k7#commenti"])
def test_a_path_of_ours_is_kept(path: str) -> None:
    assert safe_next(path) == path


@pytest.mark.parametrize(
    "path",
    ["//evil.example", "https://evil.example", "/\\evil.example", "/a\nb", "javascript:alert(1)", "evil", "/a" * 300],
)
def test_anything_that_could_lead_elsewhere_is_dropped(path: str) -> None:
    assert safe_next(path) == ""
