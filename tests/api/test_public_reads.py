# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The JSON API: public reads only, in pages, with an honest description of itself."""

import httpx
import jsonschema
import pytest

from deliberation.consultations.tables import Consultation
from deliberation.database import engine
from deliberation.proposals.tables import Proposal
from tests.analytics.town import NOW, PLACES, a_town


@pytest.fixture
async def town(browser: httpx.AsyncClient) -> httpx.AsyncClient:
    await a_town()
    return browser


async def test_consultations_are_listed_but_drafts(town: httpx.AsyncClient) -> None:
    body = (await town.get("/api/v1/consultations")).json()
    assert body["total"] == 4
    assert {row["id"] for row in body["items"]} == {"bilancio", "piazza", "panchine", "segreta"}
    assert (await town.get("/api/v1/consultations/bozza")).status_code == 404
    one = (await town.get("/api/v1/consultations/panchine")).json()
    assert one["neighbourhoods"] == ["corticella"]
    assert [phase["kind"] for phase in one["phases"]] == ["voting"]
    assert one["phases"][0]["opens_at"].endswith("Z")


async def test_lists_are_filtered_by_state_and_neighbourhood(town: httpx.AsyncClient) -> None:
    async def ids(query: str) -> set[str]:
        return {row["id"] for row in (await town.get(f"/api/v1/consultations?{query}")).json()["items"]}

    assert await ids("state=results") == {"bilancio", "piazza"}
    assert await ids("neighbourhood=colli") == {"bilancio", "piazza"}
    assert await ids("neighbourhood=corticella&state=published") == {"panchine"}
    assert await ids("state=draft") == set()
    proposals = (await town.get("/api/v1/proposals?consultation=bilancio&neighbourhood=colli")).json()
    assert [row["title"] for row in proposals["items"]] == ["Progetto p0"]
    assert proposals["items"][0]["supports"] == 20
    assert proposals["items"][0]["comments"] == 12


async def test_pages_are_linked_and_together_hold_everything_once(town: httpx.AsyncClient) -> None:
    path, seen = "/api/v1/proposals?per_page=4&consultation=bilancio", []
    for _ in range(2):
        answer = await town.get(path)
        seen += [row["id"] for row in answer.json()["items"]]
        if "next" not in answer.links:
            break
        path = answer.links["next"]["url"]
        assert "consultation=bilancio" in path
    assert len(seen) == len(set(seen)) == 6
    assert answer.links["prev"]["url"].endswith("page=1")
    beyond = await town.get("/api/v1/proposals?page=99")
    assert beyond.status_code == 200
    assert beyond.json()["items"] == []


async def test_hidden_and_draft_proposals_do_not_exist(town: httpx.AsyncClient) -> None:
    row = await Proposal.select(Proposal.public_id, Proposal.id).order_by(Proposal.id).first()
    assert row is not None
    await Proposal.update({Proposal.state: "published"}).where(Proposal.public_id == row["public_id"])
    assert (await town.get(f"/api/v1/proposals/{row['public_id']}")).status_code == 200
    await Proposal.update({Proposal.hidden_at: NOW}).where(Proposal.public_id == row["public_id"])
    answer = await town.get(f"/api/v1/proposals/{row['public_id']}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404
    await Proposal.update({Proposal.state: "draft"}, force=True)
    assert (await town.get("/api/v1/proposals")).json()["total"] == 0


async def test_a_result_appears_with_its_publication_and_its_digest_holds(town: httpx.AsyncClient) -> None:
    from voting import digest_of

    assert (await town.get("/api/v1/consultations/segreta/results")).status_code == 404
    body = (await town.get("/api/v1/consultations/bilancio/results")).json()
    assert body["official"]["rule"] == "greedy"
    assert [outcome["rule"] for outcome in body["compared"]] == ["equal-shares"]
    for outcome in (body["official"], *body["compared"]):
        assert digest_of(outcome) == outcome["digest"]
    await Consultation.update({Consultation.result_published_at: None}).where(Consultation.slug == "bilancio")
    assert (await town.get("/api/v1/consultations/bilancio/results")).status_code == 404


async def test_neighbourhoods_are_geojson(town: httpx.AsyncClient) -> None:
    answer = await town.get("/api/v1/neighbourhoods")
    assert answer.headers["content-type"] == "application/geo+json"
    body = answer.json()
    assert body["type"] == "FeatureCollection"
    assert [feature["properties"]["name"] for feature in body["features"]] == list(PLACES)
    assert {feature["geometry"]["type"] for feature in body["features"]} == {"MultiPolygon"}


async def test_nobody_is_named(town: httpx.AsyncClient) -> None:
    for path in ("consultations", "proposals?per_page=100", "consultations/bilancio/results", "neighbourhoods"):
        text = (await town.get(f"/api/v1/{path}")).text
        assert "Residente" not in text
        assert "@" not in text
        assert "author" not in text


@pytest.mark.parametrize("query", ["page=0", "page=due", "per_page=1000", "per_page=-1"])
async def test_a_bad_parameter_is_a_problem(town: httpx.AsyncClient, query: str) -> None:
    answer = await town.get(f"/api/v1/proposals?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


async def test_answers_are_what_the_description_says(town: httpx.AsyncClient) -> None:
    schema = (await town.get("/api/v1/openapi.json")).json()
    assert schema["openapi"].startswith("3.1")
    proposal = (await town.get("/api/v1/proposals")).json()["items"][0]["id"]
    for path, item in schema["paths"].items():
        real = path.replace("{slug}", "bilancio").replace("{public_id}", proposal)
        answer = await town.get(real)
        assert answer.status_code == 200, real
        contents = item["get"]["responses"]["200"]["content"]
        assert answer.headers["content-type"].split(";")[0] in contents
        [content] = contents.values()
        jsonschema.validate(answer.json(), {**content["schema"], "components": schema["components"]})
        for status in set(item["get"]["responses"]) - {"200"}:
            assert list(item["get"]["responses"][status]["content"]) == ["application/problem+json"]


async def test_the_documentation_needs_nothing_from_outside(town: httpx.AsyncClient) -> None:
    page = (await town.get("/api")).text
    schema = (await town.get("/api/v1/openapi.json")).json()
    for path in schema["paths"]:
        assert path in page
    for shape in schema["components"]["schemas"]:
        assert f"<h3>{shape}</h3>" in page
    assert "https://" not in page
    assert "<code>state</code>: published, admissible" in page, "a name in the code's words is shown as code"
    assert "`" not in page


async def test_a_list_asks_the_same_for_one_row_and_for_a_hundred(town: httpx.AsyncClient) -> None:
    await town.get("/api/v1/consultations")  # the comune is read once
    asked = []
    for size in (1, 100):
        seen = engine().statements.start()
        await town.get(f"/api/v1/consultations?per_page={size}")
        await town.get(f"/api/v1/proposals?per_page={size}")
        asked.append(len(seen))
    assert asked[0] == asked[1]
