# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two texts word by word."""

from hypothesis import given
from hypothesis import strategies as st

from deliberation.records.comparisons import Fate, carried, changed_words, compare

TEXTS = st.text(alphabet="abàé' \n.,;€😀\u202e", max_size=60)


def told(before: str, after: str) -> str:
    marks = {Fate.KEPT: "{}", Fate.REMOVED: "[-{}-]", Fate.ADDED: "[+{}+]"}
    return "".join(marks[run.fate].format(run.text) for run in compare(before, after))


@given(TEXTS, TEXTS)
def test_kept_and_removed_words_are_the_old_text_and_kept_and_added_ones_the_new_one(before: str, after: str) -> None:
    runs = compare(before, after)
    assert "".join(run.text for run in runs if run.fate is not Fate.ADDED) == before
    assert "".join(run.text for run in runs if run.fate is not Fate.REMOVED) == after
    assert all(run.text for run in runs)


@given(TEXTS)
def test_the_same_text_has_nothing_removed_or_added(text: str) -> None:
    assert {run.fate for run in compare(text, text)} <= {Fate.KEPT}
    assert changed_words(text, text) == ([], [])


def test_a_word_is_replaced_whole_and_what_goes_stands_before_what_comes() -> None:
    assert told("Tre panchine, al sole.", "Tre sedie, al sole.") == "Tre [-panchine-][+sedie+], al sole."
    assert told("Tre panchine", "Tre panchine di legno") == "Tre panchine[+ di legno+]"


def test_neighbouring_changes_are_told_as_one() -> None:
    assert told("un gatto bianco dorme", "un cane nero dorme") == "un [-gatto bianco-][+cane nero+] dorme"


def test_a_line_end_between_two_changes_stays_where_it_is() -> None:
    assert told("uno\ndue", "tre\nquattro") == "[-uno-][+tre+]\n[-due-][+quattro+]"


def test_capital_letters_and_marks_change_no_word() -> None:
    assert changed_words("Panchine: al Sole", "panchine, al sole!") == ([], [])
    assert changed_words("tre panchine", "quattro panchine nuove") == (["tre"], ["quattro", "nuove"])


def test_the_longest_texts_that_repeat_one_word_are_compared_at_once() -> None:
    """A comparison in the cube of the length would not end in this test's time."""
    before, after = "no " * 3333, "no si " * 1666
    assert sum(run.fate is Fate.ADDED for run in compare(before, after)) > 0


@given(TEXTS, TEXTS)
def test_a_change_carried_over_to_the_text_it_was_made_on_is_that_change(base: str, changed: str) -> None:
    assert carried(base, changed, base) == changed
    assert carried(base, base, changed) == changed
    assert carried(base, changed, changed) == changed


@given(TEXTS, TEXTS, TEXTS)
def test_of_two_changes_it_is_the_same_which_is_carried_over(base: str, one: str, other: str) -> None:
    assert carried(base, one, other) == carried(base, other, one)


def test_two_changes_with_a_word_between_them_are_both_in_the_text() -> None:
    base = "Tre panchine al sole, vicino alla fontana."
    assert carried(base, base.replace("Tre", "Due"), base.replace("fontana", "scuola")) == (
        "Due panchine al sole, vicino alla scuola."
    )


def test_two_changes_of_the_same_or_of_neighbouring_words_are_in_each_others_way() -> None:
    base = "Tre panchine al sole."
    assert carried(base, "Tre sedie al sole.", "Tre poltrone al sole.") is None
    assert carried(base, "Tre sedie al sole.", "Due panchine al sole.") is None
    assert carried(base, base + " Grazie.", base + " Subito.") is None
