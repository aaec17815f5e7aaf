# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Others suggest changes to a proposal: its author accepts them or says why not."""

import asyncio
import json
from datetime import timedelta

import pytest

from deliberation.actor import VISITOR, Actor, Role
from deliberation.consultations import queries as consultation_queries
from deliberation.database import rows
from deliberation.errors import Conflict, Invalid, NotAllowed, NotFound, TooLate, TooMany
from deliberation.moderation import judgements
from deliberation.moderation import queries as desk
from deliberation.moderation.judgements import Judgement
from deliberation.proposals import drafts, proposals, supports
from deliberation.proposals import queries as proposal_queries
from deliberation.proposals.amendments import amendments, queries
from deliberation.proposals.amendments.states import TRANSITIONS, AmendmentAct, AmendmentState
from deliberation.proposals.amendments.views import AmendmentView
from deliberation.proposals.versions import texts
from deliberation.proposals.views import ProposalView
from tests.world import NOON, World, a_city, a_consultation, a_person, a_proposal

SLUG = "bilancio-2026"
BODY = "Servono panchine all'ombra dei tigli, per gli anziani che aspettano il mercato e per chi legge il giornale."
FIELDS = {"title": "Panchine in piazza", "body": BODY, "neighbourhood": "navile"}
LONG = BODY + " Poi una fontana, un tavolo per gli scacchi e le luci della sera."


class Scene:
    """A proposal whose text is FIELDS (its second); its author, somebody who suggests, and a moderator of Navile."""

    world: World
    author: Actor
    other: Actor
    moderator: Actor
    id: str

    async def seen(self, actor: Actor = VISITOR) -> ProposalView:
        return await proposal_queries.proposal(self.id, actor)

    async def suggest(self, actor: Actor | None = None, *, base: int = 2, instead: str = "", **fields: str) -> str:
        typed = FIELDS | {"body": BODY.replace("mercato", "tram"), "reason": "Il mercato non c'è più"} | fields
        token = f"t{abs(hash((actor or self.other).id)) % 999}{abs(hash(str(typed) + instead)) % 10**9}"
        return await amendments.suggest(
            actor or self.other, self.id, typed, base=base, token=token, instead=instead, at=NOON
        )

    async def change(self, **fields: str) -> proposals.Revision:
        version = (await self.seen()).version
        return await proposals.revise(self.author, self.id, FIELDS | fields, version=version, at=NOON)

    async def accept(self, id: str, actor: Actor | None = None) -> proposals.Revision:
        version = (await self.seen()).version
        return await amendments.accept(actor or self.author, self.id, id, version=version, at=NOON)

    async def reject(self, id: str, answer: str = "Il mercato torna in primavera.") -> None:
        await amendments.reject(self.author, self.id, id, answer, at=NOON)

    async def one(self, id: str, actor: Actor = VISITOR) -> AmendmentView:
        return await queries.amendment(await self.seen(actor), id, actor)


@pytest.fixture
async def scene(database: None) -> Scene:
    scene = Scene()
    scene.world = await a_city()
    held = await a_consultation(scene.world)
    scene.author = await a_person(scene.world.navile)
    scene.other = await a_person(scene.world.navile)
    scene.moderator = await a_person(scene.world.navile, Role.MODERATOR, over=scene.world.navile)
    scene.id = await a_proposal(held, scene.author, neighbourhood=scene.world.navile)
    await proposals.revise(scene.author, scene.id, FIELDS, version=1, at=NOON)
    return scene


async def told(kind: str) -> list[int]:
    return [row["account"] for row in await rows("SELECT account FROM notice WHERE kind = {} ORDER BY id", kind)]


async def mailed(kind: str) -> int:
    found = await rows("SELECT payload FROM job WHERE kind = 'mail'")
    return sum(json.loads(row["payload"])["kind"] == kind for row in found)


