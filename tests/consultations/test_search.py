# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Searching and sorting proposals gives the same on both engines; money and places are read exactly."""

from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deliberation.actor import VISITOR
from deliberation.errors import Invalid
from deliberation.money import cents, euro_text
from deliberation.proposals import queries
from deliberation.proposals.contents import Area, Frame, Step, is_inside, read
from deliberation.proposals.queries import Sort, excerpt
from deliberation.proposals.search import likeness, patterns, searchable, stems
from deliberation.proposals.tables import Support
from tests.world import NOON, SQUARE, a_city, a_consultation, a_person, a_proposal

NAVILE = Area(1, "navile", "Navile", SQUARE.format(w=11.30, e=11.35))
SAVENA = Area(2, "savena", "Savena", SQUARE.format(w=11.35, e=11.40))


async def test_words_are_found_by_their_stem_without_accents_in_any_order(database: None) -> None:
    world = await a_city()
    held = await a_consultation(world)
    path = await a_proposal(held, title="Piste ciclabili sicure", body="Più città per le biciclette.")
    tree = await a_proposal(held, title="Alberi", body="Un'alberata in via dell'Acqua: 100% ombra.")
    for typed, found in (
        ("pista ciclabile", [path]),
        ("CICLABILE PISTA", [path]),
        ("citta", [path]),
        ("città", [path]),
        ("dell'acqua", [tree]),
        ("100%", [tree]),
        ("pista alberi", []),
        ("%", []),
        ("_", []),
        ("'; DROP TABLE", []),
        ("ciclab", [path]),
        ('"ombra" OR', []),
        ("ombra*", [tree]),
    ):
        assert [p.public_id for p in (await queries.proposals(VISITOR, at=NOON, query=typed)).items] == found, typed


async def test_filters_pages_and_orders(database: None) -> None:
    world = await a_city()
    held, other = await a_consultation(world), await a_consultation(world, slug="altra", neighbourhoods=())
    ids = [
        await a_proposal(
            held,
            title=f"Idea {n}",
            neighbourhood=world.navile,
            published_at=NOON + timedelta(hours=n),
            category="sport" if n % 2 else "cultura",
            state="admissible" if n == 3 else "published",
        )
        for n in range(7)
    ]
    await a_proposal(other, title="Per tutti")
    for n, times in ((2, 2), (4, 1)):
        row = await queries.proposal(ids[n], VISITOR)
        for _ in range(times):
            await Support(proposal=row.id, account=(await a_person(world.navile)).id, created_at=NOON).save()

    async def found(**asked: object) -> list[str]:
        page = await queries.proposals(VISITOR, at=NOON, consultation="bilancio-2026", **asked)  # type: ignore[arg-type]
        return [p.public_id for p in page.items]

    assert (await found(sort=Sort.SUPPORTED))[:2] == [ids[2], ids[4]]
    assert await found(sort=Sort.NEWEST) == ids[::-1]
    assert await found(category="sport", sort=Sort.NEWEST) == [ids[5], ids[3], ids[1]]
    assert await found(state="admissible") == [ids[3]]
    assert await found(neighbourhood="savena") == []
    pages = [await queries.proposals(VISITOR, at=NOON, sort=Sort.RANDOM, page=n, size=3) for n in (1, 2, 3)]
    assert [p.total for p in pages] == [8, 8, 8]
    assert len({card.public_id for p in pages for card in p.items}) == 8
    beyond = await queries.proposals(VISITOR, at=NOON, page=99, size=3)
    assert (beyond.page, len(beyond.items)) == (1, 3)
    tomorrow = await queries.proposals(VISITOR, at=NOON + timedelta(days=1), sort=Sort.RANDOM)
    today = await queries.proposals(VISITOR, at=NOON + timedelta(hours=1), sort=Sort.RANDOM)
    assert [c.id for c in pages[0].items] == [c.id for c in today.items[:3]]
    assert [c.id for c in today.items] != [c.id for c in tomorrow.items]


