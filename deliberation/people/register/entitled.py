# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is known of an account when the regulation asks who somebody is: the facts of `regulations.eligibility`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from piccolo.querystring import QueryString

from deliberation.actor import Actor
from deliberation.clock import from_rome, in_rome
from deliberation.database import rows
from deliberation.people.register.states import TieState
from deliberation.regulations.eligibility import Citizenship, Facts, Limits, Sometime
from deliberation.regulations.profile import Basis

# Of an account `a`; the residence that the account holds is that of a declared tie where it was settled with it.
FACTS = (
    "a.birth_date, a.neighbourhood, a.declared_at, a.verified_at, w.citizenship, w.resident_since, "
    "t.basis, t.state AS tie_state"
)
FACTS_FROM = (
    "LEFT JOIN person w ON w.id = a.person LEFT JOIN self_declaration t ON t.account = a.id "
    "AND t.state IN ('approved', 'expired') AND t.decided_at = a.declared_at"
)
_FLAGS = tuple(
    f"coalesce(CAST({name} AS text), '')"
    for name in ("is_old", "is_undeclared", "is_here", "is_long_here", "was_here", "was_long_here")
)
# Accounts with the `kind` of people they are: whom limits do not tell apart, in whatever a regulation asks.
_KINDS = f"""
SELECT id, neighbourhood, birth_date, CAST(neighbourhood AS text) || '|' || coalesce(citizenship, '') || '|'
       || coalesce(basis, '') || '|' || coalesce(state, '') || '|' || {"|| '|' ||".join(_FLAGS)} AS kind
FROM (
    SELECT a.id, a.neighbourhood, a.birth_date, w.citizenship, t.basis, t.state, a.birth_date <= {{}} AS is_old,
           a.declared_at IS NULL AS is_undeclared, w.resident_since <= {{}} AS is_here,
           w.resident_since <= {{}} AS is_long_here, a.verified_at < {{}} AND a.declared_at < {{}} AS was_here,
           a.verified_at < {{}} AND a.declared_at < {{}} AS was_long_here
    FROM account a {FACTS_FROM} WHERE %s
) known
"""
_ALIKE = f"""
SELECT {FACTS}, alike.kind, alike.n FROM (
    SELECT min(id) AS id, count(*) AS n, kind FROM ({_KINDS}) people GROUP BY kind
) alike JOIN account a ON a.id = alike.id {FACTS_FROM}
"""
_LACKS = {basis: frozenset(Basis) - {basis} for basis in Basis}


def facts_of(row: Mapping[str, Any]) -> Facts:
    """The facts of a row with FACTS. Who is verified as a resident has lived here since that day at the latest."""
    born = Sometime.on(row["birth_date"]) if row["birth_date"] else Sometime()
    has: tuple[Basis, ...] = ()
    lacks: frozenset[Basis] = frozenset()
    since = Sometime()
    basis = Basis(row["basis"] or Basis.RESIDENT)
    if row["tie_state"] == TieState.EXPIRED:
        lacks = frozenset({basis})
    elif row["declared_at"]:
        has, lacks = (basis,), _LACKS[basis]
        if row["resident_since"]:
            since = Sometime.on(row["resident_since"])
        elif row["verified_at"] and basis is Basis.RESIDENT:
            since = Sometime(latest=in_rome(max(row["verified_at"], row["declared_at"])).date())
    return Facts(
        born=born,
        has=has,
        lacks=lacks,
        citizenship=Citizenship(row["citizenship"]) if row["citizenship"] else None,
        resident_since=since,
        zone=row["neighbourhood"],
        is_checked=row["verified_at"] is not None,
    )


async def facts_alike(at: Limits, condition: str, *values: Any) -> list[dict[str, Any]]:
    """Rows for `facts_of` of the verified accounts `a` for which the condition holds, with `n` and their `kind`: one
    row for all of whom these limits say the same."""
    return await rows(_ALIKE % condition, *_days(at), *values)


def kinds(at: Limits, condition: str, *values: Any) -> QueryString:
    """The same accounts as a query, one by one: id, neighbourhood, birth_date, kind."""
    return QueryString(_KINDS % condition, *_days(at), *values)


def _days(at: Limits) -> tuple[object, ...]:
    here, long_here = (
        from_rome(datetime.combine(day + timedelta(days=1), time())) for day in (at.resident_by, at.resident_long_by)
    )
    return at.born_by, at.resident_by, at.resident_long_by, here, here, long_here, long_here


async def own_facts(actor: Actor) -> Facts:
    """What is known of the person who asks; nothing of a visitor."""
    found = await rows(f"SELECT {FACTS} FROM account a {FACTS_FROM} WHERE a.id = {{}}", actor.id)
    return facts_of(found[0]) if found else Facts()
