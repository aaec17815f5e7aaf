# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Languages: nothing is left untranslated, and every text is in the catalogue."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from web.i18n import LOCALES

ROOT = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def _messages(locale: str) -> list[Message]:
    with (ROOT / "web" / "locale" / locale / "LC_MESSAGES" / "rione.po").open("rb") as file:
        return [message for message in read_po(file, locale=locale) if message.id]


def _texts(value: object) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list | tuple) else (str(value),)


@pytest.mark.parametrize("locale", [code for code in LOCALES if code != "it"])
def test_every_text_is_translated_with_the_same_placeholders(locale: str) -> None:
    messages = _messages(locale)
    assert len(messages) > 1000
    for message in messages:
        source, target = _texts(message.id), _texts(message.string)
        assert all(target), f"not translated: {source[0]}"
        assert not message.fuzzy, f"not sure: {source[0]}"
        wanted = set(PLACEHOLDER.findall(" ".join(source)))
        assert set(PLACEHOLDER.findall(" ".join(target))) == wanted, source[0]


def test_the_catalogue_holds_every_text_of_templates_and_refusals(tmp_path: Path) -> None:
    pot = tmp_path / "rione.pot"
    keywords = ["N_", "say:2", "translate:2", "pgettext:1c,2", "npgettext:1c,2,3"]
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "web/locale/babel.cfg"]
    subprocess.run([*command, *[f"-k{k}" for k in keywords], "-o", str(pot), "."], cwd=ROOT, check=True)
    with pot.open("rb") as file:
        wanted = {_texts(message.id)[0] for message in read_po(file) if message.id}
    held = {_texts(message.id)[0] for message in _messages("en")}
    assert wanted - held == set(), "run make messages, and translate"
