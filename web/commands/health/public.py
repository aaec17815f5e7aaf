# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione doctor --public: what is missing before the site may face the public. Every check says the way out."""

import asyncio
import http.client
import ssl
from datetime import datetime, timedelta
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from deliberation import clock
from web.commands.health import copies, machines, reaching
from web.commands.health.doctor import SILENT
from web.commands.health.findings import Check, Finding
from web.settings import Settings, identity_key_file

BACKUP_EVERY = timedelta(days=2)
PROVED_EVERY = timedelta(days=90)
MOST_DRIFT = 2.0  # seconds between this machine and the database's
NOWHERE = (".example", ".invalid", ".test", ".localhost")
OFFICE_PAGES = "the office: Gestione → Impostazioni"


def is_public_host(host: str) -> bool:
    """Whether people can get there: a name with a dot that is nobody's example, or an address of the open network."""
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and not host.lower().endswith(NOWHERE)


async def public_address(settings: Settings) -> Finding:
    """https, and a host that others can reach."""
    host = urlsplit(settings.base_url).hostname or ""
    if not settings.is_https:
        do = "give BASE_URL=https://…, and TLS in the proxy: docs/operations.md, PostgreSQL behind a proxy"
        return Finding("https", False, f"{settings.base_url}: passwords and votes would travel in clear", do)
    if not is_public_host(host):
        return Finding(
            "https", False, f"{settings.base_url}: nobody outside finds {host}", "give BASE_URL its own name"
        )
    return Finding("https", True, settings.base_url)


async def public_answer(settings: Settings) -> Finding:
    """The address as a browser meets it: certificate, cookies, Strict-Transport-Security, http that leads here."""
    if not settings.is_https:
        return Finding("answer", False, "not asked: BASE_URL is not https", "first the check above")
    try:
        found = await asyncio.to_thread(reaching.reach, settings.base_url)
    except ssl.SSLCertVerificationError as error:
        do = "a certificate for this name, with its whole chain, in the proxy"
        return Finding("answer", False, f"browsers refuse the certificate: {error.verify_message}", do)
    except (OSError, http.client.HTTPException) as error:
        do = "start serve and the proxy; if this machine cannot reach its own address, ask from another"
        return Finding("answer", False, f"{settings.base_url} does not answer: {type(error).__name__}", do)
    told = reaching.faults(found, is_below=bool(settings.path_prefix))
    status, leads = await asyncio.to_thread(reaching.way_in_clear, settings.base_url)
    if status and not leads.startswith("https://"):
        told.append(f"over http it answers {status} and does not lead to https")
    if told:
        do = "restart serve with this BASE_URL, and compare the proxy with deploy/nginx.conf"
        return Finding("answer", False, "; ".join(told), do)
    return Finding("answer", True, f"answers over https; certificate good for {found.days_left} days")


async def proxies_are_trusted(settings: Settings) -> Finding:
    """A note of the usual checks, and a fault in public: all strangers would share one limit."""
    if settings.trusted_proxies:
        return Finding("visitors", True, f"told apart by what {', '.join(settings.trusted_proxies)} forwards")
    return Finding("visitors", False, "all visitors look alike, and share one limit", "name the proxy: TRUSTED_PROXIES")


async def mail_leaves(settings: Settings) -> Finding:
    parts = urlsplit(settings.mail_url)
    domain = parseaddr(settings.mail_from)[1].rpartition("@")[2]
    if not parts.scheme.startswith("smtp"):
        says = "MAIL_URL names no server: nobody can register or recover a password"
        return Finding("mail", False, says, "MAIL_URL=smtps://user:password@host:465")
    if not is_public_host(domain):
        return Finding("mail", False, f"mails would come from {settings.mail_from}", "give MAIL_FROM your own address")
    if parts.scheme == "smtp" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        return Finding(
            "mail", False, "mails would leave in clear, links included", "MAIL_URL=smtp+starttls:// or smtps://"
        )
    return Finding("mail", True, f"{parts.scheme} by {parts.hostname}, from {settings.mail_from}")


