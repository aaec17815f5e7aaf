# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms in one dialect over WTForms: declared once, read from the request, refused in the reader's language.

A form declares its fields with what is said of one that cannot be read. `data` of a field is its value, `typed` all
that was typed, `errors_of` what is wrong. What is *allowed* is the rooms' to say: `errors_of` words their refusals too.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from litestar import Response
from litestar.datastructures import FormMultiDict, MultiDict, UploadFile
from wtforms import BooleanField, DateField, Field, Form, StringField
from wtforms import ValidationError as ValidationError
from wtforms.validators import InputRequired
from wtforms.validators import Optional as IfTyped

from deliberation.clock import in_rome, now
from deliberation.consultations.phases import PhaseKind
from deliberation.errors import CivicError, Invalid, TooMany
from deliberation.money import cents
from deliberation.text import tidy
from web.http.problems import words
from web.http.requests import CivicRequest
from web.render import page
from web.words.i18n import translate
from web.words.messages import MESSAGES
from web.words.messages.consultations import PHASE_NAMES
from web.words.messages.identity import PARTS, WrongBirthday, birthday_of

F = TypeVar("F", bound="CivicForm")
MOST_DIGITS = 9  # of a whole number: what fits a column of either database
NO_VERSION = -1  # fits none


class ByField(dict[str, Any]):
    """Field → what was typed in it, or what is wrong with it, '' for nothing. The name '' is the whole form's."""

    def __missing__(self, name: str) -> str:
        return ""


class Sent:
    """What WTForms asks of form data, over Litestar's multi-dict. Text is in normal form, but for passwords."""

    def __init__(self, data: FormMultiDict | MultiDict[Any]) -> None:
        self._data = data

    def __contains__(self, name: object) -> bool:
        return name in self._data

    def getlist(self, name: str) -> list[str]:
        values = self._data.getall(name, [])  # a file in place of a text is no text
        return [v if "password" in name else tidy(v) for v in values if isinstance(v, str)]

    def after(self, start: str) -> list[tuple[str, str]]:
        sent = [(name, v) for name, v in self._data.items() if name.startswith(start) and isinstance(v, str)]
        return [(name.removeprefix(start), tidy(text)) for name, text in sent]

    def file(self, name: str) -> UploadFile | None:
        value = self._data.get(name)
        return value if isinstance(value, UploadFile) and value.filename else None


class CivicForm(Form):
    """Base of every form; `language` is the reader's. Fields are named as use cases take them, `name` is the page's."""

    def __init__(self, formdata: Any = None, *, locale: str = "it", **options: Any) -> None:
        self.language = locale
        super().__init__(formdata, meta={"locales": [locale]}, **options)  # the language of WTForms' own sentences

    @property
    def typed(self) -> ByField:
        """The fields that were sent, as text; a list where a field takes several."""
        sent = [f for f in self if f.raw_data or isinstance(f, TextsField)]
        return ByField({f.name: f.data if isinstance(f, TextsField) else f.raw_data[0] for f in sent})

    def check(self) -> None:
        """Raises Invalid when something cannot be read; what, `errors_of` says field by field."""
        if not self.validate():
            raise Invalid("request.unreadable")

    def errors_of(self, refusal: CivicError | None = None) -> ByField:
        """What is wrong in the reader's language: with a field, its first error; else why a use case refused."""
        found = ByField({f.name: translate(self.language, str(f.errors[0])) for f in self if f.errors})
        return found or errors_of(refusal, self.language)


def _needed(sentence: str) -> list[Any]:
    return [InputRequired(sentence)] if sentence else []


class TextField(StringField):
    """A text, short or long, shown or hidden, also a password; `needed` is what is said of an empty one."""

    def __init__(self, needed: str = "", **options: Any) -> None:
        super().__init__(validators=_needed(needed), default="", **options)


class CheckField(BooleanField):
    """A box to tick, or a button that was pressed."""

    def __init__(self, needed: str = "", **options: Any) -> None:
        super().__init__(validators=_needed(needed), **options)


class WholeField(Field):
    """A whole number; empty gives the default."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist and valuelist[0]:
            self.data = whole(valuelist[0])
            if self.data is None:
                raise ValueError(MESSAGES["number.unreadable"])


class VersionField(Field):
    """The version that a form was opened with. Of a broken field it is one that fits none: somebody else's is kept."""

    def process_formdata(self, valuelist: list[str]) -> None:
        found = whole(valuelist[0]) if valuelist else None
        self.data = NO_VERSION if found is None else found


class VersionForm(CivicForm):
    """A form of what several may change: with the version that was on the screen."""

    version = VersionField()


