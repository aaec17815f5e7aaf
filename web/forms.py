# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms: WTForms over Litestar's requests, in the reader's language. A refused form comes back with what was typed."""

from collections.abc import Sequence
from typing import Any, TypeVar

from litestar.datastructures import FormMultiDict, UploadFile
from wtforms import Form
from wtforms.i18n import get_translations

from deliberation.errors import CivicError
from deliberation.text import tidy
from web.http.requests import CivicRequest
from web.words.i18n import translate

F = TypeVar("F", bound="CivicForm")


class _Posted:
    """What WTForms asks of form data, over Litestar's multi-dict."""

    def __init__(self, data: FormMultiDict) -> None:
        self._data = data

    def __contains__(self, name: object) -> bool:
        return name in self._data

    def __iter__(self) -> Any:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)

    def getlist(self, name: str) -> list[Any]:
        values: Sequence[Any] = self._data.getall(name, [])  # a file in place of a text is no text
        return [v if "password" in name else tidy(v) for v in values if isinstance(v, str)]


class Errors(dict[str, str]):
    """Field → sentence, as templates read it: a field without an error has ''. The name '' is the whole form's."""

    def __missing__(self, name: str) -> str:
        return ""


class Sentences(dict[str, str]):
    """Field → sentence; '' for a field that is well."""

    def __missing__(self, name: str) -> str:
        return ""


class CivicForm(Form):
    """Base of every form; `locale` gives WTForms' own messages their language."""

    def __init__(self, formdata: Any = None, *, locale: str = "it", **options: Any) -> None:
        self.locale = locale
        super().__init__(formdata, **options)

    class Meta:
        def get_translations(self, form: Any) -> Any:
            return get_translations([form.locale])

    def refuse(self, error: CivicError, words: Any) -> None:
        """Put a use case's refusal beside the fields it names (all others belong to the page's top)."""
        for name, code in error.fields.items():
            if name in self:
                self[name].errors = [*self[name].errors, words(code, error.parameters)]

    def sentences(self, problem: str = "", where: str = "") -> Sentences:
        """What the error summary shows: each field's first error in the reader's language, and a refusal's `problem`
        beside the field `where` ('' for none)."""
        first = {name: str(errors[0]) for name, errors in self.errors.items() if name}
        found = Sentences((name, translate(self.locale, text)) for name, text in first.items())
        if problem:
            found[where] = problem
        return found


async def read_form(request: CivicRequest, kind: type[F], **initial: Any) -> F:
    """The form of this request: filled from a POST, from `initial` otherwise."""
    data = _Posted(await request.form()) if request.method == "POST" else None
    return kind(data, locale=request.locale, data=initial or None)


def uploaded(form: FormMultiDict, name: str) -> UploadFile | None:
    """The file sent in a field, if there is one."""
    value = form.get(name)
    return value if isinstance(value, UploadFile) and value.filename else None
