# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Options of a field as the macros `choices` and `select` take them: a value, its words, and perhaps what they mean."""

from collections.abc import Iterable, Mapping
from typing import Any

from web.words.i18n import translate

Option = tuple[str, ...]


def worded(locale: str, words: Mapping[Any, str | tuple[str, str]], keys: Iterable[Any] | None = None) -> list[Option]:
    """Each key (all of them, or `keys`) with its words in the reader's language."""
    return [(str(key), *_said(locale, words[key])) for key in (words if keys is None else keys)]


def _said(locale: str, told: str | tuple[str, str]) -> list[str]:
    return [translate(locale, text) for text in ((told,) if isinstance(told, str) else told)]
