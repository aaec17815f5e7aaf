# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every form × hostile values in every field: never a fault, a page in Italian, what was typed is still there."""

import httpx
import pytest

from deliberation import clock
from deliberation.actor import Actor
from deliberation.database import rows
from deliberation.people.access.sessions import open_session
from deliberation.text import tidy
from tests.architecture.routes import all_routes
from tests.hostile.forms import OWN, Form, discover, pattern_of, read
from tests.hostile.towns import Town, a_town
from tests.world import post, token_of

Values = dict[str, bytes | None]
ALL_FIELDS: Values = {
    "missing": None,
    "empty": b"",
    "blanks": b" \t\r\n ",
    "NUL": b"a\x00b",
    "control characters": bytes(range(1, 32)) + b"\x7f\xc2\x80\xc2\x9f",
    "not UTF-8": b"\xff\xfe\xc3(",
    "lone surrogates": b"\xed\xa0\x80 \xed\xbf\xbf",
    "right to left, joiners": "\u202e\u2066x\u200d\u200b\ufeff\U000e0041".encode(),
    "beyond the plane": "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 \U0010ffff".encode(),
    "long": b"a" * 70_000,
    "many lines": b"\n" * 5_000,
    "huge number": b"1" + b"0" * 30,
    "very long number": b"9" * 5_000,
    "negative": b"-1",
    "fraction": b"0.5",
    "not a number": b"NaN",
    "infinite": b"1e999",
    "superscript digit": "²".encode(),
    "Arabic digits": "١٢".encode(),
    "template": b"{{7*7}}%(name)s %s {0} ${x}",
    "query": b"' OR 1=1; DROP TABLE account; --",
    "path": b"../../../etc/passwd",
    "script": b'"><script>alert(1)</script>',
    "year nought": b"0000-00-00T99:99",
    "year ten thousand": b"99999-12-31T00:00",
    "first year": b"0001-01-01T00:00",
    "last year": b"9999-12-31T23:59",
}
ONE_FIELD = ("missing", "NUL", "lone surrogates", "long", "huge number", "template")
# Where no page of this town leads: a one-time link, and what a script sends while somebody types.
NOT_ON_A_PAGE = {
    "/conferma/{token:str}",
    "/recupero/{token:str}",
    "/consultazioni/{slug:str}/proposte/nuova/bozza",
}


def starts(town: Town, who: str) -> tuple[str, ...]:
    """Pages behind pages of the same shape."""
    office = "/gestione/consultazioni"
    return {
        "visitor": ("/accesso", "/registrazione", "/recupero"),
        "resident": (
            f"/proposte/{town.own}/modifica",
            f"/proposte/{town.own}/ritira",
            "/proposte/bozze",
            "/profilo/sessioni",
            f"/proposte/{town.others}",
            "/consultazioni/voto-budget/vota/riepilogo",
            *(f"/consultazioni/idee/proposte/nuova{step}" for step in ("", "/testo", "/luogo", "/costo", "/riepilogo")),
            *(f"/consultazioni/voto-{kind}/vota" for kind in ("budget", "ranking", "approval")),
        ),
        "office": (
            *(f"{office}/{town.unpublished}/{page}" for page in ("testi", "fasi", "voto", "riepilogo", "scarta")),
            *(
                f"{office}/{slug}{page}"
                for slug in ("esame", "da-contare", "contata")
                for page in ("", "/congela", "/pubblica-risultato", "/annulla", "/voto", "/proposte?stato=ammissibili")
            ),
            f"/gestione/persone/{town.resident.public_id}/ritira",
            "/gestione/ruoli",
        ),
        "moderator": ("/moderazione", "/moderazione?vista=nascosti"),
    }[who]


