# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every page in English, read for Italian words: texts, labels, descriptions, what scripts will say, figures, files.

The words are those of the catalogue's Italian side that its English side never uses. What people wrote stays Italian
and says so with lang="it"; the same sentence in a title or a label, where no language can be marked, is taken out too.
"""

import json
import re
from collections import deque
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from babel.messages.pofile import read_po

from deliberation.people.identity import words
from tests.journeys.places import BUDGET, COUNCILLOR, MODERATOR, OFFICE, RESIDENT, RESULT
from tests.journeys.servers import Server

CATALOGUE = Path(__file__).resolve().parents[2] / "web" / "locale" / "en" / "LC_MESSAGES" / "rione.po"
WORD = re.compile(r"[a-zàèéìòù]{2,}(?!\d)", re.IGNORECASE)  # ED50 is a name
THINGS = "|".join((*words.MASCULINE, *words.FEMININE))
# Addresses, pseudonyms, files, motorways and systems of coordinates are names.
NAMES = re.compile(
    rf"\S+@\S+|Residente di [^·]+ · \w+|/\S+|\b(?:{THINGS}) [A-ZÀ]\w+|\S+\.(?:csv|geojson|zip)\b|"
    r"Autostrada A-\d+|Gauss-Boaga \w+"
)
HOLES = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
PEOPLE = {"visitor": None, "resident": RESIDENT, "moderator": MODERATOR, "office": OFFICE, "councillor": COUNCILLOR}
SAID = {"aria-label", "title", "placeholder", "alt", "content"}
UNSAID = {"data-figure", "data-url", "data-draft", "data-countdown", "data-bounds", "data-token"}
# files of a fixed form, in which words are keys (docs/formats.md), are no texts
SKIPPED = re.compile(r"^/(static|documenti/|sorgente/rione|healthz|api/v1|.*\.(txt|json|geojson)$|.*/esito\.csv$)")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
ALWAYS = {
    "visitor": (
        "/nessuna-pagina",
        BUDGET,
        "/ufficio",
        "/registrazione",
        "/recupero",
        "/proposte?q=zzzz",
        "/trova-il-tuo-quartiere?via=zzz",
        "/consultazioni?fase=x",
    ),
    "resident": (f"{BUDGET}/vota", "/profilo", "/profilo/sessioni", "/gestione"),
    "moderator": ("/moderazione",),
    "office": ("/gestione", "/moderazione", "/gestione/consultazioni/nuova", "/gestione/persone", "/gestione/ruoli"),
    "councillor": ("/cruscotti", "/cruscotti?dal=ieri", "/cruscotti?dal=1999-01-01&al=1999-01-02", "/cruscotti/barca"),
}
OWN = {
    "visitor": "/",
    "resident": "/(profilo|avvisi|residenza|segnalazioni|consultazioni/.*/(vota|proposte)|proposte/(bozze|.*/))",
    "moderator": "/(moderazione|segnalazioni)",
    "office": "/(gestione|moderazione|proposte/)",
    "councillor": "/cruscotti",
}
MOST = 120


def italian_words() -> set[str]:
    """The words that only the Italian side of the catalogue uses."""
    with CATALOGUE.open("rb") as file:
        messages = [message for message in read_po(file, locale="en") if message.id]

    def words(text: object) -> set[str]:
        texts = text if isinstance(text, list | tuple) else (str(text),)
        return {word.lower() for one in texts for word in WORD.findall(HOLES.sub(" ", one))}

    english = set().union(*(words(message.string) for message in messages))
    return set().union(*(words(message.id) for message in messages)) - english - {"state"}  # a parameter of the API


class Page(HTMLParser):
    """A page's texts in its own language, and those that are marked as Italian."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.written: list[str] = []
        self.links: list[str] = []
        self.figures: list[str] = []
        self._open: list[tuple[str, str]] = [("", "en")]
        self._italian: list[str] = []
        self.feed(text)

    @property
    def _language(self) -> str:
        return self._open[-1][1]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attributes}
        language = held.get("lang", self._language)
        if tag == "a":
            self.links.append(held.get("href", ""))
        if "data-figure" in held:
            self.figures.append(held["data-figure"])
        for name, value in held.items():
            if language == "en" and (name in SAID or (name.startswith("data-") and name not in UNSAID)):
                self.said.append(value)
        if language == "en" and tag == "input" and held.get("type") in ("submit", "button"):
            self.said.append(held.get("value", ""))
        if tag not in VOID:
            self._open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        if tag in {name for name, _ in self._open}:
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if any(name in ("script", "style", "code", "textarea") for name, _ in self._open):
            return
        text = " ".join(data.split())
        if text:
            (self.said if self._language == "en" else self.written).append(text)


