# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""PrefLib files (Mattei and Walsh 2013): ``.soc .soi .toc .toi`` rankings (strict or with ties, complete or not) and
``.cat`` categories.

Lines ``# KEY: value`` come first, then a line for each distinct ballot: ``count: 3,{1,2},4``. Options are "1" … "n".
One or two categories are approvals of the first; more are grades, the first category the best.
"""

import re
from collections.abc import Sequence

from voting.ballots import BallotKind
from voting.errors import FormatError
from voting.exchange.elections import Election, Row, of_orders, rows, whole
from voting.options import Option

TYPES = ("soc", "soi", "toc", "toi", "cat")
KNOWN = frozenset(
    {"DATA TYPE", "NUMBER ALTERNATIVES", "NUMBER VOTERS", "NUMBER UNIQUE ORDERS", "NUMBER CATEGORIES", "TITLE"}
)
MOST = 10_000
Groups = list[list[int]]
Voted = list[tuple[int, Sequence[tuple[int, int]]]]
TOKEN = re.compile(r"\{[^{}]*\}|[^,{}]+|(?<=,)(?=,|$)|^(?=,)")


class PreflibError(FormatError):
    """A PrefLib file that cannot be read."""


def read(text: str, data_type: str | None = None) -> Election:
    """The election of a text; ``data_type`` (the file's ending) must be the one that the file names, if it names one.

    Raises PreflibError with line, field and what was expected.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    head: dict[str, tuple[int, str]] = {}
    body: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        if line.startswith("#"):
            key, colon, value = line[1:].partition(":")
            key = key.strip().upper()
            if colon and key in head and key in KNOWN:
                raise PreflibError(number, key, f"one line {key}", f"a second one, after line {head[key][0]}")
            if colon:
                head.setdefault(key, (number, value.strip()))
        elif line.strip():
            body.append((number, line))
    named, kind = head.get("DATA TYPE"), data_type
    if named is not None:
        kind = named[1].lower()
    if kind not in TYPES or (data_type is not None and kind != data_type):
        where = named or (1, "none")
        raise PreflibError(where[0], "DATA TYPE", data_type or "|".join(TYPES), where[1])
    options = _options(head)
    if kind == "cat":
        return _categories(head, options, body)
    voted = [_ranking(line, number, len(options), str(kind)) for number, line in body]
    _declared(head, voted)
    profile = of_orders(BallotKind.RANKING, options, voted)
    return Election(options, profile, title=_value(head, "TITLE"))


def _value(head: dict[str, tuple[int, str]], key: str) -> str:
    return head.get(key, (0, ""))[1]


def _options(head: dict[str, tuple[int, str]]) -> tuple[Option, ...]:
    if "NUMBER ALTERNATIVES" not in head:
        raise PreflibError(1, "NUMBER ALTERNATIVES", "a line # NUMBER ALTERNATIVES: n", "none")
    line, text = head["NUMBER ALTERNATIVES"]
    n = whole(text, line, "NUMBER ALTERNATIVES", 1)
    if n > MOST:
        raise PreflibError(line, "NUMBER ALTERNATIVES", f"1 to {MOST}", text)
    return tuple(Option(str(at), _value(head, f"ALTERNATIVE NAME {at}")) for at in range(1, n + 1))


def _declared(head: dict[str, tuple[int, str]], voted: Voted) -> None:
    told = (
        ("NUMBER VOTERS", sum(count for count, _ in voted), "the sum of the counts"),
        ("NUMBER UNIQUE ORDERS", len(voted), "the number of ballot lines"),
    )
    for key, found, words in told:
        if key in head and whole(head[key][1], head[key][0], key) != found:
            raise PreflibError(head[key][0], key, f"{found}, {words}", head[key][1])


def _groups(line: str, number: int, n: int) -> tuple[int, Groups]:
    """A ballot line: how many, and its groups of alternatives."""
    count, colon, rest = line.partition(":")
    if not colon:
        raise PreflibError(number, "ballot", "count: alternatives", line[:60])
    weight = whole(count.strip(), number, "count")
    rest = "".join(rest.split())
    tokens = TOKEN.findall(rest) if rest else []
    if ",".join(tokens) != rest:
        raise PreflibError(number, "ballot", "alternatives and groups {…}, divided by commas", rest[:60])
    groups: Groups = []
    for token in tokens:
        inside = token[1:-1] if token.startswith("{") else token
        parts = inside.split(",") if inside or not token.startswith("{") else []
        groups.append([whole(part, number, "alternative", 1) - 1 for part in parts])
    found = [at for group in groups for at in group]
    if found and max(found) >= n:
        raise PreflibError(number, "alternative", f"1 to {n}", str(max(found) + 1))
    if len(set(found)) < len(found):
        raise PreflibError(number, "ballot", "each alternative once", rest[:60])
    return weight, groups


def _ranking(line: str, number: int, n: int, kind: str) -> tuple[int, Sequence[tuple[int, int]]]:
    weight, groups = _groups(line, number, n)
    if any(not group for group in groups):
        raise PreflibError(number, "ballot", "no empty place", line[:60])
    if kind[0] == "s" and any(len(group) > 1 for group in groups):
        raise PreflibError(number, "ballot", f"no equal places in .{kind}", line[:60])
    if kind.endswith("c") and sum(map(len, groups)) < n:
        raise PreflibError(number, "ballot", f"all {n} alternatives in .{kind}", line[:60])
    return weight, [(at, place) for place, group in enumerate(groups, 1) for at in group]


def _categories(
    head: dict[str, tuple[int, str]], options: tuple[Option, ...], body: Sequence[tuple[int, str]]
) -> Election:
    if "NUMBER CATEGORIES" not in head:
        raise PreflibError(1, "NUMBER CATEGORIES", "a line # NUMBER CATEGORIES: n", "none")
    line, text = head["NUMBER CATEGORIES"]
    n = whole(text, line, "NUMBER CATEGORIES", 1)
    kind = BallotKind.APPROVAL if n <= 2 else BallotKind.GRADES
    voted: Voted = []
    for number, row in body:
        weight, groups = _groups(row, number, len(options))
        if len(groups) > n:
            raise PreflibError(number, "ballot", f"up to {n} categories", row[:60])
        if kind is BallotKind.APPROVAL:
            voted.append((weight, [(at, 1) for group in groups[:1] for at in group]))
        else:
            voted.append((weight, [(at, n - 1 - place) for place, group in enumerate(groups) for at in group]))
    _declared(head, voted)
    return Election(options, of_orders(kind, options, voted), title=_value(head, "TITLE"))


def write(election: Election) -> str:
    """The file of rankings, approvals or grades, as the narrowest type that holds them. Raises FormatError for others.

    ``read(write(e))`` holds the same ballots; ids become numbers in file order.
    """
    kind = election.profile.kind
    number = {option.id: at for at, option in enumerate(election.options, 1)}
    listed = list(rows(election.profile))
    if kind is BallotKind.RANKING:
        data_type, lines = _ranking_lines(listed, number)
        more: list[str] = []
    elif kind in (BallotKind.APPROVAL, BallotKind.GRADES):
        data_type = "cat"
        top = max((value for row in listed for _, value in row.ballot.marks), default=0)
        n = 2 if kind is BallotKind.APPROVAL else max(3, top + 1)
        lines = [_category_line(row, number, n) for row in listed]
        more = [f"# NUMBER CATEGORIES: {n}", *(f"# CATEGORY NAME {at}: {at}" for at in range(1, n + 1))]
    else:
        raise PreflibError(1, "kind", "rankings, approvals or grades", kind.value)
    names = [" ".join((option.name or option.id).split()) for option in election.options]
    head = [
        f"# TITLE: {' '.join(election.title.split())}",
        f"# DATA TYPE: {data_type}",
        f"# NUMBER ALTERNATIVES: {len(names)}",
        f"# NUMBER VOTERS: {sum(row.weight for row in listed)}",
        f"# NUMBER UNIQUE ORDERS: {len(listed)}",
        *more,
        *(f"# ALTERNATIVE NAME {at}: {name}" for at, name in enumerate(names, 1)),
    ]
    return "\n".join([*head, *lines]) + "\n"


def type_of(text: str) -> str:
    """The data type that a written file names: its ending."""
    return text.partition("# DATA TYPE: ")[2].partition("\n")[0]


def _ranking_lines(listed: Sequence[Row], number: dict[str, int]) -> tuple[str, list[str]]:
    ties, complete, lines = False, True, []
    for row in sorted(listed, key=lambda row: -row.weight):
        places: dict[int, list[int]] = {}
        for option, place in row.ballot.marks:
            places.setdefault(place, []).append(number[option])
        ranks = [sorted(places[place]) for place in sorted(places)]
        ties = ties or any(len(rank) > 1 for rank in ranks)
        complete = complete and len(row.ballot.marks) == len(number)
        lines.append(f"{row.weight}: " + ",".join(map(_braced, ranks)))
    return ("t" if ties else "s") + "o" + ("c" if complete else "i"), [line.rstrip() for line in lines]


def _category_line(row: Row, number: dict[str, int], n: int) -> str:
    marks = dict(row.ballot.marks)
    if row.ballot.kind is BallotKind.APPROVAL:
        yes = sorted(number[option] for option in marks)
        groups = [yes, sorted(set(number.values()) - set(yes))]
    else:
        groups = [sorted(number[o] for o, value in marks.items() if value == n - 1 - at) for at in range(n)]
    return f"{row.weight}: " + ",".join(map(_braced, groups))


def _braced(group: Sequence[int]) -> str:
    return str(group[0]) if len(group) == 1 else "{" + ",".join(map(str, group)) + "}"
