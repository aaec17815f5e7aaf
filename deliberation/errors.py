# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Refusals: a code and parameters, no sentence and no status. `web/http/problems.py` looks the words up."""

from __future__ import annotations

from typing import ClassVar


class CivicError(Exception):
    """Base of what a use case refuses. `code` names the rule that refused; `fields` maps a form field to a code."""

    kind: ClassVar[str] = "civic"

    def __init__(self, code: str, *, fields: dict[str, str] | None = None, **parameters: object) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields or {}
        self.parameters = parameters


class NotFound(CivicError):
    """It does not exist, or this person may not know that it does."""

    kind = "not_found"


class NotAllowed(CivicError):
    """This person may not do it."""

    kind = "not_allowed"


class Conflict(CivicError):
    """It was already done, or somebody changed it meanwhile."""

    kind = "conflict"


class Invalid(CivicError):
    """What was sent cannot be accepted."""

    kind = "invalid"

    def at_field(self, name: str) -> Invalid:
        """The same, said at that field of the form where it names none."""
        return Invalid(self.code, fields=self.fields or {name: self.code}, **self.parameters)


class TooLate(CivicError):
    """The phase that allows it has not opened or has closed."""

    kind = "too_late"


class TooMany(CivicError):
    """Too many attempts; `retry_after` seconds are in the parameters."""

    kind = "too_many"
