# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be seen of proposals: their statements carry the predicate of visibility.py, their comments follow them."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from math import cos, radians
from typing import Any

from piccolo.querystring import QueryString

from deliberation.actor import Actor
from deliberation.clock import in_rome
from deliberation.consultations.consultation import Place, json_words
from deliberation.consultations.states import ProposalState
from deliberation.database import rows
from deliberation.errors import NotFound
from deliberation.proposals.contents import MICRO, WRITTEN, written
from deliberation.proposals.search import likeness, patterns, stems
from deliberation.proposals.views import (
    COMMENT_COLUMNS,
    CommentSort,
    CommentView,
    Discussion,
    Page,
    ProposalCard,
    ProposalPoint,
    ProposalView,
)
from deliberation.proposals.visibility import keeps_order, proposals_listed, proposals_seen, reads_text, texts_read
from deliberation.records.enclosed import cover, cover_of

PAGE_SIZE = 24
MOST_TITLES = 1_000
NOBODY = 0  # no row has this id
MOST_POINTS = 2_000
_LIKENESS = 0.3
_JOINS = """FROM proposal p JOIN consultation c ON c.id = p.consultation
    LEFT JOIN neighbourhood n ON n.id = p.neighbourhood LEFT JOIN account a ON a.id = p.author"""
_SUPPORTS = "(SELECT COUNT(*) FROM support s WHERE s.proposal = p.id)"
_CARD = f"""p.id, p.public_id, p.title, SUBSTR(p.body, 1, 600) AS body, c.slug AS consultation_slug,
    c.title AS consultation_title, n.id AS place_id, n.slug AS place_slug, n.name AS place_name, p.category, p.state,
    p.asked_cents, p.cost_cents, p.cost_is_simulated, {_SUPPORTS} AS supports,
    (SELECT COUNT(*) FROM comment k WHERE k.proposal = p.id AND k.hidden_at IS NULL) AS comments,
    a.pseudonym AS author, p.author AS author_id, p.hidden_at, p.published_at, p.option_id,
    {cover("proposal", "p.public_id")} AS cover"""


class Sort(StrEnum):
    """Orders of a list of proposals. RANDOM is the same for everybody for one day, so that none is always first."""

    SUPPORTED = "supported"
    NEWEST = "newest"
    RANDOM = "random"


