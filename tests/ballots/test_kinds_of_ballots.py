# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answers, grades, scores, points, credits and candidates: what each ballot may hold, what it says, what is kept."""

from typing import Any

import httpx
import pytest

from deliberation.ballots.tables import Ballot
from tests.ballots.test_ballot_pages import a_voter, send

GENDERS = '{"limit":"2","gender":"second_void"}'
CREDITS = '{"credits":"9"}'
KINDS: list[tuple[str, str, str, dict[str, Any], str, str]] = [
    ("choice", "yes-no", "{}", {"scelte": "no"}, '{"choice":["no"]}', "<strong>No</strong>"),
    (
        "grades",
        "majority-judgment",
        '{"grades":"5"}',
        {"giudizio-orto": "4", "giudizio-luci": "0", "giudizio-pista": ""},
        '{"grades":{"luci":0,"orto":4}}',
        "<strong>Progetto orto</strong>: Ottimo",
    ),
    (
        "scores",
        "score",
        "{}",
        {"giudizio-orto": "5", "giudizio-luci": "0"},
        '{"scores":{"luci":0,"orto":5}}',
        "<strong>Progetto luci</strong>: punteggio 0",
    ),
    (
        "points",
        "cumulative",
        "{}",
        {"punti-orto": "7", "punti-luci": "1", "punti-pista": "0"},
        '{"points":{"luci":1,"orto":7}}',
        "<strong>Progetto luci</strong>: 1 punto",
    ),
    (
        "points",
        "quadratic",
        CREDITS,
        {"punti-orto": "2", "punti-luci": "-2"},
        '{"points":{"luci":-2,"orto":2}}',
        "<strong>Progetto luci</strong>: 2 voti contro, 4 crediti",
    ),
    (
        "approval",
        "block",
        GENDERS,
        {"scelte": ["alberi", "pista"]},
        '{"approval":["alberi","pista"]}',
        "<strong>Progetto alberi</strong>",
    ),
]


@pytest.mark.parametrize(("kind", "rule", "parameters", "fields", "stored", "told"), KINDS)
async def test_a_ballot_is_reread_in_words_recorded_as_it_was_meant_and_changed(
    browser: httpx.AsyncClient,
    kind: str,
    rule: str,
    parameters: str,
    fields: dict[str, Any],
    stored: str,
    told: str,
) -> None:
    _, vote = await a_voter(browser, kind, rule, parameters=parameters, budget_cents=None)
    path = f"/consultazioni/{vote.slug}/vota"
    summary = await send(browser, f"{path}/riepilogo", fields)
    assert told in summary.text
    assert "Abbiamo ritrovato le tue scelte" in (await browser.get(path)).text
    assert (await send(browser, f"{path}/registra", fields)).status_code == 303
    row = await Ballot.select().first()
    assert row is not None
    assert row["marks"] == stored
    assert told in (await browser.get(f"{path}/registrato")).text
    again = (await browser.get(path)).text
    assert "Hai già votato" in again
    for name, value in fields.items():
        if name != "scelte" and value not in ("", "0"):
            before = again.split(f'name="{name}"')
            assert any(f'value="{value}"' in part[:200] for part in before[1:])
    blank = await send(browser, f"{path}/registra", {"bianca": "1"})
    assert blank.status_code == 303
    assert (await Ballot.select().first() or {})["is_blank"]


@pytest.mark.parametrize(
    ("kind", "rule", "parameters", "fields", "sentence", "still"),
    [
        ("choice", "yes-no", "{}", {"scelte": ["yes", "no"]}, "al massimo 1 scelte", 'value="yes" checked'),
        ("choice", "yes-no", "{}", {"scelte": "forse"}, "non è più sulla scheda", 'value="yes"'),
        ("points", "cumulative", "{}", {"punti-orto": "11"}, "più punti di quelli che hai: 11 su 10", 'value="11"'),
        ("points", "cumulative", "{}", {"punti-orto": "-1"}, "Il numero parte da 0: «-1»", 'value="-1"'),
        ("points", "cumulative", "{}", {"punti-orto": "tre"}, "Serve un numero intero: «tre»", 'value="tre"'),
        ("points", "cumulative", "{}", {"punti-orto": ["1", "2"]}, "segnato due volte", 'value="1"'),
        ("points", "quadratic", CREDITS, {"punti-orto": "3", "punti-luci": "-1"}, "costano 10 crediti", 'value="3"'),
        ("scores", "score", "{}", {"giudizio-orto": "6"}, "«6» accanto a «Progetto orto» è troppo", "giudizio-orto"),
        ("scores", "score", "{}", {"giudizio-orto": "1", "scelte": "luci"}, "Non riusciamo a leggere", "giudizio-"),
        ("grades", "majority-judgment", '{"grades":"3"}', {"giudizio-orto": "3"}, "il massimo è 2", "giudizio-orto"),
        ("approval", "block", GENDERS, {"scelte": ["alberi", "luci"]}, "dello stesso genere", 'value="luci" checked'),
        ("approval", "block", GENDERS, {"scelte": ["alberi", "luci", "orto"]}, "al massimo 2", 'value="luci" checked'),
    ],
)
async def test_what_a_ballot_may_not_hold_is_refused_with_its_rule_and_nothing_is_lost(
    browser: httpx.AsyncClient,
    kind: str,
    rule: str,
    parameters: str,
    fields: dict[str, Any],
    sentence: str,
    still: str,
) -> None:
    _, vote = await a_voter(browser, kind, rule, parameters=parameters, budget_cents=None)
    for address in ("riepilogo", "registra"):
        answer = await send(browser, f"/consultazioni/{vote.slug}/vota/{address}", fields)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert still in answer.text
    assert await Ballot.count() == 0


async def test_one_preference_needs_no_second_gender(browser: httpx.AsyncClient) -> None:
    _, vote = await a_voter(browser, "approval", "block", parameters=GENDERS, budget_cents=None)
    path = f"/consultazioni/{vote.slug}/vota"
    page = (await browser.get(path)).text
    assert "a persone di genere diverso" in page
    assert 'data-gender="f"' in page
    assert (await send(browser, f"{path}/registra", {"scelte": ["alberi"]})).status_code == 303
