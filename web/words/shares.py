# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A share as an office types it, "40", "66,5 %" or "2/3", and as a rule takes it."""

from fractions import Fraction

from voting.canonical import exact


def share_typed(stored: str) -> str:
    """A stored share as a percentage, or as the fraction that it is where a percentage would need more decimals."""
    try:
        hundredths = Fraction(stored) * 10_000
    except (ValueError, ZeroDivisionError):
        return stored
    if hundredths.denominator != 1:
        return exact(hundredths / 10_000)
    whole, part = divmod(hundredths.numerator, 100)
    return f"{whole},{part:02}".rstrip("0") if part else str(whole)


def share_stored(typed: str) -> str:
    """What was typed as a rule reads it; unchanged where it is no number, for the rule to refuse."""
    text = typed.replace("%", "").replace(",", ".").strip()
    try:
        return exact(Fraction(text) / (1 if "/" in text else 100)) if len(text) <= 12 else typed
    except (ValueError, ZeroDivisionError):
        return typed
