# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Minutes worth signing: they say all that a count needs, in words, and whoever doubts them does it again."""

import re
import subprocess
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from analytics.tallies import count_consultation
from deliberation.actor import SYSTEM, Role
from deliberation.ballots import endings, queries, tallies
from deliberation.consultations.consultation import stored
from tests.ballots.test_pot_pages import ZONES, a_result
from tests.ballots.votes import Vote
from tests.guards import by_hand
from tests.results.afterwards import work
from tests.results.pdf_tags import tagged
from tests.results.scrutinies import SECRET, a_published_vote
from tests.results.test_results import AFTER, a_closed_vote
from tests.results.told_numbers import assert_told
from tests.world import a_person, sign_in
from voting.canonical import sha256
from web.__main__ import rione

GOLDENS = Path(__file__).parents[1] / "goldens" / "minutes"
TOLD = {
    "equal-shares": ("budget", {}),
    "greedy": ("budget", {"limits": '{"neighbourhood":"50%"}'}),
    "schulze": ("ranking", {}),
    "ranked-pairs": ("ranking", {}),
    "irv": ("ranking", {}),
    "scottish-stv": ("ranking", {"seats": 2}),
    "majority-judgment": ("grades", {"parameters": '{"grades":"5"}'}),
    "plurality": ("choice", {}),
}
WILD = 'Città 🙂 Привет \u202e 中文 ‰ → #read("/etc/passwd") *b* $x$ <b>&amp; {name}'


