# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The comune's regulation in versions, the one that a consultation was opened with, and what the desk has seen of how
long somebody has lived here. The rules of participation that were chosen before become version 1.
"""

from piccolo.columns import Date, ForeignKey, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.table import Table

from deliberation.schema.additions import Additions, Guard, additions, existing

ID = "2026-11-29T02:00:00:000009"

Municipality = existing("Municipality")


class RegulationVersion(Table):
    municipality = ForeignKey(references=Municipality, on_delete=OnDelete.restrict, null=False)
    number = Integer(unique=True)
    content = Text()
    valid_from = Date()
    article = Varchar(length=160, default="")
    reason = Varchar(length=500, default="")
    written_by = Varchar(length=40)
    written_at = Timestamptz()


class Consultation(Table):
    regulation = ForeignKey(references=RegulationVersion, on_delete=OnDelete.restrict, null=True, default=None)


class Person(Table):
    citizenship = Varchar(length=10, default="")
    resident_since = Date(null=True, default=None)


GUARDS = [
    Guard(
        "regulations_are_kept",
        "UPDATE",
        "regulation_version",
        "OLD.number > 0",
        "what was written of the regulation is kept: a new version takes its place",
    ),
    Guard(
        "regulations_never_go",
        "DELETE",
        "regulation_version",
        "OLD.number > 0",
        "what was written of the regulation is kept: a new version takes its place",
    ),
    Guard(
        "the_rules_are_kept",
        "UPDATE OF regulation",
        "consultation",
        "OLD.state <> 'draft' AND coalesce(NEW.regulation, 0) <> coalesce(OLD.regulation, 0)",
        "a consultation keeps the regulation it was opened with",
    ),
]


def _first(day: str, every: str) -> str:
    """Version 1 from the minimum age and the ties that the office had chosen."""
    ties = f"""(SELECT {every}(',"' || basis || '"', '') FROM allowed_basis)"""
    months = "(SELECT max(longest_months) FROM allowed_basis)"
    return (
        "INSERT INTO regulation_version (municipality, number, content, valid_from, article, reason, written_by, "
        'written_at) SELECT r.municipality, 1, \'{"name":"Regole della partecipazione","tie_months":\' || '
        f'coalesce({months}, 12) || \',"voting":{{"bases":["resident"\' || coalesce({ties}, \'\') || '
        "'],\"min_age\":' || r.min_age || '}}', "
        f"{day}, '', 'Le regole scelte finora', 'system', r.changed_at FROM participation_rules r"
    )


async def forwards() -> Additions:
    return additions(
        ID,
        "regulations",
        tables=[RegulationVersion],
        columns=[Consultation, Person],
        sqlite=[_first("substr(r.changed_at, 1, 10)", "group_concat"), *(guard.sqlite for guard in GUARDS)],
        postgres=[
            _first("(r.changed_at AT TIME ZONE 'Europe/Rome')::date", "string_agg"),
            *(statement for guard in GUARDS for statement in guard.postgres),
        ],
    )
