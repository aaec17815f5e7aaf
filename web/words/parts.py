# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a comune calls its parts, in Italian and in English."""

from dataclasses import dataclass

from deliberation.installation.parts import Part


@dataclass(frozen=True, slots=True)
class Noun:
    """A word for parts: singular and plural, feminine or not, and the nearest English word."""

    one: str
    many: str
    is_feminine: bool
    english: str
    english_many: str

    def __str__(self) -> str:
        return f"{self.one}, {self.many}"


NOUNS: dict[Part, Noun] = {
    Part.QUARTIERE: Noun("quartiere", "quartieri", False, "neighbourhood", "neighbourhoods"),
    Part.ZONA: Noun("zona", "zone", True, "area", "areas"),
    Part.RIONE: Noun("rione", "rioni", False, "district", "districts"),
    Part.CIRCOSCRIZIONE: Noun("circoscrizione", "circoscrizioni", True, "district", "districts"),
    Part.FRAZIONE: Noun("frazione", "frazioni", True, "village", "villages"),
    Part.MUNICIPIO: Noun("municipio", "municipi", False, "borough", "boroughs"),
}
