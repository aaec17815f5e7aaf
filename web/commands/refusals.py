# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Why a count was refused, in one English sentence: for the command line, which speaks English."""

from voting.errors import CountError, FormatError, TieError

WORDS = {
    "unknown_rule": "there is no rule {rule}; rione rules lists them",
    "wrong_ballot_kind": "{rule} does not count {found} ballots",
    "unknown_parameter": "the rule has no such parameter",
    "bad_parameter": "a parameter has a value that the rule does not take",
    "budget_missing": "{rule} spends a budget, and there is none",
    "bad_budget": "the budget must be a whole number or an exact fraction, 0 or more",
    "bad_cost": "every option needs an exact cost above 0",
    "no_options": "there are no options",
    "repeated_option": "an option stands there twice",
    "unknown_option": "there is no such option",
    "bad_weight": "a weight must be a whole number, 0 or more",
    "bad_profile": "the ballots cannot be counted by this rule",
    "equal_ranks": "{rule} counts no equal ranks: each place once on a ballot",
    "wrong_options": "the ballots speak of other options",
    "too_many_options": "there are too many options for this rule",
    "too_few_people": "there are fewer people than seats: {found}, needed {needed}",
    "too_hard": "{rule} would have to compare more than {most} sets of projects",
    "too_many_lots": "the lots could fall in too many ways: more than {most} counts",
    "quotas_unmet": "no panel meets all the quotas",
    "tie_refused": "a tie is left open: {tied}; the criteria refuse to choose",
    "lot_needed": "a tie waits for the public draw: {tied}; give its seed with --lot-seed",
    "tie_open": "a tie is left open by the criteria: {tied}",
    "unknown_criterion": "there is no such criterion for ties",
    "bad_seed": "the seed of the draw must be hex digits, two by two",
}


class _Known(dict[str, object]):
    """Parameters of an error; one that is missing leaves a gap in the sentence, never a fault."""

    def __missing__(self, name: str) -> str:
        return "?"


def sentence(error: FormatError | CountError) -> str:
    """The refusal with what was found, as a person reads it."""
    if isinstance(error, FormatError):
        found = visible(error.found[:80]) or "nothing"
        return f"line {error.line}, {error.field}: expected {error.expected}, found {found}"
    words = WORDS.get(error.code, error.code.replace("_", " "))
    text = words.format_map(_Known({name: _told(value) for name, value in error.params.items()}))
    rest = {name: value for name, value in error.params.items() if "{" + name + "}" not in words}
    if rest and not isinstance(error, TieError):
        text += " (" + ", ".join(f"{name} {_told(value)}" for name, value in rest.items()) + ")"
    return text


def visible(text: str) -> str:
    """On one line, with what cannot be printed written out."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


def _told(value: object) -> str:
    if isinstance(value, list | tuple | set | frozenset):
        return visible(", ".join(map(str, value)))
    return visible(str(value))