def test_an_excerpt_has_no_marks_and_ends_at_a_word() -> None:
    assert excerpt("## Perché\n\n- Serve *subito*, [qui](https://example.org).\n- E **bene**") == (
        "Perché Serve subito, qui. E bene"
    )
    assert excerpt("parola " * 50, 20) == "parola parola…"


async def test_proposals_that_look_alike_are_named(database: None) -> None:
    world = await a_city()
    held = await a_consultation(world)
    alike = await a_proposal(held, title="Nuova pista ciclabile sicura in via Saffi", body="Per le biciclette.")
    await a_proposal(held, title="Concerti al parco", body="Musica la domenica.")
    draft = await a_proposal(held, title="Pista ciclabile", state="draft")
    found = await queries.similar(VISITOR, "bilancio-2026", "Una pista ciclabile per via Saffi", but=draft)
    assert found == ((alike, "Nuova pista ciclabile sicura in via Saffi"),)


@given(st.text(max_size=200))
def test_any_text_makes_patterns_that_like_takes_literally(typed: str) -> None:
    assert all(set(p[2:-1]) <= set("abcdefghijklmnopqrstuvwxyz0123456789") for p in patterns(typed))
    assert likeness(frozenset(stems(typed)), frozenset()) == 0
    assert searchable(typed).startswith(" ")


@pytest.mark.parametrize(
    ("typed", "exact"),
    [
        ("48.000", 4_800_000),
        ("48000,50", 4_800_050),
        ("48.000,5 €", 4_800_050),
        ("€ 12", 1200),
        ("12.50", 1250),
        ("0,29", 29),
        ("1.234.567,89", 123_456_789),
        ("", None),
        ("  ", None),
    ],
)
def test_euro_are_read_to_the_cent(typed: str, exact: int | None) -> None:
    assert cents(typed) == exact


@pytest.mark.parametrize("typed", ["48,000", "1.23.4", "mille", "-5", "1e9", "0", "12,345", "٤٨", "9" * 40, "1 €€"])
def test_other_sums_are_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        cents(typed)


@given(st.integers(min_value=1, max_value=10**12))
def test_a_sum_typed_as_shown_is_the_same_sum(value: int) -> None:
    assert cents(euro_text(value)) == value


def test_a_point_must_lie_in_the_neighbourhood_that_was_chosen() -> None:
    one, both = Frame((NAVILE,), False, None, False), Frame((NAVILE, SAVENA), False, None, False)
    city = Frame((NAVILE, SAVENA), True, None, False)
    inside = {"latitude": "44.45", "longitude": "11.32"}
    assert read(Step.PLACE, inside, one).columns["neighbourhood"] == 1
    assert read(Step.PLACE, {}, one).columns["neighbourhood"] == 1
    assert read(Step.PLACE, {}, both).errors == {"neighbourhood": "proposal.neighbourhood_missing"}
    assert read(Step.PLACE, {}, city).columns["neighbourhood"] is None
    assert read(Step.PLACE, inside, city).columns["neighbourhood"] == 1
    for typed, code in (
        ({"neighbourhood": "savena", **inside}, "proposal.point_outside"),
        ({"latitude": "45", "longitude": "11.32"}, "proposal.point_outside_all"),
        ({"latitude": "44.45"}, "proposal.point_half"),
        ({"latitude": "nan", "longitude": "11"}, "proposal.point_unreadable"),
        ({"latitude": "1e400", "longitude": "x"}, "proposal.point_unreadable"),
    ):
        assert read(Step.PLACE, typed, both).errors["latitude"] == code
    assert read(Step.PLACE, {"neighbourhood": "borgo"}, both).errors == {
        "neighbourhood": "proposal.neighbourhood_unknown"
    }


@given(st.floats(11.2, 11.5), st.floats(44.3, 44.6))
def test_a_point_is_inside_exactly_when_coordinates_say_so(x: float, y: float) -> None:
    assume(abs(x - 11.30) > 1e-9 and abs(x - 11.35) > 1e-9 and abs(y - 44.4) > 1e-9 and abs(y - 44.5) > 1e-9)
    assert is_inside(NAVILE.geometry, x, y) == (11.30 < x < 11.35 and 44.4 < y < 44.5)
