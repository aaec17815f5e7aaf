# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sums of money as people write them: a decimal point or comma, and no guessing where a mark may divide thousands."""

import re
from fractions import Fraction

from voting.canonical import exact
from voting.errors import FormatError

_PLAIN = re.compile(r"[0-9]{1,15}(?:[.,][0-9]{1,12})?")
_THOUSANDS = re.compile(r"([0-9]+)[.,]([0-9]{3})")
_RATIO = re.compile(r"[0-9]{1,18}/[0-9]{1,18}")


def amount(
    text: str | None, line: int, field: str, *, ratios: bool = False, error: type[FormatError] = FormatError
) -> Fraction:
    """A positive sum: ``1200``, ``1200.5``, ``1200,50``, with ``ratios`` also ``1/3``. Raises ``error``.

    ``1.200`` and ``1,200`` may mean either of two sums and are refused with both.
    """
    written = (text or "").strip()
    if _THOUSANDS.fullmatch(written):
        _refuse_ambiguous(written, line, field, error)
    money = Fraction(0)
    if _PLAIN.fullmatch(written):
        money = Fraction(written.replace(",", "."))
    elif ratios and _RATIO.fullmatch(written) and int(written.partition("/")[2]):
        money = Fraction(written)
    if money <= 0:
        raise error(line, field, "a positive amount", text or "nothing")
    return money


def _refuse_ambiguous(written: str, line: int, field: str, error: type[FormatError]) -> None:
    whole, decimals = re.split("[.,]", written)
    readings = f"{int(whole + decimals)} or {exact(Fraction(f'{whole}.{decimals}'))}"
    raise error(line, field, f"an amount that can be read in one way, not as {readings}", written)
