# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What each page of the large demonstration costs: `python -m tests.bench.large`, on the database of DATABASE_URL.

`rione demo --size large` has filled it. For each page the CPU of the first request to a new server, then of one of five
more, with the database's, and the longest of these five on the clock.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import web
from deliberation import clock
from deliberation.database import is_postgres, opened, rows
from deliberation.people.access.sessions import open_session
from tests.bench.measures import cpu_of
from tests.journeys.servers import ROOT, Server, serving

assert web.__doc__
TIMES = 5
COLLECTION = "prova-di-carico-idee-per-ogni-strada"
COUNTED = "prova-di-carico-il-voto-di-tutta-la-citta"
PAGES = (  # address, whose session
    ("/", ""),
    ("/consultazioni", ""),
    (f"/consultazioni/{COLLECTION}", ""),
    (f"/consultazioni/{COLLECTION}?pagina=200", ""),
    ("/proposte", ""),
    ("/proposte?q=fontanella", ""),
    ("/proposte/punti", ""),
    ("/proposte/{proposal}", ""),
    ("/consultazioni/{open}/vota", "residente"),
    (f"/consultazioni/{COUNTED}/risultato", ""),
    ("/api/v1/proposals", ""),
    ("/dati-aperti", ""),
    ("/avvisi", "residente"),
    ("/moderazione", "moderazione"),
    ("/gestione", "ufficio"),
    (f"/gestione/consultazioni/{COUNTED}", "ufficio"),
    (f"/gestione/consultazioni/{COLLECTION}", "ufficio"),
    (f"/gestione/consultazioni/{COLLECTION}/proposte", "ufficio"),
    (f"/gestione/consultazioni/{COLLECTION}/congela", "ufficio"),
    (f"/gestione/consultazioni/{COUNTED}/lista", "ufficio"),
    (f"/gestione/consultazioni/{COUNTED}/avvisi", "ufficio"),
    ("/gestione/persone", "ufficio"),
    ("/gestione/persone?q=residente", "ufficio"),
    ("/gestione/persone/{person}", "ufficio"),
    ("/gestione/registro", "ufficio"),
    ("/gestione/ruoli", "ufficio"),
    ("/gestione/territorio", "ufficio"),
    ("/cruscotti", "consiglio"),
    ("/cruscotti/{place}", "consiglio"),
    ("/cruscotti?consultazione=" + COUNTED, "consiglio"),
)


async def named() -> dict[str, str]:
    """What stands in the addresses, and a session of each."""
    async with opened():
        told = {
            "proposal": "SELECT p.public_id FROM proposal p JOIN (SELECT proposal, count(*) AS n FROM comment "
            "GROUP BY proposal ORDER BY n DESC LIMIT 1) k ON k.proposal = p.id",
            "person": "SELECT public_id FROM account ORDER BY id DESC LIMIT 1",
            "place": "SELECT slug FROM neighbourhood ORDER BY position LIMIT 1",
            "open": "SELECT c.slug FROM consultation c JOIN phase f ON f.consultation = c.id AND f.kind = 'voting' "
            "JOIN roll_entry e ON e.consultation = c.id JOIN account a ON a.id = e.account AND a.email = "
            "'residente@demo.example' WHERE c.state = 'published' ORDER BY f.closes_at DESC LIMIT 1",
        }
        found = {name: str(next(iter((await rows(sql))[0].values()))) for name, sql in told.items()}
        for who in ("residente", "moderazione", "ufficio", "consiglio"):
            [account] = await rows("SELECT id FROM account WHERE email = {}", f"{who}@demo.example")
            found[f"session {who}"] = await open_session(account["id"], "bench", at=clock.now())
        if is_postgres():
            folder = (await rows("SHOW data_directory"))[0]["data_directory"]
            found["database"] = (Path(folder) / "postmaster.pid").read_text().split()[0]
    return found


def ask(server: Server, path: str, session: str) -> tuple[float, int]:
    headers = {"cookie": f"rione_session={session}"} if session else {}
    begun = time.perf_counter()
    with urllib.request.urlopen(urllib.request.Request(server.address + path, headers=headers)) as answer:
        size = len(answer.read())
    return time.perf_counter() - begun, size


def cost(server: Server, path: str, session: str, database: int, times: int) -> tuple[float, float, int]:
    """CPU in ms of one, the longest in ms on the clock, and the answer's kB."""
    before = cpu_of(server.pid) + (cpu_of(database) if database else 0.0)
    taken = [ask(server, path, session) for _ in range(times)]
    used = cpu_of(server.pid) + (cpu_of(database) if database else 0.0) - before
    return 1000 * used / times, 1000 * max(seconds for seconds, _ in taken), taken[-1][1] // 1000


def main(words: list[str]) -> None:
    url = os.environ["DATABASE_URL"]
    told = subprocess.run([sys.executable, "-m", __spec__.name, "named"], check=True, capture_output=True, text=True)
    names: dict[str, str] = json.loads(told.stdout)
    with serving(database_url=url, seed=(), root=Path(words[0]) if words else ROOT) as server:
        print(f"{urlsplit(url).scheme}, load {os.getloadavg()[0]:.0f}: CPU first, then; longest on the clock; kB")
        for path, who in PAGES:
            address, session = path.format_map(names), names.get(f"session {who}", "")
            first, _, _ = cost(server, address, session, int(names.get("database", 0)), 1)
            each, longest, size = cost(server, address, session, int(names.get("database", 0)), TIMES)
            print(f"| {path} | {first:.0f} | {each:.0f} | {longest:.0f} | {size} |", flush=True)


async def _named() -> None:
    print(json.dumps(await named()))


if __name__ == "__main__":
    if sys.argv[1:] == ["named"]:
        asyncio.run(_named())
    else:
        main(sys.argv[1:])
