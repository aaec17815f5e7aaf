# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The figure of every rule: it says who won, its sizes are the numbers, and it breaks no page that it stands on."""

import itertools
import re
import time
from collections import Counter
from fractions import Fraction
from pathlib import Path
from random import Random
from xml.etree import ElementTree

import pytest

from tests.figures.counts import BUDGET, COSTS, NAMES, a_circle, outcome_of, reading_of
from tests.laws.profiles import lot, profile_of
from voting import RULES, Option, count
from web.figures import Drawn, Reading, figure
from web.figures.answers import answers
from web.figures.bars import at_the_end, by_votes
from web.figures.duels import duels, strongest
from web.figures.fitting import fitting
from web.figures.flows import BLOCK, GAP, rounds_of, transfers
from web.figures.merit import profile
from web.figures.parts import COLOURS, NARROW, wrapped
from web.maps.texts import width

GOLDEN = Path(__file__).parents[1] / "goldens/figures"
SVG = "{http://www.w3.org/2000/svg}"


def drawn(key: str, locale: str = "it") -> Drawn:
    return figure(reading_of(key, locale), f"f-{key}")


def tree(svg: object) -> ElementTree.Element:
    return ElementTree.fromstring(str(svg))


def per_cent(element: ElementTree.Element, name: str) -> Fraction:
    return Fraction(element.attrib[name].removesuffix("%"))


def boxes(svg: object, height: str) -> list[ElementTree.Element]:
    return [one for one in tree(svg).iter(f"{SVG}rect") if one.attrib["height"] == height]


@pytest.mark.parametrize("key", RULES)
def test_every_rule_has_a_figure_with_a_sentence_and_the_same_numbers_in_a_table(key: str) -> None:
    found, reading = drawn(key), reading_of(key)
    assert found.svg is not None
    assert found.sentence.endswith(".")
    assert (
        any(reading.title(winner).lower() in found.sentence.lower() for winner in reading.winners) or reading.has_money
    )
    (first, *_) = found.tables
    assert sorted(row[0] for row in first.rows if row[0] != "Non trasferibili") == sorted(
        reading.title(option) for option in reading.ids
    )
    assert all(len(row) == len(table.columns) for table in found.tables for row in table.rows)


@pytest.mark.parametrize("key", RULES)
def test_a_figure_is_named_and_described_and_stands_under_the_pages_policy(key: str) -> None:
    svg = str(drawn(key).svg)
    root = tree(svg)
    assert root.attrib["role"] == "img"
    named = root.attrib["aria-labelledby"].split()
    by_id = {one.attrib["id"]: one for one in root.iter() if "id" in one.attrib}
    assert all((by_id[ident].text or "").strip() for ident in named)
    assert "style" not in {name for one in root.iter() for name in one.attrib}
    assert not {one.tag.removeprefix(SVG) for one in root.iter()} & {"style", "script", "foreignObject", "image", "a"}
    assert "<al Pilastro>" not in svg


@pytest.mark.parametrize("key", RULES)
def test_the_same_count_gives_the_same_bytes_and_no_two_figures_share_an_id(key: str) -> None:
    reading = reading_of(key)
    one, again, other = (str(figure(reading, ident).svg) for ident in ("one", "one", "two"))
    assert one == again
    ids = [found for svg in (one, other) for found in re.findall(r'\bid="([^"]+)"', svg)]
    assert Counter(ids).most_common(1)[0][1] == 1


@pytest.mark.parametrize("key", RULES)
def test_who_won_is_told_by_a_word_and_not_by_colour_alone(key: str) -> None:
    texts = [one.text for one in tree(drawn(key).svg).iter(f"{SVG}text")]
    reading = reading_of(key)
    draw = fitting(reading)
    if draw in (by_votes, transfers, profile):
        assert (texts.count("SÌ"), texts.count("NO")) == (
            len(reading.winners),
            len(reading.ids) - len(reading.winners),
        )
    elif draw is duels:
        assert "Scura: la riga vince." in " ".join(text or "" for text in texts)
    else:
        assert "servivano 142 sì" in texts