class MoneyField(Field):
    """Typed euro as cents; None for nothing."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            self.data = cents(valuelist[0]) if valuelist else None
        except Invalid as refusal:
            raise ValueError(MESSAGES[refusal.code]) from None


class DayField(DateField):
    """A day; `wrong` is what is said of one that does not exist, `needed` of none (where that is '', None is well)."""

    def __init__(self, needed: str = "", wrong: str = "", **options: Any) -> None:
        super().__init__(validators=_needed(needed) or [IfTyped()], **options)
        self.wrong = wrong

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(self.wrong or str(error)) from None


class BirthdayField(Field):
    """A birth date, sent as NAME-day, NAME-month and NAME-year; `needed` is what is said of an empty one.

    `parts` are the texts of the three, `wrong` the parts that the error is about.
    """

    data: Any  # a date, or None

    def __init__(self, needed: str, **options: Any) -> None:
        super().__init__(**options)
        self.needed = needed
        self.parts = dict.fromkeys(PARTS, "")
        self.wrong: frozenset[str] = frozenset()

    def process(self, formdata: Any, data: Any = None, **_: Any) -> None:
        """From three texts, or from the date that is stored."""
        self.process_errors, self.data = [], None
        if formdata is None:
            self.data = data if isinstance(data, date) else None
            if self.data:
                self.parts = {part: str(getattr(self.data, part)) for part in PARTS}
            return
        sent = dict(formdata.after(f"{self.name}-"))
        self.parts = {part: sent.get(part, "").strip() for part in PARTS}
        try:
            self.data = birthday_of(self.parts, in_rome(now()).date(), self.meta.locales[0])
        except WrongBirthday as error:
            self.process_errors, self.wrong = [str(error)], error.parts
            return
        if self.data is None:
            self.process_errors, self.wrong = [self.needed], frozenset(PARTS)


class InstantField(Field):
    """An instant that a page wrote into itself, for its version; None when it is broken."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            self.data = datetime.fromisoformat(valuelist[0]) if valuelist else None
        except ValueError:
            self.data = None


class KindField(Field):
    """One of an enum's values; of anything else is said `wrong`, or it is the default where that is ''."""

    data: Any

    def __init__(self, kinds: type[StrEnum], wrong: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.kinds, self.wrong = kinds, wrong

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist and valuelist[0] in set(self.kinds):
            self.data = self.kinds(valuelist[0])
        elif self.wrong:
            raise ValueError(self.wrong)


class TextsField(Field):
    """All the texts of a field that comes as often as there are choices or rows."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist


class PrefixedField(Field):
    """Fields whose names begin with this one's and a dash: what follows and the text, as they came."""

    def process(self, formdata: Sent | None, *options: Any, **more: Any) -> None:
        super().process(formdata, *options, **more)
        self.data = formdata.after(f"{self.name}-") if formdata is not None else []


class UploadField(Field):
    """A file; `needed` is what is said of none. The route says that it takes FILES."""

    data: Any

    def __init__(self, needed: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.needed = needed

    def process(self, formdata: Sent | None, *options: Any, **more: Any) -> None:
        super().process(formdata, *options, **more)
        self.data = formdata.file(self.name) if formdata is not None else None
        if self.needed and self.data is None:
            self.process_errors.append(self.needed)


def has_texts(names: Iterable[str]) -> Callable[[type[F]], type[F]]:
    """Gives a form a text field for each name: where its fields follow from what the rooms know."""

    def with_them(kind: type[F]) -> type[F]:
        for name in names:
            setattr(kind, name, TextField())
        return kind

    return with_them


def whole(text: str) -> int | None:
    """The one reading of a whole number; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def page_number(request: CivicRequest) -> int:
    """The page of a list that the address asks for."""
    return whole(request.query_params.get("pagina", "")) or 1


async def read_form(request: CivicRequest, kind: type[F], **initial: Any) -> F:
    """The form of this request: filled from a POST, from `initial` otherwise."""
    sent = Sent(await request.form()) if request.method == "POST" else None
    return kind(sent, locale=request.locale, data=initial or None)


def read_query(request: CivicRequest, kind: type[F]) -> F:
    """The form that an address holds."""
    return kind(Sent(request.query_params), locale=request.locale)


def errors_of(refusal: CivicError | None, locale: str) -> ByField:
    """The one place where a refusal becomes sentences by field; one that names no field is the whole form's."""
    codes = (refusal.fields or {"": refusal.code}) if refusal else {}
    given = refusal.parameters if refusal else {}
    return ByField(
        {name: words(locale, code, {**given, "phase": _phase_of(name, given, locale)}) for name, code in codes.items()}
    )


def _phase_of(field: str, given: Mapping[str, object], locale: str) -> str:
    """The name of the phase that a field speaks of: "voting-closes", or the refusal's own."""
    kind = str(given.get("phase") or field.rsplit("-", 1)[0])
    return translate(locale, PHASE_NAMES[PhaseKind(kind)]) if kind in set(PhaseKind) else ""


async def show_form(
    request: CivicRequest,
    template: str,
    form: CivicForm,
    refusal: CivicError | None = None,
    context: Mapping[str, Any] | None = None,
    *,
    headers: dict[str, str] | None = None,
) -> Response[Any]:
    """A form's page. Shown again after a POST it was refused, and says why: 422, or 429 with the time to wait."""
    shown = {**(context or {}), "form": form, "errors": form.errors_of(refusal)}
    status = 422 if request.method == "POST" else 200
    if isinstance(refusal, TooMany):
        status, headers = 429, {**(headers or {}), "retry-after": str(refusal.parameters["retry_after"])}
    return await page(request, template, shown, status=status, headers=headers)
