# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a voter has chosen and not recorded yet: as the form holds it, and as the browser keeps it for half an hour."""

from dataclasses import astuple, dataclass
from datetime import datetime

from deliberation.errors import Invalid
from voting import Ballot, BallotKind
from web.forms import CheckField, CivicForm, PrefixedField, TextField, TextsField
from web.http.requests import CivicRequest
from web.http.visits import Visit, cookie_name, signed, signed_value

COOKIE, SECONDS, LONGEST = "scheda", 1800, 3500
# Of which kinds of ballot each option has a field of its own, "<name>-<option>"; of the others all picks share one.
FIELDS: dict[BallotKind, str] = {
    BallotKind.RANKING: "posto",
    BallotKind.POINTS: "punti",
    BallotKind.SCORES: "giudizio",
    BallotKind.GRADES: "giudizio",
}
PICKS = "scelte"


class Typed(dict[str, str]):
    """Option id → number as typed, or "1" for a pick; `fault` is what a dictionary cannot hold: a field sent twice.

    `pot` is the key of the pot that they are for, of a budget in pots.
    """

    fault: Invalid | None = None
    pot: str = ""

    @property
    def is_blank(self) -> bool:
        return not self and not self.fault

    def marks(self, kind: BallotKind) -> object:
        """The choices as `voting.ballots.parse` takes them. Raises Invalid for a field that was sent twice."""
        if self.fault:
            raise self.fault
        return dict(self) if kind in FIELDS else list(self)


class Unconfirmed(Exception):
    """A blank ballot whose voter has not said yet that it is meant to be blank."""


class BallotForm(CivicForm):
    """`scelte` are the options picked, "posto-<option>" their places in a ranking, "punti-<option>" and
    "giudizio-<option>" what they get; `bianca` means the blank ballot, `per` is the pot that they are for."""

    scelte = TextsField()
    posto = PrefixedField()
    punti = PrefixedField()
    giudizio = PrefixedField()
    bianca = CheckField()
    per = TextField()

    def typed_marks(self, kind: BallotKind) -> Typed:
        """What the form holds, as typed."""
        sent = {name: self[name].data for name in FIELDS.values()}
        sent[PICKS] = [(option, option and "1") for option in self.scelte.data]
        right = sent.pop(FIELDS.get(kind, PICKS))
        wrong = [mark for marks in sent.values() for mark in marks]
        typed = Typed()
        typed.pot = self.per.data
        for option, mark in right:
            if mark and option in typed:
                typed.fault = Invalid("ballot.repeated_option", option=option)
            elif mark:
                typed[option] = mark
        if wrong:
            typed.fault = Invalid("ballot.wrong_shape")
        return typed

    def confirmed_marks(self, kind: BallotKind) -> object:
        """What is to be recorded. Raises Unconfirmed for a blank ballot that was not confirmed, else as `marks`."""
        typed = self.typed_marks(kind)
        if typed.is_blank and not self.bianca.data:
            raise Unconfirmed
        return typed.marks(kind)


def typed_of(ballot: Ballot) -> Typed:
    """A recorded ballot as it would have been typed."""
    return Typed({option: str(value) for option, value in ballot.marks})


@dataclass(frozen=True, slots=True)
class KeptBallot:
    """The choices of one vote in a cookie of their own. `until` is a second of the clock, for browsers that keep it
    longer; `who` may find them again: a person's public id, or '' for whoever signs in here (they chose before)."""

    slug: str
    who: str
    until: int
    choices: dict[str, str]
    pot: str = ""


def keep(visit: Visit, slug: str, typed: Typed, at: datetime) -> bool:
    """Choices stay half an hour in the person's own browser: back button, expired session.

    False when they are too many for a cookie, or not to be read in one way.
    """
    if typed.fault:
        return False
    ballot = KeptBallot(slug, visit.actor.public_id, round(at.timestamp()) + SECONDS, typed, typed.pot)
    text = signed(visit.settings, COOKIE, astuple(ballot))
    if len(text) > LONGEST:
        return False
    visit.cookie(COOKIE, text, SECONDS)
    return True


def kept(request: CivicRequest, slug: str, at: datetime) -> Typed | None:
    """The choices that this browser kept for this person and this vote."""
    settings = request.visit.settings
    sent = signed_value(settings, COOKIE, request.cookies.get(cookie_name(settings, COOKIE), ""))
    ballot = KeptBallot(*sent) if sent else None
    if ballot is None or ballot.slug != slug or ballot.until <= at.timestamp():
        return None
    if ballot.who not in ("", request.actor.public_id):
        return None
    found = Typed(ballot.choices)
    found.pot = ballot.pot
    return found


def forget(visit: Visit) -> None:
    """The choices are recorded: the browser keeps them no longer."""
    visit.cookie(COOKIE, "", 0)
