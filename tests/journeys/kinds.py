# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""``python -m tests.journeys.kinds``: a few votes more, open now, for the demonstration's resident.

Run beside a server, on its database.
"""

import json
from datetime import timedelta

from deliberation import clock
from deliberation.actor import SYSTEM
from deliberation.ballots import roll
from deliberation.consultations.tables import Consultation, ConsultationNeighbourhood, Phase
from deliberation.database import rows
from deliberation.proposals.tables import Proposal
from voting import RULES, Asking
from web.commands import terminal
from web.demo.story import ACCOUNTS

# address, what is asked, title, and the place of the rule among those that are offered for it
VOTES = (
    ("gruppo", Asking.GROUP, "Il comitato di Borgo Panigale", 1),
    ("crediti", Asking.POINTS, "Venticinque crediti per il quartiere", 2),
    ("ordine", Asking.ORDER, "Quattro idee per il parco, in ordine", 1),
    ("tardi", Asking.ORDER, "Un voto che sta per chiudere", 1),
)
PEOPLE = ("Anna Bianchi", "Bruno Conti", "Carla Dini", "Dario Esposito", "Elena Fabbri")
IDEAS = (
    ("Panchine all'ombra in piazza", "Tre panchine con lo **schienale** sotto i tigli, per chi aspetta o riposa."),
    ("Una fontanella al campo", "Acqua fresca per chi gioca e per i cani. C'è già il tubo, a due metri."),
    ("Luci lungo il canale", "Dodici lampioni bassi tra il ponte e la scuola: la sera si torna a piedi."),
    ("Orto dei bambini", "Dieci cassette di terra nel cortile della scuola, curate con i nonni."),
)


async def add(slug: str, asked: Asking, title: str, place: int) -> None:
    now = clock.now()
    [rule] = [key for key, one in RULES.items() if asked in one.offered and one.offered[asked].place == place]
    offer = RULES[rule].offered[asked]
    [account] = await rows("SELECT neighbourhood FROM account WHERE email = {}", ACCOUNTS[0].email)
    [city] = await rows("SELECT id FROM municipality")
    row = Consultation(
        municipality=city["id"],
        slug=slug,
        title=title,
        template="group-of-people" if asked is Asking.GROUP else "",
        summary="Decide chi abita qui.",
        state="published",
        ballot_kind=str(offer.kind),
        rule=rule,
        rule_parameters=json.dumps(dict(offer.parameters)),
        seats=2,
        created_at=now,
        published_at=now,
        ballot_frozen_at=now,
        lot_secret="ab" * 32,
    )
    await row.save()
    await ConsultationNeighbourhood(consultation=row.id, neighbourhood=account["neighbourhood"]).save()
    hour = timedelta(hours=1)
    voting = {"kind": "voting", "position": 1, "opens_at": now - hour, "closes_at": now + 90 * hour}
    await Phase(consultation=row.id, opening_noted_at=now, **voting).save()
    listed = [(name, "Mi candido.") for name in PEOPLE] if asked is Asking.GROUP else IDEAS
    for position, (name, body) in enumerate(listed):
        await Proposal(
            public_id=f"k{row.id}-{position}",
            consultation=row.id,
            title=name,
            body=body,
            state="on_ballot",
            option_id=f"k{row.id}-{position}",
            ballot_position=position,
            neighbourhood=account["neighbourhood"],
            gender="fm"[position % 2] if asked is Asking.GROUP else "",
            created_at=now,
            changed_at=now,
            published_at=now,
        ).save()
    await roll.freeze(SYSTEM, row.id, at=now)


async def main() -> None:
    for vote in VOTES:
        await add(*vote)


if __name__ == "__main__":
    terminal.run(main)