async def read(browser: httpx.AsyncClient, vote: Vote, rule: str, language: str = "it") -> str:
    """The minutes as text."""
    answer = await browser.get(f"{at(vote)}/{rule}/verbale.txt", headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.text.replace("\xa0", " ")


def at(vote: Vote) -> str:
    return f"/consultazioni/{vote.slug}/risultato"


def commands(text: str, after: str) -> list[str]:
    """The lines to be typed after a sentence."""
    found = re.search(r"((?:^    .+\n)+)", text.split(after, 1)[1], re.MULTILINE)
    assert found
    return [line.removeprefix("    ") for line in found[1].splitlines()]


def in_a_terminal(typed: str) -> str:
    """What these lines print where somebody types them."""
    return subprocess.run(["bash", "-c", typed], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("rule", TOLD)
async def test_minutes_say_what_they_said(
    browser: httpx.AsyncClient, rule: str, language: str, regenerate: bool
) -> None:
    kind, options = TOLD[rule]
    vote = await a_published_vote(kind, rule, **options)  # type: ignore[arg-type]
    answer = await browser.get(f"{at(vote)}/{rule}/verbale.txt", headers={"accept-language": language})
    golden = GOLDENS / f"{rule}.{language}.txt"
    if regenerate:
        golden.write_text(answer.text, encoding="utf-8")
    assert answer.text == golden.read_text(encoding="utf-8")


async def test_equal_shares_say_why_the_endowment_stopped_and_what_a_step_more_would_have_cost(
    browser: httpx.AsyncClient,
) -> None:
    _, vote = await a_closed_vote("budget", "equal-shares")
    await count_consultation(vote.slug, at=AFTER)
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    text = await read(browser, vote, "equal-shares")
    assert "Ogni scheda è partita da 40.000 €, e la parte è cresciuta fino a 119.999 €." in text
    assert "Con un passo in più, a 120.000 €, i progetti comprati sarebbero costati 260.000 €: 60.000 € più" in text
    await by_hand("UPDATE tally SET what_ifs = '{{}}'")
    older = await read(browser, vote, "equal-shares")
    assert "Un passo in più avrebbe superato la somma, o non avrebbe aggiunto altri progetti." in older


async def test_a_budget_that_is_enough_for_all_says_that_nothing_had_to_be_divided(browser: httpx.AsyncClient) -> None:
    vote = await a_published_vote("budget", "equal-shares", [["orto"], ["alberi"]])
    text = await read(browser, vote, "equal-shares")
    assert "Tutti i progetti scelti da qualcuno costano insieme meno della somma" in text
    assert "Con un passo in più" not in text


async def test_duels_that_go_in_circles_are_settled_by_chains_or_by_locks_that_the_minutes_show(
    browser: httpx.AsyncClient,
) -> None:
    marks = [["alberi", "pista", "luci"]] * 4 + [["pista", "luci", "alberi"]] * 3 + [["luci", "alberi", "pista"]] * 2
    vote = await a_published_vote("ranking", "schulze", marks)  # type: ignore[arg-type]
    text = await read(browser, vote, "schulze")
    chain = text.split("Le catene di sfide più forti di «Progetto alberi»:")[1]
    assert (
        "La catena più forte: Progetto alberi → Progetto pista → Progetto luci\n  Vale: 6\n  Al contrario: 5" in chain
    )


async def test_locked_duels_stand_in_the_minutes_in_their_order(browser: httpx.AsyncClient) -> None:
    marks = [["alberi", "pista", "luci"]] * 4 + [["pista", "luci", "alberi"]] * 3 + [["luci", "alberi", "pista"]] * 2
    vote = await a_published_vote("ranking", "ranked-pairs", marks)  # type: ignore[arg-type]
    locked = (await read(browser, vote, "ranked-pairs")).split("Le sfide fissate, dalla più netta:")[1]
    assert locked.index("«Progetto pista» davanti a «Progetto luci»\n  A favore: 7\n  Contro: 2") < locked.index(
        "«Progetto alberi» davanti a «Progetto pista»\n  A favore: 6\n  Contro: 3"
    )
    assert "«Progetto luci» davanti a «Progetto alberi»" not in locked


async def test_grades_are_told_by_their_words_in_the_minutes_and_on_the_page(browser: httpx.AsyncClient) -> None:
    vote = await a_published_vote("grades", "majority-judgment", parameters='{"grades":"5"}')
    text = await read(browser, vote, "majority-judgment")
    assert "Giudizio di mezzo: Ottimo" in text
    assert "giudizio mediano «Accettabile»." in text
    assert "Il giudizio di mezzo è «Accettabile»: serviva «Ottimo»." in text
    page = (await browser.get(at(vote))).text
    assert "Giudizio di mezzo: Ottimo" in page
    assert "Il giudizio di mezzo è «Accettabile»: serviva «Ottimo»." in page
    assert "Giudizio di mezzo: 4" not in page + text
    english = await read(browser, vote, "majority-judgment", "en")
    assert "The middle grade is “Acceptable”: it took “Excellent”." in english


async def test_transfers_say_the_quota_and_who_got_whose_votes(browser: httpx.AsyncClient) -> None:
    vote = await a_published_vote("ranking", "scottish-stv", seats=2)
    text = await read(browser, vote, "scottish-stv")
    assert "Per entrare servono 4 voti: è la quota." in text
    assert re.search(r"Da chi: Progetto \w+\n  A chi: Progetto \w+\n  Voti: 3", text)


async def test_a_draw_is_drawn_again_by_the_commands_of_the_minutes(browser: httpx.AsyncClient) -> None:
    vote = await a_published_vote("choice", "plurality")
    text = await read(browser, vote, "plurality")
    document = (await browser.get(f"{at(vote)}/plurality/esito.json")).json()
    typed = commands(text, "Per rifare il sorteggio")
    told = in_a_terminal("\n".join(typed))
    commitment, seed, order = told.splitlines()
    assert commitment.split()[0] == sha256(SECRET)
    assert f"Impronta pubblicata prima del voto: {sha256(SECRET)}" in text
    assert seed.split()[0] == document["lot"]["seed"]
    assert f"Seme: {document['lot']['seed']}" in text
    assert order.split() == [one for one in document["lot"]["order"] if one in ("alberi", "luci")]
    assert order.split()[0] == document["winners"][0]


async def test_a_draw_is_drawn_again_whatever_the_source_said(browser: httpx.AsyncClient) -> None:
    vote = await a_published_vote("choice", "plurality", lot_value='L\'estrazione: $HOME \\ "7" `8` %s')
    typed = commands(await read(browser, vote, "plurality"), "Per rifare il sorteggio")
    told = in_a_terminal("\n".join(typed))
    document = (await browser.get(f"{at(vote)}/plurality/esito.json")).json()
    assert told.splitlines()[1].split()[0] == document["lot"]["seed"]


@pytest.mark.parametrize(
    ("kind", "rule", "options"),
    [
        ("choice", "plurality", {}),
        ("approval", "approval", {"seats": 2}),
        ("approval", "block", {"parameters": '{"limit":"2"}'}),
        ("budget", "equal-shares", {"marks": [["alberi", "luci"]] * 5 + [["pista"]] * 5}),
        ("ranking", "irv", {"marks": [["alberi", "luci"]] * 6 + [["luci", "orto"]] * 5}),
    ],
)
async def test_published_ballots_give_the_same_digest_by_the_command_of_the_minutes(
    browser: httpx.AsyncClient, tmp_path: Path, kind: str, rule: str, options: dict[str, object]
) -> None:
    vote = await a_published_vote(kind, rule, **options)  # type: ignore[arg-type]
    text = await read(browser, vote, rule)
    (command,) = commands(text, "Con il programma Rione e il file delle schede:")
    name = re.findall(r"schede-\S+\.csv", command)[0]
    (tmp_path / name).write_text((await browser.get(f"{at(vote)}/schede/csv")).text, encoding="utf-8")
    typed = in_a_terminal(f"printf '%s\\0' {command}").split("\0")[1:-1]
    words = [str(tmp_path / word) if word == name else word for word in typed]
    done = CliRunner().invoke(rione, words)
    digest = (await browser.get(f"{at(vote)}/{rule}/esito.json")).json()["digest"]
    assert f"digest {digest}" in done.output
    assert f"Impronta del risultato: {digest}" in text


async def test_minutes_are_a_draft_of_the_offices_until_the_result_is_public(browser: httpx.AsyncClient) -> None:
    _, vote = await a_closed_vote()
    await count_consultation(vote.slug, at=AFTER)
    files = [f"{at(vote)}/greedy/verbale.{ending}" for ending in ("txt", "pdf")]
    assert [(await browser.get(file)).status_code for file in files] == [404, 404]
    await sign_in(browser, await a_person(None, Role.OFFICE))
    assert "! Bozza: il risultato non è ancora pubblico." in await read(browser, vote, "greedy")
    page = (await browser.get(at(vote))).text
    assert "Verbale (PDF)</a>" in page
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    browser.cookies.clear()
    assert "Bozza" not in await read(browser, vote, "greedy")
    assert [(await browser.get(file)).status_code for file in files] == [200, 200]


async def test_the_minutes_of_an_annulled_count_say_when_and_why(browser: httpx.AsyncClient) -> None:
    _, vote = await a_closed_vote()
    await count_consultation(vote.slug, at=AFTER)
    office = await a_person(None, Role.OFFICE)
    await endings.annul(office, vote.slug, "Schede di un altro voto.", (await stored(vote.slug)).version, at=AFTER)
    text = await read(browser, vote, "greedy")
    assert "! Annullato il 30 nov 2026, 01:00. Schede di un altro voto." in text
    assert "Risultato annullato: lunedì 30 novembre 2026, ore 01:00" in text


async def test_minutes_of_a_comparison_say_that_it_decides_nothing_and_nobody_signs_them(
    browser: httpx.AsyncClient,
) -> None:
    _, vote = await a_closed_vote()
    await count_consultation(vote.slug, at=AFTER)
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    text = await read(browser, vote, "equal-shares")
    assert "! È un confronto con un'altra regola: non decide niente." in text
    assert "FIRME" not in text
    assert "FIRME" in await read(browser, vote, "greedy")


async def test_who_counted_is_told_by_role_and_no_name_stands_in_the_minutes(browser: httpx.AsyncClient) -> None:
    _, vote = await a_closed_vote()
    office = await a_person(None, Role.OFFICE)
    await count_consultation(vote.slug, at=AFTER, actor=office)
    await tallies.publish(office, vote.slug, at=AFTER)
    text = await read(browser, vote, "greedy")
    assert "Ha avviato il conteggio: Una persona dell'ufficio, con il suo account." in text
    assert office.public_id not in text
    assert office.pseudonym not in text


async def test_a_budget_in_pots_has_a_section_for_each_and_few_ballots_leave_no_number(
    browser: httpx.AsyncClient,
) -> None:
    _, vote = await a_result(savena=3)
    text = await read(browser, vote, "greedy")
    navile, savena = text.split("\nNAVILE\n")[1].split("\nSAVENA\n")
    assert "Schede contate: 6" in navile
    assert "Le opzioni, una per una\n" in navile
    assert "Progetto pista" in savena
    assert "Con meno di cinque schede i voti non si pubblicano" in savena
    for told in ("Schede", "Voti:", "Affluenza", "Motivo"):
        assert told not in savena.split("IMPRONTA DI TUTTE LE SOMME")[0]
    digest, _winners = await tallies.official_result(vote.id)
    assert f"Impronta di tutti i risultati insieme: {digest}" in text
    assert "Senza i quartieri in cui hanno votato in pochi" in text
    made = tagged((await browser.get(f"{ZONES}/risultato/greedy/verbale.pdf")).content)
    assert made.tags["H2"] > made.tags["H1"] // 2
    for pot, status in (("navile", 200), ("savena", 404)):
        own = [f"{ZONES}/risultato/somme/{pot}/greedy/verbale.{ending}" for ending in ("txt", "pdf")]
        assert [(await browser.get(file)).status_code for file in own] == [status, status]
    await sign_in(browser, await a_person(None, Role.OFFICE))
    for_the_office = await read(browser, vote, "greedy")
    assert "Schede contate: 3" not in for_the_office, "who publishes it publishes no small number"
    own = (await browser.get(f"{ZONES}/risultato/somme/savena/greedy/verbale.txt")).text
    assert "! Con meno di cinque schede questi numeri restano all'ufficio" in own
    assert "Schede contate: 3" in own


async def test_links_say_what_they_open_and_how_large_it_is(browser: httpx.AsyncClient) -> None:
    vote = await a_published_vote("budget", "equal-shares")
    await work()
    for language, words in (("it", "Verbale (PDF, {} kB)"), ("en", "Minutes (PDF, {} kB)")):
        headers = {"accept-language": language}
        page = (await browser.get(at(vote), headers=headers)).text
        pdf = await browser.get(f"{at(vote)}/equal-shares/verbale.pdf", headers=headers)
        assert pdf.headers["content-type"] == "application/pdf"
        link = f'<a href="{at(vote)}/equal-shares/verbale.pdf">{words.format(-(-len(pdf.content) // 1000))}</a>'
        assert link in page
        assert f'href="{at(vote)}/equal-shares/verbale.txt"' in page


async def test_the_pdf_is_tagged_says_its_language_and_describes_its_figure_and_keeps_its_bytes(
    browser: httpx.AsyncClient,
) -> None:
    vote = await a_published_vote("ranking", "schulze")
    address = f"{at(vote)}/schulze/verbale.pdf"
    first = (await browser.get(address)).content
    made = tagged(first)
    assert (made.language, made.marked, made.shows_title) == ("it-IT", True, True)
    assert made.title == "Verbale di scrutinio: Bilancio di Navile"
    assert "<pdfuaid:part>1</pdfuaid:part>" in made.metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in made.metadata
    assert made.tags["Title"] == 1
    assert made.tags["H1"] == 11
    assert (made.tags["Table"], made.tags["Caption"], made.scopes) == (3, 3, {"/Column"})
    (words,) = made.figures
    assert words.startswith("Figura. Nessuna batte tutte le altre")
    text = re.sub(r"\s+", "", (await read(browser, vote, "schulze")).split("FIRME")[0])
    assert "Progettopista→Progettoluci" in text
    assert "Progettopista›Progettoluci" in re.sub(r"\s+", "", made.text)
    english = tagged((await browser.get(address, headers={"accept-language": "en"})).content)
    assert english.language == "en-GB"
    assert english.title.startswith("Minutes of the count: ")
    assert (await browser.get(address)).content == first


async def test_nothing_that_people_write_leaves_the_minutes_unmade(browser: httpx.AsyncClient) -> None:
    _, vote = await a_closed_vote("ranking", "schulze")
    title = WILD.replace("'", "''").replace("{", "{{").replace("}", "}}")
    await by_hand(f"UPDATE proposal SET title = '{title}' WHERE option_id = 'alberi'")
    await count_consultation(vote.slug, at=AFTER)
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    assert WILD.replace("\xa0", " ") in await read(browser, vote, "schulze")
    answer = await browser.get(f"{at(vote)}/schulze/verbale.pdf")
    assert answer.status_code == 200
    assert '#read("/etc/passwd") *b* $x$' in tagged(answer.content).text


async def test_a_vote_that_closes_at_midnight_says_it_as_people_do(browser: httpx.AsyncClient) -> None:
    _, vote = await a_closed_vote()
    await count_consultation(vote.slug, at=AFTER)
    await tallies.publish(SYSTEM, vote.slug, at=AFTER)
    text = await read(browser, vote, "greedy")
    assert "Si è votato: da lunedì 9 novembre 2026, ore 13:00, fino alle 24:00 di domenica 29 novembre 2026" in text


async def test_a_number_that_is_not_the_outcomes_is_found_in_the_minutes(browser: httpx.AsyncClient) -> None:
    vote = await a_published_vote("budget", "equal-shares")
    text = (await browser.get(f"{at(vote)}/equal-shares/verbale.txt")).text
    document = (await browser.get(f"{at(vote)}/equal-shares/esito.json")).json()
    (official, *_others) = await queries.outcomes(vote.id)
    assert_told(text, document, official.what_ifs)
    for told, wrong in (
        ("Schede bianche: 1", "Schede bianche: 2"),
        ("Voti: 5", "Voti: 6"),
        ("Esito: No", "Esito: Finanziato"),
        ("Costo: 90.000", "Costo: 90.001"),
        ("la versano in 3", "la versano in 7.777"),
    ):
        assert told in text
        with pytest.raises(AssertionError):
            assert_told(text.replace(told, wrong, 1), document, official.what_ifs)