async def test_an_accepted_amendment_is_the_next_version_and_names_who_suggested_it(scene: Scene) -> None:
    id = await scene.suggest()
    assert (await told("amendment.suggested"), await mailed("amendment-suggested")) == ([scene.author.id], 1)
    done = await scene.accept(id)
    assert (done.changes, done.asks) == (True, 0)
    now = await scene.seen()
    assert (now.body, now.text_number, now.author_id) == (BODY.replace("mercato", "tram"), 3, scene.author.id)
    assert (await texts.history(now))[0].reason == "Il mercato non c'è più"
    assert await queries.adopted(now) == {3: (id, scene.other.pseudonym)}
    assert (await scene.one(id)).state is AmendmentState.ACCEPTED
    assert (await told("amendment.accepted"), await mailed("amendment-accepted")) == ([scene.other.id], 1)
    acts = [row["act"] for row in await rows("SELECT act FROM journal_entry ORDER BY sequence")]
    assert acts[-3:] == ["amendment.suggested", "proposal.revised", "amendment.accepted"]


async def test_an_amendment_of_substance_asks_supporters_again(scene: Scene) -> None:
    await supports.support(scene.other, scene.id, at=NOON)
    done = await scene.accept(await scene.suggest(body=LONG))
    assert done.asks == 1
    assert ((await scene.seen()).supports, (await scene.seen()).asked) == (0, 1)


async def test_a_rejected_amendment_has_its_reason_and_may_stand_alone_once(scene: Scene) -> None:
    id = await scene.suggest()
    for answer, code in (("  ", "amendment.answer_missing"), ("x" * 1001, "amendment.answer_long")):
        with pytest.raises(Invalid) as refused:
            await scene.reject(id, answer)
        assert refused.value.fields == {"answer": code}
    await scene.reject(id)
    assert (await scene.one(id)).answer == "Il mercato torna in primavera."
    assert (await told("amendment.rejected"), await mailed("amendment-rejected")) == ([scene.other.id], 1)
    assert await amendments.stand_alone(scene.other, scene.id, id, at=NOON) == SLUG
    held = await consultation_queries.consultation(SLUG, scene.other)
    draft = await drafts.mine(scene.other, held, await drafts.frame_of(held))
    assert draft is not None
    assert (draft.title, draft.body) == (FIELDS["title"], BODY.replace("mercato", "tram"))
    with pytest.raises(Conflict) as again:
        await amendments.stand_alone(scene.other, scene.id, id, at=NOON)
    assert again.value.code == "amendment.decided"


async def test_a_draft_that_is_there_is_never_overwritten_by_an_amendment(scene: Scene) -> None:
    await drafts.save(scene.other, SLUG, drafts.Step.TEXT, {"title": "Altro"}, version=0, at=NOON, quietly=True)
    id = await scene.suggest()
    await scene.reject(id)
    with pytest.raises(Conflict) as refused:
        await amendments.stand_alone(scene.other, scene.id, id, at=NOON)
    assert refused.value.code == "amendment.has_draft"
    assert (await scene.one(id)).state is AmendmentState.REJECTED


async def test_an_amendment_on_an_earlier_text_is_carried_over_while_its_words_are_there(scene: Scene) -> None:
    id = await scene.suggest()
    await scene.change(body=BODY.replace("panchine", "sedie"))
    seen = await scene.one(id)
    assert (seen.is_old, seen.base.body) == (True, BODY)
    await scene.accept(id)
    assert (await scene.seen()).body == BODY.replace("panchine", "sedie").replace("mercato", "tram")


async def test_where_its_words_are_gone_it_is_suggested_again_on_the_text_of_now(scene: Scene) -> None:
    id = await scene.suggest()
    await scene.change(body=BODY.replace("il mercato", "la scuola"))
    assert (await scene.one(id)).result is None
    with pytest.raises(Conflict) as refused:
        await scene.accept(id)
    assert refused.value.code == "amendment.words_gone"
    again = await scene.suggest(base=3, instead=id, body=BODY.replace("mercato", "tram della scuola"))
    assert (await scene.one(id, scene.other)).state is AmendmentState.WITHDRAWN
    await scene.accept(again)
    assert "tram della scuola" in (await scene.seen()).body