def _shape(path: str) -> str:
    """Pages that differ by a public id or by a name count as one, three of each are read."""
    return re.sub(r"/[a-z0-9]*\d[a-z0-9-]*|(?<=/)[a-z0-9]+(-[a-z0-9]+){2,}", "*", path.split("?")[0])


@dataclass(frozen=True, slots=True)
class City:
    """What everybody sees of the city in English, and what people wrote in it."""

    pages: dict[str, dict[str, tuple[Page, list[str]]]]
    written: re.Pattern[str]


def the_city(address: str) -> City:
    pages = {}
    for who in PEOPLE:
        with httpx.Client(base_url=address, timeout=60, headers={"accept-language": "en"}) as browser:
            _come_in(browser, who)
            pages[who] = _walk(browser, who)
            _speak(browser, "it")  # an account keeps its language, and the other journeys read Italian
            places = browser.get("/api/v1/neighbourhoods").json()["features"]
    written = {place["properties"]["name"] for place in places}
    written |= {text for held in pages.values() for page, _ in held.values() for text in page.written if len(text) > 3}
    return City(pages, re.compile("|".join(re.escape(text) for text in sorted(written, key=len, reverse=True))))


@pytest.fixture(scope="module")
def city(server: Server) -> City:
    return the_city(server.address)


def faults(city: City, who: str) -> list[str]:
    italian, found = italian_words(), []
    for path, (page, more) in city.pages[who].items():
        for text in [*page.said, *more]:
            ours = NAMES.sub(" ", city.written.sub(" ", text)).lower()
            if left := italian.intersection(WORD.findall(ours)):
                found.append(f"{path}: {sorted(left)} in {text[:140]!r}")
    return found


@pytest.mark.parametrize("who", PEOPLE)
def test_no_italian_is_left_on_an_english_page(city: City, who: str) -> None:
    assert len(city.pages[who]) > (4 if who == "moderator" else 10)
    assert faults(city, who) == []


def _come_in(browser: httpx.Client, who: str) -> None:
    _speak(browser, "en")
    account = PEOPLE[who]
    if account:
        token = browser.get("/accesso").text.split('name="_csrf" value="', 1)[1].split('"', 1)[0]
        done = browser.post(
            "/accesso",
            data={"_csrf": token, "email": account[0], "password": account[1]},
            headers={"sec-fetch-site": "same-origin"},
        )
        assert done.status_code == 303, done.text
        _speak(browser, "en")


def _speak(browser: httpx.Client, locale: str) -> None:
    browser.post("/lingua", data={"locale": locale, "next": "/"}, headers={"sec-fetch-site": "same-origin"})


def _walk(browser: httpx.Client, who: str) -> dict[str, tuple[Page, list[str]]]:
    pages: dict[str, tuple[Page, list[str]]] = {}
    queue, known, shapes = deque(["/", RESULT, *ALWAYS[who]]), set[str](), dict[str, int]()
    while queue and len(pages) < MOST:
        path = queue.popleft()
        shape = _shape(path)
        if SKIPPED.match(path) or shapes.get(shape, 0) >= 3:
            continue
        shapes[shape] = shapes.get(shape, 0) + 1
        answer = browser.get(path, follow_redirects=True)
        assert answer.status_code < 500, path
        if path.endswith(".csv") or "/tabella/" in path:
            pages[path] = (Page(""), answer.text.splitlines())
            continue
        if "text/html" not in answer.headers["content-type"]:
            continue
        assert '<html lang="en">' in answer.text, path
        page = Page(answer.text)
        pages[path] = (page, [text for url in page.figures for text in _drawn(browser, url)])
        for link in page.links:
            to = link.split("#")[0]
            if re.match(OWN[who], to) and to not in known:
                known.add(to)
                queue.append(to)
    return pages


def _drawn(browser: httpx.Client, url: str) -> list[str]:
    """Every text of a drawing: names of series, legends, labels, what is shown when pointed at."""
    found: list[str] = []

    def read(value: object) -> None:
        if isinstance(value, str) and not value.startswith("#"):
            found.append(re.sub(r"%\{.*?\}|<[^>]*>", " ", value))
        elif isinstance(value, dict):
            for key, one in value.items():
                if key in ("name", "text", "title", "hovertemplate", "annotations", "legend", "data", "layout"):
                    read(one)
        elif isinstance(value, list):
            for one in value:
                read(one)

    read(json.loads(browser.get(url).text))
    return found
