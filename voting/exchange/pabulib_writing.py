# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pabulib text from an election: ``pabulib.read(write(e))`` holds the same."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from voting.ballots import BallotKind
from voting.canonical import exact
from voting.errors import FormatError
from voting.exchange.elections import rows
from voting.exchange.pabulib import Election, Voter
from voting.exchange.pabulib_sections import KINDS
from voting.options import Option
from voting.profile import Profile

NAMES = {kind: name for name, kind in reversed(KINDS.items())} | {BallotKind.BUDGET: "approval"}


def write(election: Election) -> str:
    """The text of a read file: META as it was, projects and voters in file order."""
    more = {"votes": election.declared_votes, "score": election.declared_scores}
    columns = {name: {option: str(n) for option, n in found.items()} for name, found in more.items() if found}
    if election.selected is not None:
        columns["selected"] = {option.id: str(int(option.id in election.selected)) for option in election.options}
    kind = election.profile.kind
    return _text(election.meta, election.options, columns, kind, election.voters())


def write_profile(profile: Profile, options: Sequence[Option], budget: Fraction, meta: Mapping[str, str]) -> str:
    """The text of a count's ballots, voters numbered; their group is the column ``neighborhood``.

    Raises FormatError for ballots that the format has no name for (equal places, scores, grades, points below 1).
    """
    negative = profile.kind is BallotKind.POINTS and bool((profile.values < 1).any())
    if profile.kind not in NAMES or profile.has_ties or negative:
        raise FormatError(1, "vote_type", "|".join(KINDS), profile.kind.value)
    n_votes = profile.n_valid + profile.n_blank
    own = {
        "budget": exact(budget),
        "vote_type": NAMES[profile.kind],
        "num_projects": str(len(options)),
        "num_votes": str(n_votes),
    }
    totals = dict(zip((option.id for option in profile.options), profile.votes, strict=True))
    columns = {"votes": {option: str(n) for option, n in totals.items()}}
    return _text({**meta, **own}, options, columns, profile.kind, _numbered(profile))


def _numbered(profile: Profile) -> Iterator[Voter]:
    number = 0
    for row in rows(profile):
        for _ in range(row.weight):
            number += 1
            fields = {"neighborhood": row.group} if profile.groups != ("",) else {}
            yield Voter(str(number), row.ballot, fields)


def _text(
    meta: Mapping[str, str],
    options: Sequence[Option],
    columns: Mapping[str, Mapping[str, str]],
    kind: BallotKind,
    voters: Iterable[Voter],
) -> str:
    text = io.StringIO(newline="")
    lines = csv.writer(text, delimiter=";", lineterminator="\n")
    text.write("META\nkey;value\n")
    lines.writerows((key, _flat(value)) for key, value in meta.items())
    fields = [name for name in ("name", "category", "zone") if any(getattr(option, name) for option in options)]
    heading = ["district" if name == "zone" else name for name in fields]
    text.write("PROJECTS\n")
    lines.writerow(["project_id", "cost", *heading, *columns])
    for option in options:
        known = [_flat(getattr(option, name) or "") for name in fields]
        counted = [columns[name].get(option.id, "") for name in columns]
        lines.writerow([option.id, exact(option.cost or 0), *known, *counted])
    listed = list(voters)
    others = list(dict.fromkeys(name for voter in listed for name in voter.fields))
    points = ["points"] if kind is BallotKind.POINTS else []
    text.write("VOTES\n")
    lines.writerow(["voter_id", "vote", *points, *others])
    for voter in listed:
        given = [",".join(str(value) for _, value in voter.ballot.marks)] if points else []
        rest = [voter.fields.get(name, "") for name in others]
        lines.writerow([voter.id, ",".join(voter.ballot.option_ids), *given, *rest])
    return text.getvalue()


def _flat(text: str) -> str:
    return " ".join(text.split())
