# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Languages: nothing is left untranslated, and every text is in the catalogue."""

import ast
import asyncio
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from jinja2 import nodes

from web import settings
from web.commands.health.doctor import catalogues_are_compiled
from web.words import i18n
from web.words.i18n import LOCALES

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


@pytest.fixture
def compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The compiled English of catalogues that a test may spoil."""
    shutil.copytree(i18n.CATALOGUES, tmp_path / "locale")
    monkeypatch.setattr(i18n, "CATALOGUES", tmp_path / "locale")
    return tmp_path / "locale" / "en" / "LC_MESSAGES" / "rione.mo"


def doctor_on_languages() -> tuple[bool | None, str]:
    found = asyncio.run(catalogues_are_compiled(settings.load()))
    return found.ok, found.says


def test_the_doctor_finds_compiled_what_make_messages_compiled(compiled: Path) -> None:
    compiled.with_suffix(".po").touch()
    assert doctor_on_languages() == (True, "compiled")


def test_the_doctor_names_a_language_compiled_from_other_texts(compiled: Path) -> None:
    texts = compiled.with_suffix(".po")
    before = texts.read_text(encoding="utf-8")
    assert before.count('msgstr "Accessibility"') == 1
    texts.write_text(before.replace('msgstr "Accessibility"', 'msgstr "Access"'), encoding="utf-8")
    assert doctor_on_languages() == (False, "en is compiled from other texts: delete the .mo file, then make setup")


def test_the_doctor_names_a_language_compiled_before_a_text_came(compiled: Path) -> None:
    with compiled.with_suffix(".po").open("a", encoding="utf-8") as texts:
        texts.write('\nmsgid "Un testo nuovo"\nmsgstr "A new text"\n')
    assert doctor_on_languages() == (False, "en is compiled from other texts: delete the .mo file, then make setup")


@pytest.mark.parametrize("damaged", [b"", b"no catalogue", b"\xde\x12\x04\x95\0\0\0\0\xff\xff\0\0"])
def test_the_doctor_names_a_language_whose_file_is_damaged(compiled: Path, damaged: bytes) -> None:
    compiled.write_bytes(damaged)
    assert doctor_on_languages() == (False, "en cannot be read: delete the .mo file, then make setup")


def test_the_doctor_names_a_language_that_nobody_compiled(compiled: Path) -> None:
    compiled.unlink()
    assert doctor_on_languages() == (False, "en is not compiled: delete the .mo file, then make setup")


# How the sources name a text to be translated → the place of its sentence among the arguments. Babel is told the same
# in deploy/messages.sh; here nothing is asked of Babel, so that what it overlooks is found.
PYTHON_CALLS = {"_": 0, "N_": 0, "gettext": 0, "ngettext": 0, "pgettext": 1, "npgettext": 1, "say": 1, "translate": 1}
FLOORS = ("voting", "deliberation", "analytics", "web")


def _said(node: ast.expr) -> Iterator[str]:
    """The sentences that an argument may be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _said(node.body)
        yield from _said(node.orelse)


def _texts_of_python() -> Iterator[tuple[str, str]]:
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                place = PYTHON_CALLS.get(name, len(node.args))
                if place < len(node.args):
                    yield from ((text, str(path.relative_to(ROOT))) for text in _said(node.args[place]))


def _said_in_a_template(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, nodes.CondExpr):
        yield from _said_in_a_template(node.expr1)
        if node.expr2 is not None:
            yield from _said_in_a_template(node.expr2)


def _texts_of_templates() -> Iterator[tuple[str, str]]:
    """Jinja's own reading: `{% trans %}` is a call of gettext in its tree, too."""
    grammar = jinja2.Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    for path in sorted(path for path in (ROOT / "web").rglob("*") if path.suffix in (".html", ".txt")):
        if "static" in path.parts or path.parent.name == "locale":
            continue
        for call in grammar.parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in PYTHON_CALLS and call.args:
                place = PYTHON_CALLS[call.node.name]
                for text in _said_in_a_template(call.args[place]):
                    yield text, str(path.relative_to(ROOT))


def test_the_catalogue_holds_every_text_that_the_sources_say() -> None:
    held = {_texts(message.id)[0] for message in _messages("en")}
    said = [*_texts_of_python(), *_texts_of_templates()]
    folders = {Path(where).parts[:3] for _, where in said}
    assert ("web", "templates", "_macros") in folders
    assert ("analytics", "figures", "voters.py") in folders
    missing = sorted({(where, text) for text, where in said if text and text not in held})
    assert missing == [], "run make messages, and translate"


def test_no_text_counts_seconds() -> None:
    """Times to wait go through i18n.duration: '44 minuti', never '2595 secondi'."""
    said = [text for text, _ in [*_texts_of_python(), *_texts_of_templates()]]
    assert [text for text in said if re.search(r"[)}]s? second[oi]", text)] == []


def test_a_singular_has_one_plural() -> None:
    """A catalogue finds the pair by its singular: with two plurals one of them would be said for the other."""
    grammar = jinja2.Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    plurals: dict[str, set[str]] = {}
    for path in (ROOT / "web" / "templates").rglob("*.html"):
        for call in grammar.parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "ngettext":
                one, many = (text.value for text in call.args[:2] if isinstance(text, nodes.Const))
                plurals.setdefault(one, set()).add(many)
    for floor in FLOORS:
        for path in (ROOT / floor).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
                if name == "ngettext" and isinstance(node, ast.Call):
                    said = [text.value for text in node.args[:2] if isinstance(text, ast.Constant)]
                    if len(said) == 2:
                        plurals.setdefault(str(said[0]), set()).add(str(said[1]))
    assert {one: many for one, many in plurals.items() if len(many) > 1} == {}