async def test_a_form_that_was_open_while_the_text_changed_is_an_amendment_on_the_text_it_showed(scene: Scene) -> None:
    await scene.change(body=BODY.replace("panchine", "sedie"))
    id = await scene.suggest(base=2)
    assert (await scene.one(id)).base.body == BODY
    strange = await scene.suggest(base=99, reason="Numero che non c'è")
    assert (await scene.one(strange)).base_number == 3


async def test_who_suggested_it_takes_it_back_and_nobody_else_does(scene: Scene) -> None:
    id = await scene.suggest()
    with pytest.raises(NotAllowed):
        await amendments.withdraw(scene.author, scene.id, id, at=NOON)
    await amendments.withdraw(scene.other, scene.id, id, at=NOON)
    assert (await told("amendment.withdrawn"), await mailed("amendment-withdrawn")) == ([scene.author.id], 1)
    assert await queries.amendments(await scene.seen(), VISITOR) == ()
    with pytest.raises(NotFound):
        await scene.accept(id)


async def test_only_the_author_answers_and_only_others_suggest(scene: Scene) -> None:
    id = await scene.suggest()
    with pytest.raises(NotAllowed):
        await scene.accept(id, scene.other)
    with pytest.raises(NotAllowed) as own:
        await scene.suggest(scene.author)
    assert own.value.code == "amendment.own"
    elsewhere = await a_person(scene.world.savena)
    with pytest.raises(NotAllowed):
        await scene.suggest(elsewhere)


async def test_what_cannot_be_accepted_is_told_field_by_field(scene: Scene) -> None:
    for fields, wrong in (
        ({"reason": " "}, {"reason": "amendment.reason_missing"}),
        ({"reason": "x" * 201}, {"reason": "proposal.reason_long"}),
        ({"title": "Ehi", "body": "corto"}, {"title": "proposal.title_short", "body": "proposal.body_short"}),
        ({"body": "a" * 50_000}, {"body": "proposal.body_long"}),
        ({"body": BODY}, {"body": "amendment.same"}),
    ):
        with pytest.raises(Invalid) as refused:
            await scene.suggest(**fields)
        assert refused.value.fields == wrong


async def test_a_person_has_three_open_ones_on_a_proposal_and_sends_ten_a_day(scene: Scene) -> None:
    made = [await scene.suggest(reason=f"Motivo {n}") for n in range(3)]
    with pytest.raises(Conflict) as refused:
        await scene.suggest(reason="Motivo 4")
    assert refused.value.code == "amendment.many_open"
    await scene.suggest(reason="Al posto", instead=made[0])
    for n in range(5):
        with pytest.raises(Conflict):
            await scene.suggest(reason=f"Ancora {n}")
    with pytest.raises(TooMany):
        await scene.suggest(reason="Undici")


async def test_a_form_that_is_sent_twice_is_one_amendment(scene: Scene) -> None:
    one, two = await asyncio.gather(scene.suggest(), scene.suggest())
    assert one == two
    assert len(await queries.amendments(await scene.seen(), VISITOR)) == 1


async def test_of_an_acceptance_and_a_withdrawal_at_once_one_holds(scene: Scene) -> None:
    id = await scene.suggest()
    done = await asyncio.gather(
        scene.accept(id), amendments.withdraw(scene.other, scene.id, id, at=NOON), return_exceptions=True
    )
    assert sum(isinstance(one, BaseException) for one in done) == 1
    found = await scene.one(id, scene.other)
    changed = "tram" in (await scene.seen()).body
    assert changed is (found.state is AmendmentState.ACCEPTED)


async def test_a_proposal_whose_topic_no_longer_fits_is_mended_before_an_amendment_is_accepted(scene: Scene) -> None:
    id = await scene.suggest()
    await rows("UPDATE proposal SET category = 'antica' WHERE public_id = {}", scene.id)
    with pytest.raises(Conflict) as refused:
        await scene.accept(id)
    assert refused.value.code == "amendment.rest_unfit"
    assert (await scene.one(id)).state is AmendmentState.OPEN