def test_the_evidence_of_a_count_decides_which_figure_it_gets() -> None:
    found = {key: fitting(reading_of(key)).__name__ for key in RULES}
    assert Counter(found.values()) == Counter(by_votes=12, duels=5, transfers=4, profile=1, answers=1)
    assert (found["borda"], found["irv"], found["schulze"]) == ("by_votes", "transfers", "duels")


@pytest.mark.parametrize("key", ["plurality", "approval", "score", "borda", "greedy"])
def test_bars_are_as_long_as_their_totals(key: str) -> None:
    reading = reading_of(key)
    bars = [per_cent(bar, "width") for bar in boxes(by_votes(reading, "b").svg, "22")]
    totals = sorted(reading.totals.values(), reverse=True)
    assert len(bars) == len(totals)
    for bar, total in zip(bars, totals, strict=True):
        assert abs(bar - bars[0] * total / totals[0]) < Fraction(1, 50)


def test_a_total_below_nothing_goes_to_the_other_side() -> None:
    document = outcome_of("quadratic")
    lowest = min(document["totals"], key=lambda option: int(document["totals"][option]))
    document["totals"][lowest] = "-100"
    bars = boxes(by_votes(Reading(document, NAMES.__getitem__), "b").svg, "22")
    assert per_cent(bars[-1], "x") == 0
    zero = per_cent(bars[0], "x")
    assert abs(per_cent(bars[-1], "width") - zero) < Fraction(1, 50)
    assert zero > 0


def test_the_parts_of_the_budget_are_its_costs_and_fill_it() -> None:
    reading = reading_of("greedy")
    parts = [per_cent(part, "width") for part in boxes(by_votes(reading, "b").svg, "26")]
    spent = sum(COSTS[option] * 100 for option in reading.winners)
    assert abs(sum(parts) - 100) < Fraction(1, 20)
    assert abs(sum(parts[:-1]) - Fraction(100 * spent, BUDGET)) < Fraction(1, 20)


def test_the_line_where_the_money_ended_has_nobody_funded_below_it() -> None:
    reading = reading_of("greedy")
    texts = [one.text or "" for one in tree(by_votes(reading, "b").svg).iter(f"{SVG}text")]
    line = next(at for at, text in enumerate(texts) if text.startswith("Da qui in giù nessuno è finanziato"))
    assert "SÌ" in texts[:line]
    assert "SÌ" not in texts[line:]


def test_a_tie_is_told_as_one() -> None:
    document = outcome_of("plurality")
    winner = document["winners"][0]
    rival = next(group[0] for group in document["ranking"] if group[0] != winner)
    document["totals"][rival] = document["totals"][winner]
    sentence = by_votes(Reading(document, NAMES.__getitem__), "b").sentence
    assert sentence.startswith(f"Passa {NAMES[winner]}. «{NAMES[rival]}» ha lo stesso totale")


def test_who_stays_out_with_more_votes_than_a_winner_is_not_said_to_follow() -> None:
    document = outcome_of("phragmen")
    reading = Reading({name: value for name, value in document.items() if name != "budget"}, NAMES.__getitem__)
    totals, losers = reading.totals, [option for option in reading.ids if option not in reading.winners]
    best, least = max(losers, key=totals.__getitem__), min(reading.winners, key=totals.__getitem__)
    document["totals"][best] = str(totals[least] + 1)
    assert (
        f"«{NAMES[best]}» resta fuori con {totals[least] + 1} voti, più di «{NAMES[least]}»"
        in by_votes(reading, "b").sentence
    )


