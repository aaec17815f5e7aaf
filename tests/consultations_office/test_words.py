# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every refusal, notice and mail of the office and of the moderators has words."""

import re
from pathlib import Path

import pytest

from deliberation.moderation.judgements import REASONS, REASONS_TO_KEEP
from web import settings
from web.mail.rendering import compose, kinds
from web.words.messages import MESSAGES
from web.words.messages.notices import WORDS

DELIBERATION = Path(__file__).parents[2] / "deliberation"
ROOMS = ("consultations", "proposals", "moderation", "ballots")
TOLD = {
    "proposal.admissible",
    "proposal.inadmissible",
    "proposal.reopened",
    "proposal.selected",
    "proposal.not_selected",
    "proposal.hidden",
    "proposal.restored",
    "comment.hidden",
    "comment.restored",
    "consultation.voting",
    "consultation.closed",
    "consultation.cancelled",
}


def test_every_code_that_is_raised_has_a_sentence() -> None:
    raised = re.compile(r"(?:Invalid|NotAllowed|NotFound|TooLate|Conflict)\(\s*\"([a-z_.]+)\"")
    fields = re.compile(r"\": \"([a-z_]+\.[a-z_]+)\"|return \"(date\.[a-z_]+)\"|= \"((?:phase|vote|rule)\.[a-z_]+)\"")
    codes: set[str] = set()
    for path in (path for room in ROOMS for path in (DELIBERATION / room).glob("*.py")):
        text = path.read_text(encoding="utf-8")
        codes |= set(raised.findall(text)) | {"".join(found) for found in fields.findall(text)}
    codes -= {"phase.opened"}  # an act of the journal
    assert len(codes) > 40
    assert codes <= set(MESSAGES), codes - set(MESSAGES)


@pytest.mark.parametrize("kind", sorted(TOLD))
@pytest.mark.parametrize("locale", ["it", "en"])
def test_every_notice_has_its_words_and_its_mail(kind: str, locale: str) -> None:
    assert kind in WORDS
    folder = kind.replace(".", "-").replace("_", "-")
    assert folder in kinds()
    reasons = [*REASONS, *REASONS_TO_KEEP] if "hidden" in kind or "restored" in kind else ["Niente fondi."]
    for reason in reasons:
        values = {"title": "<b>Alberi</b>", "reason": reason, "reasons": "È privato.", "note": "Nota.", "path": "/x"}
        mail = compose(folder, "a@example.org", locale, values, site="Bologna", settings=settings.load())
        plain, html = (part.get_content() for part in mail.iter_parts())
        assert "/x" in plain
        assert "<b>Alberi</b>" not in html
