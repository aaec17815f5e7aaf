# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a check finds, and how findings are told."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass

from web.commands import terminal
from web.settings import Settings


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found. `ok` None: worth knowing, not a fault. `do`: the way out, where the sentence is not it."""

    check: str
    ok: bool | None
    says: str
    do: str = ""


Check = Callable[[Settings], Awaitable[Finding]]


async def examined(checks: Sequence[Check], settings: Settings) -> list[Finding]:
    """Every check; one that cannot be made is a finding too."""
    found = []
    for check in checks:
        try:
            found.append(await check(settings))
        except Exception as error:
            name = check.__name__.split("_")[0]
            found.append(Finding(name, False, f"{type(error).__name__}: {error}"))
    return found


def tell(found: Sequence[Finding], *, as_json: bool) -> None:
    """A line each, with the way out below it; or one JSON document."""
    if as_json:
        terminal.print_json([asdict(finding) for finding in found])
        return
    words = {True: "ok", False: "FAILED", None: "note"}
    for finding in found:
        terminal.out.print(f"{words[finding.ok]:7} {finding.check:14} {finding.says}", markup=False)
        if finding.do and not finding.ok:
            terminal.out.print(f"{'':21} → {finding.do}", markup=False)