async def test_two_amendments_accepted_at_once_are_two_versions_or_one_and_a_refusal(scene: Scene) -> None:
    first, second = await scene.suggest(), await scene.suggest(body=BODY.replace("panchine", "sedie"))
    done = await asyncio.gather(scene.accept(first), scene.accept(second), return_exceptions=True)
    refused = [one for one in done if isinstance(one, BaseException)]
    assert all(isinstance(one, Conflict) for one in refused)
    assert (await scene.seen()).text_number == 4 - len(refused)


async def test_a_moderator_hides_an_amendment_and_its_author_hears_why(scene: Scene) -> None:
    id = await scene.suggest()
    reader = await a_person(scene.world.navile)
    await judgements.report(reader, "amendment", id, "insult", "", at=NOON)
    assert await told("report.waiting") == [scene.moderator.id]
    [waiting] = await desk.desk(scene.moderator, desk.View.REPORTED, at=NOON)
    assert (waiting.kind, waiting.public_id, waiting.author) == ("amendment", id, scene.other.pseudonym)
    assert "tram" in waiting.text
    assert await desk.reports_waiting(scene.moderator) == 1
    assert "tram" in (await desk.case(scene.moderator, "amendment", id, at=NOON)).text
    assert "amendment" in {one.kind for one in await desk.desk(scene.moderator, desk.View.NEW, at=NOON)}
    decision = await judgements.decide(scene.moderator, "amendment", id, Judgement.HIDE, "insult", "", at=NOON)
    assert (await told("amendment.hidden"), await mailed("amendment-hidden")) == ([scene.other.id], 1)
    assert [one.public_id for one in await queries.amendments(await scene.seen(), scene.other)] == [id]
    for stranger in (VISITOR, reader, scene.author):
        with pytest.raises(NotFound):
            await scene.one(id, stranger)
    with pytest.raises(NotFound):
        await scene.accept(id)
    await judgements.undo(scene.moderator, decision, at=NOON)
    assert (await scene.one(id)).hidden_at is None


async def test_a_moderator_judges_no_amendment_of_their_own_nor_to_their_own_proposal(scene: Scene) -> None:
    id = await scene.suggest(scene.moderator)
    with pytest.raises(NotAllowed) as refused:
        await judgements.decide(scene.moderator, "amendment", id, Judgement.HIDE, "insult", "", at=NOON)
    assert refused.value.code == "moderation.own"


async def test_a_hidden_or_withdrawn_proposal_hides_its_amendments_and_takes_no_more(scene: Scene) -> None:
    id = await scene.suggest()
    await judgements.decide(scene.moderator, "proposal", scene.id, Judgement.HIDE, "insult", "", at=NOON)
    with pytest.raises(NotFound):
        await scene.one(id)
    with pytest.raises(NotFound):
        await scene.suggest(reason="Ancora")
    with pytest.raises(Conflict):
        await amendments.accept(scene.author, scene.id, id, version=2, at=NOON)


async def test_after_the_phase_nothing_is_suggested_or_answered(scene: Scene) -> None:
    id = await scene.suggest()
    late = NOON + timedelta(days=400)
    with pytest.raises(TooLate):
        await amendments.accept(scene.author, scene.id, id, version=2, at=late)
    typed = FIELDS | {"body": LONG, "reason": "Tardi"}
    with pytest.raises(TooLate):
        await amendments.suggest(scene.other, scene.id, typed, base=2, token="tardi", at=late)
    await amendments.withdraw(scene.other, scene.id, id, at=late)


def test_every_act_stands_in_the_table_and_no_state_is_a_way_out_of_an_end() -> None:
    assert {act for _, act in TRANSITIONS} == set(AmendmentAct)
    ends = set(AmendmentState) - {state for state, _ in TRANSITIONS}
    assert ends == {AmendmentState.ACCEPTED, AmendmentState.WITHDRAWN, AmendmentState.ALONE}
    assert set(TRANSITIONS.values()) == set(AmendmentState) - {AmendmentState.OPEN}
