# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""rione serve and rione worker: the processes that stay."""

import asyncio
import os
import signal

import click

from web.commands import terminal

GRACE = 20


@click.command()
@click.option("--host", help="Address to listen on  [setting HOST]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on  [setting PORT]")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes, on PostgreSQL  [setting WORKERS]")
def serve(host: str | None, port: int | None, workers: int | None) -> None:
    """Serve the site. SIGTERM finishes the requests in flight (20 seconds at most), then stops."""
    for name, value in (("HOST", host), ("PORT", port), ("WORKERS", workers)):
        if value is not None:  # the serving processes read them again
            os.environ[name] = str(value)
    import uvicorn

    from deliberation.schema import migrations
    from web import assets_build, settings
    from web.commands.first_start import links
    from web.http import logs
    from web.http.connections import BoundedProtocol

    found = settings.load()
    logs.configure(found)
    if found.workers > 1 and found.database_url.startswith("sqlite:"):
        terminal.stop(
            "SQLite is served by one process: use --workers 1, or PostgreSQL (DATABASE_URL) for more.", terminal.MISUSED
        )
    if not assets_build.is_fresh():
        terminal.stop("The styles and scripts are not built from these sources: run make setup.", terminal.CHECK_FAILED)
    if asyncio.run(migrations.pending()):
        terminal.stop("The database is not up to date: run rione migrate.", terminal.CHECK_FAILED)
    links.print_link_where_needed(found.base_url)
    terminal.out.print(f"Rione: {found.base_url}  (Ctrl-C stops it)", markup=False)
    uvicorn.run(
        "web.http.serving:application",
        factory=True,
        host=found.host,
        port=found.port,
        workers=found.workers,
        loop="uvloop",
        http=BoundedProtocol,
        ws="none",
        proxy_headers=bool(found.trusted_proxies),
        forwarded_allow_ips=",".join(found.trusted_proxies),
        timeout_graceful_shutdown=GRACE,
        timeout_keep_alive=15,
        access_log=False,
        log_config=None,  # web/http/logs.py
        server_header=False,
        log_level="info" if found.debug else "warning",
    )


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, and leave.")
def worker(once: bool) -> None:
    """Send mails and keep phases. Needed beside `serve` only where RUN_WORKER is 0; several are fine."""
    from web import settings
    from web.http import logs
    from web.worker import do_all, working

    logs.configure(settings.load())
    if once:
        done = terminal.run(do_all)
        terminal.out.print(f"jobs done: {done}", markup=False)
        return

    async def until_stopped() -> None:
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        async with working():
            await stop.wait()

    terminal.run(until_stopped)