async def proposals(
    actor: Actor,
    *,
    at: datetime,
    consultation: str = "",
    query: str = "",
    neighbourhood: str = "",
    category: str = "",
    state: str = "",
    sort: Sort = Sort.SUPPORTED,
    near: tuple[float, float] | None = None,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Page:
    """A page of public proposals; filters by slugs, words, category and state. One statement.

    `near` (longitude, latitude) puts those whose point is nearest first, whatever `sort` says.
    """
    if query and not patterns(query):
        return Page((), 0, 1, size)
    condition = _filtered(actor, query, consultation, neighbourhood, category, state)
    page = max(1, min(page, 10_000))
    order = _order(sort, at) if near is None else _nearest(*near)
    counted = f", {_SUPPORTS} AS supports" if sort is Sort.SUPPORTED else ""
    found = await rows(  # the page's rows first: what a card counts is counted for them only
        f"SELECT {_CARD}, f.total {_JOINS} JOIN (SELECT p.id, COUNT(*) OVER () AS total{counted} {_JOINS} "
        f"WHERE {' AND '.join(['{}'] * len(condition))} ORDER BY {{}} LIMIT {{}} OFFSET {{}}) f ON f.id = p.id "
        "ORDER BY {}",
        *condition,
        order,
        size,
        (page - 1) * size,
        order,
    )
    if not found and page > 1:
        return await proposals(
            actor,
            at=at,
            consultation=consultation,
            query=query,
            neighbourhood=neighbourhood,
            category=category,
            state=state,
            sort=sort,
            near=near,
            size=size,
        )
    total = found[0]["total"] if found else 0
    return Page(tuple(_card(row, actor) for row in found), total, page, size)


async def titles(actor: Actor) -> tuple[str, ...]:
    """The titles of the newest public proposals, to guess a misspelt word by. One statement."""
    condition = [proposals_listed(actor), texts_read(actor)]
    found = await rows(
        f"SELECT p.title {_JOINS} WHERE {{}} AND {{}} ORDER BY p.id DESC LIMIT {MOST_TITLES}", *condition
    )
    return tuple(row["title"] for row in found)


async def points(
    actor: Actor,
    *,
    consultation: str = "",
    query: str = "",
    neighbourhood: str = "",
    category: str = "",
    state: str = "",
) -> tuple[ProposalPoint, ...]:
    """Where the public proposals are that say it, the newest first; filters as of `proposals`. One statement."""
    if query and not patterns(query):
        return ()
    condition = _filtered(actor, query, consultation, neighbourhood, category, state)
    condition += [texts_read(actor), QueryString("p.latitude_e6 IS NOT NULL AND p.longitude_e6 IS NOT NULL")]
    found = await rows(
        f"SELECT p.public_id, p.title, n.name AS place, p.longitude_e6, p.latitude_e6 {_JOINS} "
        f"WHERE {' AND '.join(['{}'] * len(condition))} ORDER BY p.id DESC LIMIT {MOST_POINTS}",
        *condition,
    )
    return tuple(
        ProposalPoint(
            row["public_id"], row["title"], row["place"] or "", row["longitude_e6"] / MICRO, row["latitude_e6"] / MICRO
        )
        for row in found
    )


def _filtered(
    actor: Actor, query: str, consultation: str, neighbourhood: str, category: str, state: str
) -> list[QueryString]:
    condition = [proposals_listed(actor)]
    if query:
        condition += [texts_read(actor), *(QueryString("p.plain_text LIKE {}", pattern) for pattern in patterns(query))]
    for column, value in (
        ("c.slug", consultation),
        ("n.slug", neighbourhood),
        ("p.category", category),
        ("p.state", state),
    ):
        if value:
            condition.append(QueryString(f"{column} = {{}}", value))
    return condition


def _nearest(longitude: float, latitude: float) -> QueryString:
    """By distance; without a point, or with one that is hidden, last and the newest first."""
    east, north = (
        f"(p.{column} - {round(degrees * MICRO)}) * {length:.6f}"
        for column, degrees, length in (
            ("longitude_e6", longitude, cos(radians(latitude))),
            ("latitude_e6", latitude, 1.0),
        )
    )
    unknown = "CASE WHEN p.latitude_e6 IS NULL OR p.longitude_e6 IS NULL OR p.hidden_at IS NOT NULL THEN 1 ELSE 0 END"
    return QueryString(
        f"{unknown}, CASE {unknown} WHEN 0 THEN ({east}) * ({east}) + ({north}) * ({north}) END, p.id DESC"
    )


def _order(sort: Sort, at: datetime) -> QueryString:
    if sort is Sort.NEWEST:
        return QueryString("p.published_at DESC, p.id DESC")
    if sort is Sort.RANDOM:
        day = in_rome(at).date().isoformat().encode()
        one, two = (int.from_bytes(hashlib.sha256(day + salt).digest()[:4]) % 1_000_003 for salt in (b"1", b"2"))
        mixed = f"((CAST(p.id AS BIGINT) * {one}) % 1000003) * ((CAST(p.id AS BIGINT) + {two}) % 1000003) % 998244353"
        return QueryString(f"{mixed}, p.id")
    return QueryString("supports DESC, p.id DESC")


async def proposal(public_id: str, actor: Actor) -> ProposalView:
    """One proposal. Raises NotFound, also for what this person may not see. One statement."""
    found = await rows(
        f"""SELECT p.id, p.public_id, c.slug AS consultation_slug, n.id AS place_id,
                n.slug AS place_slug, n.name AS place_name, p.author AS author_id, a.pseudonym AS author,
                {", ".join(f"p.{name}" for name in WRITTEN)}, p.cost_cents, p.cost_is_simulated, p.state,
                p.cofinanced_cents, p.cofinanced_by, p.for_city, p.assessment, p.option_id, p.gender, p.declared_votes,
                p.version, p.text_number, p.text_at, p.created_at, p.changed_at, p.published_at, p.hidden_at,
                d.reason AS hidden_reason, d.note AS hidden_note,
                {_SUPPORTS} AS supports,
                (SELECT COUNT(*) FROM support s WHERE s.proposal = p.id AND s.account = {{}}) AS i_support,
                (SELECT COUNT(*) FROM support s WHERE s.proposal = p.id AND s.account = p.author) AS author_supports,
                (SELECT COUNT(*) FROM asked_support q WHERE q.proposal = p.id) AS asked,
                (SELECT q.text_number FROM asked_support q WHERE q.proposal = p.id AND q.account = {{}}) AS asked_number
            {_JOINS}
            LEFT JOIN decision d ON p.hidden_at IS NOT NULL AND d.id = (SELECT MAX(e.id) FROM decision e
                WHERE e.target_kind = 'proposal' AND e.target = p.public_id AND e.act = 'hide')
            WHERE p.public_id = {{}} AND {{}}""",
        actor.id,
        actor.id,
        public_id,
        proposals_seen(actor),
    )
    if not found:
        raise NotFound("proposal.unknown")
    row = found[0]
    others = row["supports"] - row.pop("author_supports")
    place = _place(row)
    readable = reads_text(
        actor, hidden_at=row["hidden_at"], author=row["author_id"], neighbourhood=place.id if place else None
    )
    fields = written(row, hidden=not readable)
    rest = {name: value for name, value in row.items() if name not in WRITTEN}
    rest |= {
        "state": ProposalState(row["state"]),
        "place": place,
        "author": row["author"] or "",
        "others_support": others,
        "may_read": readable,
        "i_support": bool(row["i_support"]),
        "cost_is_simulated": bool(row["cost_is_simulated"]),
        "for_city": bool(row["for_city"]),
        "hidden_reason": row["hidden_reason"] or "",
        "hidden_note": row["hidden_note"] or "",
    }
    return ProposalView(**fields, **rest)


async def my_drafts(actor: Actor) -> tuple[ProposalCard, ...]:
    """The person's own drafts, the last written first."""
    found = await rows(
        f"SELECT {_CARD} {_JOINS} WHERE p.state = 'draft' AND p.author = {{}} AND {{}} ORDER BY p.changed_at DESC",
        actor.id,
        proposals_seen(actor),
    )
    return tuple(_card(row, actor) for row in found)


async def similar(
    actor: Actor, consultation: str, text: str, *, but: str = "", most: int = 3
) -> tuple[tuple[str, str], ...]:
    """Public proposals of a consultation (slug) with many stems in common: (public id, title), the likest first."""
    words = frozenset(stems(text))
    scored = []
    for row in await rows(
        f"SELECT p.public_id, p.title, p.plain_text {_JOINS} WHERE c.slug = {{}} AND p.public_id <> {{}} AND {{}} "
        "AND {}",
        consultation,
        but,
        proposals_listed(actor),
        texts_read(actor),
    ):
        title = likeness(words, frozenset(stems(row["title"])))
        whole = likeness(words, frozenset(row["plain_text"].split()))
        if (score := max(title, whole)) >= _LIKENESS:
            scored.append((-score, row["title"], row["public_id"]))
    return tuple((public_id, title) for _, title, public_id in sorted(scored)[:most])


async def categories(actor: Actor, *, consultation: str = "") -> tuple[str, ...]:
    """The categories that public proposals have."""
    here = QueryString("c.slug = {}", consultation) if consultation else QueryString("1 = 1")
    found = await rows(
        f"SELECT DISTINCT p.category {_JOINS} WHERE p.category <> '' AND {{}} AND {{}} ORDER BY p.category",
        here,
        proposals_listed(actor),
    )
    return tuple(row["category"] for row in found)


def _place(row: dict[str, Any]) -> Place | None:
    """Takes the three columns of the neighbourhood out of the row."""
    id, slug, name = row.pop("place_id"), row.pop("place_slug"), row.pop("place_name")
    return None if id is None else Place(id, slug, name)


def _card(row: dict[str, Any], actor: Actor) -> ProposalCard:
    row.pop("total", None)
    author_id, body, hidden_at = row.pop("author_id"), row.pop("body"), row.pop("hidden_at")
    place = _place(row)
    row |= {"state": ProposalState(row["state"]), "place": place, "author": row["author"] or ""}
    row["cost_is_simulated"] = bool(row["cost_is_simulated"])
    mine = actor.is_signed_in and author_id == actor.id
    if not reads_text(actor, hidden_at=hidden_at, author=author_id, neighbourhood=place.id if place else None):
        body, row["cover"] = "", None
    row["cover"] = cover_of(row["cover"])
    return ProposalCard(**row, excerpt=excerpt(body), is_mine=mine, is_hidden=hidden_at is not None)


@lru_cache(maxsize=1024)
def excerpt(markdown: str, length: int = 180) -> str:
    """The beginning of a text without its marks, cut at a word."""
    bare = re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", markdown[: 20 * length])
    bare = re.sub(r"^[ \t]*(?:[-+*>#]+|\d+\.)[ \t]+", " ", bare, flags=re.MULTILINE)
    bare = " ".join(re.sub(r"[*_`|]+", "", bare).split())
    if len(bare) <= length:
        return bare
    return bare[:length].rsplit(" ", 1)[0].rstrip(".,;:") + "…"


async def comments(
    proposal: ProposalView, actor: Actor, *, sort: CommentSort = CommentSort.NEWEST
) -> tuple[CommentView, ...]:
    """The threads of a proposal that this person may see (pass what `queries.proposal` returned)."""
    return (await discussion(proposal, actor)).threads(sort)


async def discussion(proposal: ProposalView, actor: Actor) -> Discussion:
    """The same, unread. One row in one statement, whoever asks: nothing is made of what was drawn before."""
    every, line, _ = json_words()
    found = await rows(
        f"""SELECT COALESCE(CAST({every}({line}({", ".join(COMMENT_COLUMNS)})) AS TEXT), '[]') AS told,
               COALESCE(MAX(CASE WHEN k.author = {{}} THEN 1 ELSE 0 END), 0) AS wrote
           FROM comment k LEFT JOIN account a ON a.id = k.author
           LEFT JOIN decision d ON k.hidden_at IS NOT NULL AND d.id = (SELECT MAX(e.id) FROM decision e
               WHERE e.target_kind = 'comment' AND e.target = k.public_id AND e.act = 'hide')
           WHERE k.proposal = {{}}""",
        proposal.author_id or NOBODY,
        proposal.place.id if proposal.place else NOBODY,
        actor.id,
        proposal.id,
    )
    writer = actor.id if actor.is_signed_in and found[0]["wrote"] else None
    return Discussion(found[0]["told"], writer, keeps_order(actor, proposal.place.id if proposal.place else None))