async def mail_was_tried(_: Settings) -> Finding:
    from deliberation.installation import trial_mails

    if await trial_mails.has_arrived():
        return Finding("trial mail", True, "a mail server has taken one")
    last = await trial_mails.last()
    says = f"the last one: {last.fate} {last.error}".rstrip() if last else "none was ever sent"
    return Finding("trial mail", False, says, f"{OFFICE_PAGES} → La posta")


async def mails_return(settings: Settings) -> Finding:
    if settings.mail_bounces:
        return Finding("bounces", True, settings.mail_bounces)
    return Finding("bounces", None, "what cannot be delivered is not noticed", "MAIL_BOUNCES: docs/operations.md")


def backup_finding(made: datetime | None, now: datetime) -> Finding:
    do = "rione backup FILE every night, and FILE on another machine"
    if made is None:
        return Finding("backup", False, "none is known here", do)
    says = f"the last one is of {made:%Y-%m-%d %H:%M} UTC"
    return Finding("backup", now - made <= BACKUP_EVERY, says, do)


def proof_finding(proved: datetime | None, now: datetime) -> Finding:
    do = "rione restore FILE --trial: proves that FILE restores, and replaces nothing"
    if proved is None:
        return Finding("restore", False, "was never tried here", do)
    says = f"last tried on {proved:%Y-%m-%d %H:%M} UTC"
    return Finding("restore", now - proved <= PROVED_EVERY, says, do)


async def backups_are_made(settings: Settings) -> Finding:
    return backup_finding(copies.known(settings.data_dir).made_at, clock.now())


async def restoring_was_tried(settings: Settings) -> Finding:
    return proof_finding(copies.known(settings.data_dir).proved_at, clock.now())


async def office_can_be_reached(_: Settings) -> Finding:
    from deliberation.notices.office_page import office_page

    said = (await office_page()).text
    missing = [] if said.name else ["its name"]
    missing += [] if said.phone or said.email else ["a telephone or an address"]
    missing += [] if said.opening_hours else ["its opening hours"]
    says = f"the office's page does not say {', '.join(missing)}" if missing else "name, contact and hours are said"
    return Finding("contact", not missing, says, f"{OFFICE_PAGES} → L'ufficio")


async def security_is_reported(settings: Settings) -> Finding:
    if settings.security_contact:
        return Finding("security", True, settings.security_contact)
    return Finding("security", False, "nobody is named for reports of holes", "SECURITY_CONTACT=an address")


async def privacy_is_told(_: Settings) -> Finding:
    from deliberation.installation.data_protection import data_notice

    missing = [name for name in (await data_notice()).notice.missing if not name.startswith("accessibility")]
    says = f"not said yet: {', '.join(missing)}" if missing else "who answers for data, and for how long, is said"
    return Finding("privacy", not missing, says, f"{OFFICE_PAGES} → Privacy e accessibilità")


async def accessibility_is_told(_: Settings) -> Finding:
    from deliberation.installation.data_protection import data_notice

    notice = (await data_notice()).notice
    missing = [name for name in ("accessibility_email", "statement_url") if not getattr(notice, name)]
    says = f"not said yet: {', '.join(missing)}" if missing else "address for reports and statement are said"
    return Finding("accessibility", not missing, says, f"{OFFICE_PAGES} → Privacy e accessibilità")


async def steps_are_done(_: Settings) -> Finding:
    from deliberation.installation.steps import steps

    missing = [str(view.step) for view in await steps() if view.is_missing]
    says = f"steps that wait: {', '.join(missing)}" if missing else "all steps are done, or done without"
    return Finding("set-up", not missing, says, OFFICE_PAGES)


async def nobody_is_invented(_: Settings) -> Finding:
    from deliberation.installation.readiness import crowd

    found = await crowd()
    if not found.is_demo and not found.demo_accounts:
        return Finding("demonstration", True, "none")
    what = "the comune is the demonstration" if found.is_demo else "the comune is real"
    do = "begin with an empty database: rione migrate, rione comune load FOLDER"
    says = f"{what}, with {found.demo_accounts} accounts whose password everybody knows"
    return Finding("demonstration", False, says, do)


