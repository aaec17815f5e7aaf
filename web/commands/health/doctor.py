# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione doctor: is the installation healthy, is the journal whole, and do the tables say what it says?"""

import shutil
import struct
from datetime import timedelta
from io import BytesIO
from typing import BinaryIO

import click

from web.commands import terminal
from web.commands.fault_words import sentence
from web.commands.health.findings import Check, Finding, examined, tell
from web.settings import Settings

LEAST_FREE = 1024**3
SILENT = timedelta(minutes=2)  # of a worker that is alive
PUBLIC_READY = "Nothing is missing: the site may face the public."


async def database_answers(_: Settings) -> Finding:
    from deliberation.database import is_postgres, rows

    await rows("SELECT 1 AS one")
    return Finding("database", True, "PostgreSQL answers" if is_postgres() else "SQLite answers")


async def migrations_ran(_: Settings) -> Finding:
    from deliberation.schema.migrations import pending

    missing = await pending()
    return Finding("migrations", not missing, f"to run: {', '.join(missing)}" if missing else "up to date")


async def journal_is_whole(_: Settings) -> Finding:
    return await journal_check(None)


async def safeguards_stand(_: Settings) -> Finding:
    from deliberation.schema import safeguards

    gone = await safeguards.missing()
    says = f"gone or changed: {', '.join(gone)}" if gone else "triggers and unique indexes stand"
    return Finding("safeguards", not gone, says)


async def tables_agree(_: Settings) -> Finding:
    """Rolls, ballots, counts, results, roles and verifications against the journal's acts."""
    from analytics.reads import evidence

    faults, votes = await evidence.faults()
    if faults:
        return Finding("votes", False, "; ".join(sentence(fault) for fault in faults))
    return Finding("votes", True, f"{votes} votes, roles and verified people are as the journal says")


async def assets_are_built(_: Settings) -> Finding:
    from web import assets, assets_build

    if not assets.MANIFEST.is_file():
        return Finding("assets", False, "not built: make setup")
    missing = [name for name, path in assets.manifest().items() if not (assets.STATIC / path).is_file()]
    if missing:
        return Finding("assets", False, f"missing: {', '.join(missing)}")
    fresh = assets_build.is_fresh()
    return Finding("assets", fresh, "built" if fresh else "not built from these sources: make setup")


async def catalogues_are_compiled(_: Settings) -> Finding:
    """Italian is the text in the sources; every other language is read from a file compiled from its catalogue."""
    from web.words import i18n

    wrong = [f"{locale} {fault}" for locale in i18n.LOCALES if locale != "it" and (fault := compilation_fault(locale))]
    says = f"{', '.join(wrong)}: delete the .mo file, then make setup" if wrong else "compiled"
    return Finding("languages", not wrong, says)


def compilation_fault(locale: str) -> str:
    """What is wrong with a language's compiled file, or ''. Compared by its texts: dates of files say nothing."""
    from babel.messages.mofile import read_mo, write_mo
    from babel.messages.pofile import read_po

    from web.words import i18n

    source = i18n.CATALOGUES / locale / "LC_MESSAGES" / "rione.po"
    compiled = source.with_suffix(".mo")
    if not compiled.is_file():
        return "is not compiled"
    again = BytesIO()
    with source.open("rb") as texts:
        write_mo(again, read_po(texts, locale=locale))
    again.seek(0)

    def said(file: BinaryIO) -> dict[object, object]:
        return {(message.context, str(message.id)): message.string for message in read_mo(file) if message.id}

    try:
        with compiled.open("rb") as file:
            return "" if said(file) == said(again) else "is compiled from other texts"
    except (OSError, ValueError, struct.error):
        return "cannot be read"


async def worker_is_alive(_: Settings) -> Finding:
    from deliberation import clock
    from deliberation.records import queries

    now = clock.now()
    found = await queries.queue(now)
    state = f"{found.ready} waiting, {found.overdue} overdue, {found.dead} given up"
    if found.alive_at is None:
        return Finding("worker", None if not found.overdue else False, f"none was ever seen; {state}")
    alive = now - found.alive_at <= SILENT
    silent = f"silent since {found.alive_at:%Y-%m-%d %H:%M:%S} UTC"
    return Finding("worker", alive or None if not found.overdue else False, f"{'alive' if alive else silent}; {state}")


async def disk_has_room(settings: Settings) -> Finding:
    free = shutil.disk_usage(settings.data_dir).free
    return Finding("disk", free >= LEAST_FREE, f"{free / 1024**3:.1f} GB free at {settings.data_dir}")