async def enter(browser: httpx.AsyncClient, person: Actor | None) -> str:
    """A fresh session, so that a form that signs out or leaves stops nothing; its token for forms."""
    browser.cookies.clear()
    if person is not None:
        session = await open_session(person.id, "Test", at=clock.now())
        browser.cookies.set("rione_session", session, domain="127.0.0.1")
    await rows("DELETE FROM attempt")
    await rows("DELETE FROM slowdown")
    return await token_of(browser, "/trova-il-tuo-quartiere" if person else "/accesso")


async def choose(browser: httpx.AsyncClient) -> None:
    """Fill in a ballot, so that its summary is there."""
    here = "/consultazioni/voto-budget/vota"
    answer = await post(browser, here, f"{here}/riepilogo", scelte="alberi")
    assert answer.headers["location"] == f"{here}/riepilogo"


async def send(browser: httpx.AsyncClient, form: Form, token: str, changes: Values) -> httpx.Response:
    body = form.body({**changes, "_csrf": token.encode()})
    return await browser.post(form.action, content=body, headers=OWN)


def fault(answer: httpx.Response) -> str:
    """What is wrong with an answer, or ''."""
    kind = answer.headers.get("content-type", "")
    if answer.status_code >= 500:
        return "a fault"
    if answer.status_code in (204, 303) or kind.startswith(
        ("application/json", "application/problem+json", "image/png")
    ):
        return ""
    return "" if kind.startswith("text/html") and 'lang="it"' in answer.text else f"not a page in Italian: {kind}"


def lost(form: Form, answer: httpx.Response, changes: Values) -> list[str]:
    """The typed fields that a form which came back has forgotten."""
    if answer.status_code not in (200, 409, 422):
        return []
    back = [f for f in read(form.page, answer.text)[0] if f.action == form.action and set(f.names) >= form.typed]
    if not back:
        return []
    shown = dict(back[0].fields)
    sent = {name: value for name, value in form.fields if name in form.typed and name not in changes}
    return [name for name, value in sent.items() if tidy(shown.get(name, "")) != tidy(value)]


@pytest.mark.parametrize("who", ["visitor", "resident", "moderator", "office"])
async def test_no_form_breaks_or_forgets(browser: httpx.AsyncClient, who: str) -> None:
    town = await a_town()
    person = town.people().get(who)
    await enter(browser, person)
    if who == "resident":
        await choose(browser)
    forms, _ = await discover(browser, *starts(town, who))
    wrong: list[tuple[str, ...]] = []
    count = 0
    for form in sorted((f for f in forms if f.method == "POST"), key=lambda f: len(f.typed) == 0):
        token = await enter(browser, person)
        attacks: list[tuple[str, Values]] = [
            (f"{name} in {field}", {field: ALL_FIELDS[name]}) for field in form.names for name in ONE_FIELD
        ]
        attacks += [(name, dict.fromkeys(form.names, value)) for name, value in ALL_FIELDS.items()]
        for name, changes in attacks:
            answer = await send(browser, form, token, changes)
            count += 1
            if problem := fault(answer):
                wrong.append((form.action, name, str(answer.status_code), problem))
            elif forgotten := lost(form, answer, changes):
                wrong.append((form.action, name, "lost", *forgotten))
            if answer.status_code == 403 or "rione_session" in answer.headers.get("set-cookie", ""):
                token = await enter(browser, person)
            elif answer.status_code == 429:
                await rows("DELETE FROM attempt")
    await rows("DELETE FROM slowdown")
    assert count > 20
    assert wrong == [], "\n".join(map(str, wrong))


async def test_every_route_that_takes_a_form_is_attacked(browser: httpx.AsyncClient) -> None:
    town, met = await a_town(), set(NOT_ON_A_PAGE)
    for who in ("visitor", "resident", "moderator", "office"):
        await enter(browser, town.people().get(who))
        if who == "resident":
            await choose(browser)
        forms, _ = await discover(browser, *starts(town, who))
        met |= {pattern_of("POST", form.action) for form in forms if form.method == "POST"}
    assert {route.pattern for route in all_routes() if route.method == "POST"} - met == set()