def test_a_long_list_is_drawn_in_part_and_says_so() -> None:
    document = outcome_of("plurality")
    document["options"] = [{"id": f"o{n}", "name": f"Opzione {n}", "cost": None} for n in range(40)]
    document["totals"] = {f"o{n}": str(100 - n) for n in range(40)}
    document["winners"], document["ranking"] = ["o0"], [[f"o{n}"] for n in range(40)]
    found = by_votes(Reading(document, str), "b")
    assert len(boxes(found.svg, "22")) == 24
    assert len(found.tables[0].rows) == 40
    assert found.note == "Il disegno mostra le prime 24 opzioni; la tabella le ha tutte."


@pytest.mark.parametrize("key", ["irv", "scottish-stv", "wigm-stv"])
def test_each_round_of_transfers_holds_all_votes_and_ribbons_are_what_passed(key: str) -> None:
    reading = reading_of(key)
    rounds = rounds_of(reading)
    assert rounds is not None
    whole = sum(rounds[0].votes.values())
    for before, after in itertools.pairwise(rounds):
        assert sum(after.votes.values()) == whole
        for option in (*reading.ids, ""):
            given = sum(votes for (source, _), votes in after.moved.items() if source == option)
            taken = sum(votes for (_, to), votes in after.moved.items() if to == option)
            assert before.votes[option] - given + taken == after.votes[option]


def test_blocks_of_a_round_are_as_wide_as_their_votes() -> None:
    reading = reading_of("irv")
    rounds, row = rounds_of(reading), boxes(transfers(reading, "t").svg, str(BLOCK))
    assert rounds is not None
    by_row: dict[str, list[Fraction]] = {}
    for block in row:
        by_row.setdefault(block.attrib["y"], []).append(per_cent(block, "width"))
    room = 100 - Fraction(GAP) * len(reading.ids)
    for widths, round_ in zip(by_row.values(), rounds, strict=True):
        votes = sorted((v for v in round_.votes.values() if v), reverse=True)
        expected = [room * v / sum(votes) for v in votes]
        assert all(abs(a - b) < Fraction(1, 50) for a, b in zip(sorted(widths, reverse=True), expected, strict=True))


def test_votes_that_move_from_several_at_once_are_shown_at_the_end_against_the_quota() -> None:
    reading = reading_of("meek-stv")
    assert rounds_of(reading) is None
    found = transfers(reading, "t")
    assert found == at_the_end(reading, "t", found.sentence)
    assert [column[0] for column in found.tables[0].columns][:2] == ["Opzione", "Passo 1"]


@pytest.mark.parametrize("rule", ["schulze", "ranked-pairs", "minimax", "copeland", "kemeny"])
def test_a_cell_of_the_duels_is_dark_where_the_row_wins(rule: str) -> None:
    reading = reading_of(rule)
    matrix, at = reading.evidence["pairwise"], {option: n for n, option in enumerate(reading.ids)}
    cells = list(boxes(duels(reading, "d").svg, "31"))
    pairs = [(one, other) for one in reading.ranked for other in reading.ranked if one != other]
    assert len(cells) == len(pairs)
    for cell, (one, other) in zip(cells, pairs, strict=True):
        assert ("f-won" in cell.attrib["class"]) == (matrix[at[one]][at[other]] > matrix[at[other]][at[one]])


def test_where_duels_go_in_circles_the_strongest_chains_are_told() -> None:
    found = figure(a_circle("schulze"), "d")
    assert found.sentence == (
        "Nessuna batte tutte le altre: «Presidio di lettura & compiti» vince, ma con «Parco sensoriale <al Pilastro>» "
        "finisce 21 a 24."
    )
    chains = {row[0]: row[2:] for row in found.tables[1].rows}
    assert chains[NAMES["a"]] == ("25", "24")
    assert chains[NAMES["d"]] == ("31", "24")


