# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the office typed: dates, whole numbers, money; and a refusal as the sentences of a form."""

from dataclasses import dataclass

from deliberation.clock import in_rome
from deliberation.consultations.consultation import Consultation
from deliberation.consultations.phases import PhaseKind
from deliberation.consultations.schedules import TypedPhase, instant
from deliberation.consultations.templates import template_of
from deliberation.errors import CivicError, Invalid
from deliberation.money import cents
from deliberation.text import tidy
from web.http.problems import words
from web.http.requests import CivicRequest
from web.words.i18n import translate
from web.words.messages.consultations import PHASE_NAMES


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of a form as they came: the last value of each, and all values of the repeated ones."""

    values: dict[str, str]
    many: dict[str, list[str]]

    def get(self, name: str, default: str = "") -> str:
        return self.values.get(name, default)

    def whole(self, name: str, wrong: dict[str, str], default: int | None = None) -> int | None:
        """A whole number; empty gives the default; anything else goes to `wrong`."""
        text = self.get(name).strip()
        if not text:
            return default
        if text.isascii() and text.isdigit() and len(text) < 10:
            return int(text)
        wrong[name] = "number.unreadable"
        return default

    def money(self, name: str, wrong: dict[str, str]) -> int | None:
        """Typed euro as cents."""
        try:
            return cents(self.get(name))
        except Invalid as refusal:
            wrong[name] = refusal.code
            return None


async def typed_of(request: CivicRequest) -> Typed:
    """The form of this request."""
    form = await request.form()
    many: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            many.setdefault(name, []).append(tidy(value))
    return Typed({name: values[-1] for name, values in many.items()}, many)


def errors_of(request: CivicRequest, refusal: CivicError) -> dict[str, str]:
    """Field → sentence; the refusal itself, under no field, when it names none."""
    locale = request.locale
    if refusal.fields:
        return {
            name: words(locale, code, {**refusal.parameters, "phase": _phase_of(name, refusal, locale)})
            for name, code in refusal.fields.items()
        }
    return {"": words(locale, refusal.code, refusal.parameters)}


def _phase_of(field: str, refusal: CivicError, locale: str) -> str:
    """The name of the phase that a field speaks of: "voting-closes", or the refusal's own."""
    kind = str(refusal.parameters.get("phase") or field.rsplit("-", 1)[0])
    return translate(locale, PHASE_NAMES[PhaseKind(kind)]) if kind in set(PhaseKind) else ""


def version_of(typed: Typed) -> int:
    """The version of the thing that the form was opened with; 0 (never current) when it is unreadable."""
    text = typed.get("version")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def phases_of(held: Consultation) -> list[str]:
    """The kinds of phases that a consultation has, or will have by its template."""
    if held.phases:
        return [str(phase.kind) for phase in held.phases]
    return [phase.kind for phase in template_of(held.template, held.ballot_kind, held.rule).phases]


def typed_phases(typed: Typed, kinds: list[str]) -> list[TypedPhase]:
    """The dates of a form."""
    return [
        TypedPhase(
            kind,
            typed.get(f"{kind}-opens"),
            typed.get(f"{kind}-closes"),
            typed.get(f"{kind}-opens-fold"),
            typed.get(f"{kind}-closes-fold"),
        )
        for kind in kinds
    ]


def stored_dates(held: Consultation) -> dict[str, str]:
    """The stored dates as they would be typed."""
    values: dict[str, str] = {}
    for phase in held.phases:
        for end, at in (("opens", phase.opens_at), ("closes", phase.closes_at)):
            local = in_rome(at)
            exact = "%Y-%m-%dT%H:%M:%S" if local.second else "%Y-%m-%dT%H:%M"
            values[f"{phase.kind}-{end}"] = local.strftime(exact)
            values[f"{phase.kind}-{end}-fold"] = str(local.fold)
    return values


def repeated_hours(values: dict[str, str]) -> set[str]:
    """The fields whose hour happens twice: the form asks which one is meant."""
    ends = ("-opens", "-closes")
    return {name for name, text in values.items() if name.endswith(ends) and instant(text) == "date.repeated_hour"}