async def addresses_are_safe(settings: Settings) -> Finding:
    local = settings.base_url.startswith(("http://127.0.0.1", "http://localhost"))
    if settings.is_https or local:
        return Finding("address", True, settings.base_url)
    return Finding("address", False, f"{settings.base_url}: a public site needs https (BASE_URL)")


async def proxies_are_named(settings: Settings) -> Finding:
    """Rione speaks no TLS itself: where the public address is https, somebody in front of it forwards."""
    if settings.is_https and not settings.trusted_proxies:
        says = "BASE_URL is https and TRUSTED_PROXIES names no proxy: all visitors look alike, and share one limit"
        return Finding("proxies", None, says)
    return Finding("proxies", True, ", ".join(settings.trusted_proxies) or "none, and no https")


async def keys_are_known(_: Settings) -> Finding:
    """Whose fiscal code is kept under a key that is not here is recognised by name and birth date only."""
    from deliberation.people.identity.queries import key_uses

    found = await key_uses()
    lost = [use for use in found if not use.is_known]
    if lost:
        says = ", ".join(f"{use.people + use.entries} fiscal codes under {use.name}" for use in lost)
        return Finding("keys", False, f"keys of identity that are not known here: {says}")
    return Finding("keys", True, f"{sum(use.people + use.entries for use in found)} fiscal codes under known keys")


async def people_are_known(_: Settings) -> Finding:
    """Who was verified before persons were written down has none until the office sees them again."""
    from deliberation.people.queries import number_unknown

    found = await number_unknown()
    if found:
        says = f"{found} verified accounts, and who they are is not written down (verified before that was asked)"
        return Finding("people", None, says, "the office finds them at /gestione/persone?vista=senza-nome")
    return Finding("people", True, "of every verified account it is known whose it is")


CHECKS: tuple[Check, ...] = (
    database_answers,
    migrations_ran,
    journal_is_whole,
    safeguards_stand,
    tables_agree,
    keys_are_known,
    people_are_known,
    assets_are_built,
    catalogues_are_compiled,
    worker_is_alive,
    disk_has_room,
)
ANYWHERE: tuple[Check, ...] = (addresses_are_safe, proxies_are_named)  # what `public.PUBLIC` asks more of


async def journal_check(known: str | None) -> Finding:
    """Walk along the journal's chain; `known` is a head printed earlier, as '41:9f86…'."""
    from deliberation.records import journal

    head = None
    if known:
        sequence, _, digest = known.partition(":")
        head = journal.Head(int(sequence), digest)
    found = await journal.check(head)
    if found.fault:
        return Finding("journal", False, f"broken at entry {found.fault.sequence}: {found.fault.kind}")
    return Finding("journal", True, f"whole, head {found.head.sequence}:{found.head.hash}")


def _head(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is None or (len(parts := value.split(":")) == 2 and parts[0].isdigit() and len(parts[1]) == 64):
        return value
    raise click.BadParameter("expected SEQUENCE:HASH as printed by rione doctor --journal")


@click.command()
@click.option("--journal", "only_journal", is_flag=True, help="Only verify the journal's chain.")
@click.option("--head", callback=_head, help="A head printed earlier, as 41:9f86…; it must still be in the chain.")
@click.option("--public", "is_public", is_flag=True, help="Also say what is missing before the site faces the public.")
@click.option("--json", "as_json", is_flag=True, help="Answer for a program.")
def doctor(only_journal: bool, head: str | None, is_public: bool, as_json: bool) -> None:
    """Check database, migrations, journal, votes, assets, languages, worker, disk, addresses. Exit 1 when one fails.

    With --public: everything that must be there before people are invited too. Exit 0: nothing is missing.
    """
    from web import settings

    async def checks() -> list[Finding]:
        if only_journal or head:
            return [await journal_check(head)]
        if is_public:
            from web.commands.health.public import PUBLIC

            return await examined((*CHECKS, *PUBLIC), settings.load())
        return await examined((*CHECKS, *ANYWHERE), settings.load())

    if is_public and (only_journal or head):
        raise click.UsageError("--public looks at everything: leave --journal and --head out")
    found = terminal.run(checks)
    tell(found, as_json=as_json)
    missing = sum(finding.ok is False for finding in found)
    if is_public and not as_json:
        says = f"Missing before the site may face the public: {missing}." if missing else PUBLIC_READY
        terminal.out.print(says, markup=False)
    if missing:
        raise SystemExit(terminal.CHECK_FAILED)