def test_a_draw_is_neither_won_nor_a_link_of_a_chain() -> None:
    options = [Option(option, NAMES[option]) for option in "abc"]
    marks = [["a", "b", "c"], ["b", "a", "c"]]
    found = count("schulze", profile_of("ranking", options, marks), {"seats": "2"}, lot()).as_json()
    reading = Reading(found, NAMES.__getitem__)
    svg = duels(reading, "d").svg
    looks = Counter(cell.attrib["class"] for cell in boxes(svg, "31"))
    assert looks == {"f-1": 2, "f-won": 2, "f-lost": 2}
    assert strongest(reading.evidence["pairwise"], 0)[1] == (0, [])
    assert "finisce pari: 1 a 1" in duels(reading, "d").sentence


def test_the_strength_of_each_chain_is_the_one_that_the_rule_counted() -> None:
    reading = a_circle("schulze")
    matrix, strengths = reading.evidence["pairwise"], reading.evidence["strengths"]
    for start in range(5):
        for end, (strength, path) in enumerate(strongest(matrix, start)):
            if start != end:
                assert strength == strengths[start][end]
                steps = [matrix[a][b] for a, b in itertools.pairwise(path)]
                assert min(steps) == strength


def test_the_chains_of_eighty_options_are_found_at_once() -> None:
    """Half a minute, when each chain was sought by itself; the page draws its figure for whoever looks."""
    chance, names = Random(1), [f"o{at}" for at in range(80)]
    marks = [chance.sample(names, 12) for _ in range(200)]
    found = count("schulze", profile_of("ranking", [Option(one, one) for one in names], marks), {}, lot()).as_json()
    begun = time.thread_time()
    assert len(figure(Reading(found, str, "it"), "d").tables[1].rows) == 79
    assert time.thread_time() - begun < 5


def test_each_bar_of_grades_is_whole() -> None:
    reading = reading_of("majority-judgment")
    bars: dict[str, Fraction] = {}
    for part in boxes(profile(reading, "m").svg, "24"):
        bars[part.attrib["y"]] = bars.get(part.attrib["y"], Fraction(0)) + per_cent(part, "width")
    assert len(bars) == len(reading.ids)
    assert all(abs(whole - 100) < Fraction(1, 10) for whole in bars.values())


def test_the_line_of_yes_stands_where_yes_would_win() -> None:
    svg = answers(reading_of("yes-no"), "y").svg
    line, quorum = (per_cent(one, "x1") for one in tree(svg).iter(f"{SVG}line"))
    assert abs(line - Fraction(14200, 283)) < Fraction(1, 50)
    assert abs(quorum - Fraction(25700, 1284)) < Fraction(1, 50)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(COLOURS[one]), luminance(COLOURS[other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *(("f-on", ground) for ground in ("f-won", "f-3", "f-4", "f-5")),
        *(("f-ink", ground) for ground in ("f-lost", "f-1", "f-2", "f-on")),
        *((ink, "f-on") for ink in ("f-soft", "f-won")),
    ],
)
def test_every_text_reads_on_what_it_stands_on(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 4.5


def test_edges_are_seen_on_paper() -> None:
    assert contrast("f-edge", "f-on") >= 3


def test_a_name_is_broken_between_words_and_never_wider_than_a_phone() -> None:
    name = "Riqualificazione partecipata dell'area verde di via della Beverara e nuovi alberi per tutti " * 3
    found = wrapped(name, NARROW, most=3)
    assert len(found) == 3
    assert found[-1].endswith("…")
    assert all(width(line, 14.5) <= NARROW for line in [*found, *wrapped("a" * 200, NARROW)])


@pytest.mark.parametrize("locale", ["it", "en"])
def test_every_figure_says_what_it_said(locale: str, regenerate: bool) -> None:
    told = "".join(f"{key}: {drawn(key, locale).sentence}\n" for key in RULES).replace("\xa0", " ")
    golden = GOLDEN / f"sentences.{locale}.txt"
    if regenerate:
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8")


def test_names_keep_their_language_on_an_english_page() -> None:
    texts = {one.text: one.attrib.get("lang") for one in tree(drawn("plurality", "en").svg).iter(f"{SVG}text")}
    assert texts[NAMES["a"]] == "it"
    assert texts["YES"] is None
