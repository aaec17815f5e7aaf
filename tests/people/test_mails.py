# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The mails of the people room say what happened, and carry a link that works from outside."""

import pytest

from web import settings
from web.mail.rendering import compose, kinds

PARAMETERS = {
    "confirm-address": {"path": "/conferma/abc"},
    "recover-password": {"path": "/recupero/abc"},
    "move-address": {"path": "/conferma/abc"},
    "address-known": {},
    "address-unknown": {},
    "move-asked": {},
    "password-changed": {},
    "sign-in-failures": {},
    "residence-verified": {},
    "verification-withdrawn": {"reason": "moved"},
    "role-given": {"role": "moderator"},
    "role-taken": {"role": "office"},
}


@pytest.mark.parametrize("locale", ["it", "en"])
@pytest.mark.parametrize("kind", sorted(PARAMETERS))
def test_a_mail_has_a_subject_a_link_and_two_bodies(kind: str, locale: str) -> None:
    assert kind in kinds()
    found = settings.load()
    message = compose(kind, "anna@example.org", locale, PARAMETERS[kind], site="Bologna", settings=found)
    plain, html = (message.get_body((part,)) for part in ("plain", "html"))
    assert message["Subject"]
    assert plain
    assert html
    text = plain.get_content()
    link = found.base_url + PARAMETERS[kind].get("path", "/")
    assert link in text
    assert link in html.get_content()
    assert "%(" not in text
    assert "Bologna" in text
