# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Templates compiled with what their environment knows: the same text, without a call for each page."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import pytest
from jinja2 import nodes
from markupsafe import Markup, escape

from web import render
from web.folding import KNOWN, escaped

HOSTILE = """<b onclick='x' title="y">&amp; & è"""


class Named(StrEnum):
    MARKED = "a<b"


class Drawn:
    def __html__(self) -> str:
        return "<i>x</i>"


@pytest.mark.parametrize(
    "value", [HOSTILE, *HOSTILE, "plain", "", Markup("<p>x</p>"), Named.MARKED, Drawn(), 12, 1.5, None, True]
)
def test_what_is_shown_is_escaped_as_markupsafe_does(value: object) -> None:
    assert escaped(value) == escape(value)
    assert render.environment("it").from_string("{{ x }}").render(x=value) == escape(value)


@pytest.mark.parametrize(("locale", "word"), [("it", "Commenta"), ("en", "Comment")])
def test_a_sentence_is_in_the_compiled_template_in_its_language(locale: str, word: str) -> None:
    environment = render.environment(locale)
    source = """{{ _("Commenta") }}<a title="{{ _('Commenta') }}">"""
    assert environment.from_string(source).render() == f'{word}<a title="{word}">'
    assert f'"Comment{"a" if locale == "it" else ""}' in environment.compile(source, raw=True).replace("'", '"')


def test_an_address_has_the_prefix_and_a_sentence_with_a_value_is_escaped() -> None:
    environment = render.environment("it", "/rione")
    source = """{{ url("/accesso") }} {{ url("/p/" ~ x) }} {{ _("di %(author)s", author=x) }}"""
    assert environment.from_string(source).render(x="<") == "/rione/accesso /rione/p/&lt; di &lt;"


def test_no_template_gives_another_meaning_to_what_is_folded() -> None:
    environment = render.environment("it")
    for path in render.TEMPLATES.rglob("*.html"):
        tree = environment.parse(path.read_text(encoding="utf-8"))
        given = {name.name for name in tree.find_all(nodes.Name) if name.ctx in ("store", "param")}
        imported = {name for found in tree.find_all(nodes.FromImport) for name in found.names}
        assert not given & set(KNOWN), path
        assert not {name if isinstance(name, str) else name[1] for name in imported} & set(KNOWN), path


def test_a_comment_is_drawn_again_when_anything_that_it_shows_has_changed() -> None:
    draw: Any = render.environment("it").globals["comment_body"]
    shown: tuple[Any, ...] = (
        "k1",
        "Anna",
        "author",
        datetime(2026, 11, 28, tzinfo=UTC),
        Markup("<p>a</p>"),
        "for",
        "",
        "/r",
        "/s",
    )
    other: tuple[Any, ...] = (
        "k2",
        "<Bea>",
        "",
        datetime(2026, 11, 29, tzinfo=UTC),
        Markup("<p>b</p>"),
        "",
        "Offese",
        "",
        "",
    )
    before = draw(*shown)
    assert draw(*shown) is before
    for place, value in enumerate(other):
        assert draw(*shown[:place], value, *shown[place + 1 :]) != before
    assert "<Bea>" not in draw(shown[0], other[1], *shown[2:])


def test_a_text_with_marks_is_not_drawn_as_the_same_marks_that_were_cleaned() -> None:
    draw: Any = render.environment("it").globals["comment_body"]
    at = datetime(2026, 11, 28, tzinfo=UTC)
    assert "<b>" in draw("k", "Anna", "", at, Markup("<b>"), "for", "", "", "")
    assert "<b>" not in draw("k", "Anna", "", at, "<b>", "for", "", "", "")