async def office_has_accounts(_: Settings) -> Finding:
    from deliberation.installation.readiness import crowd

    found = await crowd()
    if found.offices > 1:
        return Finding("office", True, f"{found.offices} people")
    if found.offices:
        says = "one person: nobody judges what they wrote, and nobody stands in for them"
        return Finding("office", None, says, "rione account grant --role office --email …")
    return Finding("office", False, "nobody of the office has an account", "rione setup-link")


async def keys_are_apart(settings: Settings) -> Finding:
    """Whoever has the database and the key of identity can try out fiscal codes."""
    key = identity_key_file(settings.data_dir)
    if key is None:
        return Finding("key apart", True, "the key of identity is a setting")
    if machines.is_open_to_others(key):
        return Finding("key apart", False, f"others on this machine may read {key}", f"chmod 600 {key}")
    prefix = "sqlite:///"
    file = Path(settings.database_url.removeprefix(prefix)) if settings.database_url.startswith(prefix) else None
    if file and machines.is_beside(key, file):
        do = "move it to a folder of its own, and name it: IDENTITY_KEY_FILE=/etc/rione/identity_key"
        return Finding("key apart", False, f"a copy of the folder of {file.name} takes {key} with it", do)
    return Finding("key apart", True, f"{key} is kept apart from the database")


def clock_finding(state: int | None, drift: float | None) -> Finding:
    """From the kernel's word for its clock, and the seconds between this machine and the database's."""
    do = "chrony or systemd-timesyncd on every machine: votes open and close by its clock"
    if drift is not None and abs(drift) > MOST_DRIFT:
        return Finding("time", False, f"the database's clock is {drift:+.1f} s from this machine's", do)
    if state is None:
        return Finding("time", None, "this system does not say whether its clock is kept in step", do)
    is_kept = state != machines.UNSYNCHRONISED
    return Finding("time", is_kept, "kept in step" if is_kept else "nobody keeps this machine's clock in step", do)


async def time_is_kept(_: Settings) -> Finding:
    from deliberation.installation.readiness import database_clock

    there = await database_clock()
    drift = (there - clock.now()).total_seconds() if there else None
    return clock_finding(machines.clock_state(), drift)


async def database_is_sound(settings: Settings) -> Finding:
    from deliberation.database import is_postgres
    from deliberation.installation.readiness import database_settings

    found = await database_settings()
    if is_postgres():
        told, kind = list(machines.postgres_faults(found, settings.workers)), "PostgreSQL"
    else:
        file = Path(settings.database_url.removeprefix("sqlite:///"))
        told, kind = list(machines.sqlite_faults(found, file)), "SQLite"
    do = "docs/operations.md, What runs"
    return Finding("durability", not told, "; ".join(told) or f"{kind} keeps what it has confirmed", do)


async def debugging_is_off(settings: Settings) -> Finding:
    says = "DEBUG is on: more is logged than in public" if settings.debug else "off"
    return Finding("debug", not settings.debug, says, "take DEBUG out of the environment")


async def worker_works(_: Settings) -> Finding:
    """A note of the usual checks while nothing waits; in public a vote's mails must have somebody to send them."""
    from deliberation.records import queries

    now = clock.now()
    found = await queries.queue(now)
    is_alive = found.alive_at is not None and now - found.alive_at <= SILENT
    do = "start rione worker, or leave RUN_WORKER at 1"
    return Finding("sender", is_alive, "a worker is alive" if is_alive else "no worker is alive", do)


PUBLIC: tuple[Check, ...] = (
    public_address,
    public_answer,
    proxies_are_trusted,
    mail_leaves,
    mail_was_tried,
    mails_return,
    worker_works,
    backups_are_made,
    restoring_was_tried,
    database_is_sound,
    time_is_kept,
    keys_are_apart,
    debugging_is_off,
    security_is_reported,
    steps_are_done,
    office_can_be_reached,
    privacy_is_told,
    accessibility_is_told,
    office_has_accounts,
    nobody_is_invented,
)
