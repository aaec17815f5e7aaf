# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A rule's sentences (voting.words) in a reader's language, safe to stand in a page."""

from collections.abc import Callable, Sequence

from markupsafe import Markup

from voting.words.sentences import Money, Named, Number, Sentence, Value, Worded
from web.words import i18n


def told(said: Sequence[Sentence], locale: str, title: Callable[[str], str] = str) -> Markup:
    """The sentences one after the other. `title`: an option's id → what people call it."""
    return Markup(" ").join(_one(sentence, locale, title) for sentence in said)


def _one(sentence: Sentence, locale: str, title: Callable[[str], str]) -> Markup:
    catalogue, one, many = i18n.translations(locale), sentence.text, sentence.many
    text = catalogue.ngettext(one, many, sentence.number) if many else catalogue.gettext(one)
    counted = {"num": i18n.number(sentence.number, locale)} if many else {}
    values = {name: _written(value, locale, title) for name, value in sentence.values.items()}
    return Markup(text) % {**counted, **values}  # noqa: S704 — texts of our own; the values are escaped


def _written(value: Value, locale: str, title: Callable[[str], str]) -> int | str:
    if isinstance(value, Money):
        return i18n.euro(value.cents, locale)
    if isinstance(value, Number):
        return i18n.number(value.value, locale)
    if isinstance(value, Worded):
        return i18n.translate(locale, value.text)
    return title(value.option) if isinstance(value, Named) else value
