# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a comune calls its parts, in Italian."""

from dataclasses import dataclass

from deliberation.installation.parts import Part


@dataclass(frozen=True, slots=True)
class Noun:
    """A word for parts: singular and plural."""

    one: str
    many: str

    def __str__(self) -> str:
        return f"{self.one}, {self.many}"


NOUNS: dict[Part, Noun] = {
    Part.QUARTIERE: Noun("quartiere", "quartieri"),
    Part.ZONA: Noun("zona", "zone"),
    Part.RIONE: Noun("rione", "rioni"),
    Part.CIRCOSCRIZIONE: Noun("circoscrizione", "circoscrizioni"),
    Part.FRAZIONE: Noun("frazione", "frazioni"),
    Part.MUNICIPIO: Noun("municipio", "municipi"),
}
