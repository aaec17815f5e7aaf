# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What does not stop a count and must be told with it: plain data in the outcome, sentences in the minutes.

A warning is ``{"code": …, …}``; its other entries fill the sentence of its code in ``WORDS``. ``first`` lists at most
``MOST_NAMED`` of what it speaks of.
"""

from collections.abc import Mapping, Sequence

MOST_NAMED = 5
Warned = Mapping[str, object]

WORDS: Mapping[str, Mapping[str, str]] = {
    "it": {
        "fewer_options_than_seats": "I posti sono {seats}, le opzioni {options}: entrano tutte.",
        "ballots_beyond_limits": "Schede oltre i limiti del file: {number}. Non valgono. Le prime: {first}.",
        "beyond": "riga {line}, {limit} {allowed}, trovato {found}",
        "num_projects": "Il file dice {declared} progetti: sono {found}.",
        "num_votes": "Il file dice {declared} schede: sono {found}.",
        "votes": "Voti del file diversi da quelli contati per {number} progetti. I primi: {first}.",
        "differs": "{option}, nel file {declared}, contati {found}",
        "counted_as": "La regola del file, {rule}, è contata come {as}: il file non dice tutto.",
    },
    "en": {
        "fewer_options_than_seats": "There are {seats} seats and {options} options: all are elected.",
        "ballots_beyond_limits": "Ballots beyond the file's limits: {number}. They are void. The first: {first}.",
        "beyond": "line {line}, {limit} {allowed}, found {found}",
        "num_projects": "The file says {declared} projects: there are {found}.",
        "num_votes": "The file says {declared} ballots: there are {found}.",
        "votes": "The file's votes differ from those counted for {number} projects. The first: {first}.",
        "differs": "{option}, {declared} in the file, {found} counted",
        "counted_as": "The file's rule, {rule}, is counted as {as}: the file does not say everything.",
    },
}


def sentence(warning: Warned, language: str) -> str:
    """A warning in words. ``language``: ``it`` or ``en``."""
    words = WORDS[language]
    listed = warning.get("first", ())
    assert isinstance(listed, Sequence)
    first = "; ".join(words["beyond" if "limit" in each else "differs"].format(**each) for each in listed)
    return words[str(warning["code"])].format(**{**warning, "first": first})
