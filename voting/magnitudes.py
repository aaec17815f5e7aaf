# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which numbers are let in: exact ones, of sizes that every later sum can hold.

Sums of money are whole numbers or fractions, at most 10²⁴ and with a denominator of at most 10⁶⁰: their floats neither
overflow nor vanish. All ballots of a profile, each as often as its marks are worth, stay below 2⁵³: every sum over
them is exact in whole numbers of 64 bits and in floats alike.
"""

from fractions import Fraction

import numpy as np
import numpy.typing as npt

from voting.errors import CountError

LARGEST = 10**24
FINEST = 10**60
MOST = 2**53
FEWER = "votes, marks and points that are fewer than 2^53 in all"
EXPECTED = "an int or a Fraction of at most 10^24, never a float"


def money(number: object, code: str, **about: object) -> int | Fraction:
    """The sum of money. Raises CountError ``code`` for a float or another type, and for one beyond the bounds."""
    if isinstance(number, bool) or not isinstance(number, (int, Fraction)):
        raise CountError(code, **about, found=repr(number), expected=EXPECTED)
    if abs(Fraction(number)) > LARGEST or number.denominator > FINEST:
        raise CountError(code, **about, found=str(number)[:80], expected=EXPECTED)
    return number


def whole(numbers: npt.NDArray[np.generic], what: str) -> None:
    """Raises CountError bad_weight for numbers that are not whole: no ballot counts in part."""
    if numbers.dtype.kind not in "iu":
        raise CountError("bad_weight", found=str(numbers.dtype), expected=f"whole numbers as {what}")


def summable(weights: npt.NDArray[np.int64]) -> None:
    """Raises CountError bad_weight unless weights and any sum of them are from 0 to 2⁵³."""
    whole(weights, "weights")
    if len(weights) and (int(weights.min()) < 0 or float(weights.astype(np.float64).sum()) >= MOST):
        raise CountError("bad_weight", found="a weight below 0, or too many votes", expected=FEWER)


def bounded(weights: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64], worth: int, others: int) -> None:
    """Raises CountError bad_weight unless the ballots, their marks worth at most ``worth``, stay below 2⁵³."""
    marks = float(lengths.max(initial=1)) * max(1, worth)
    if float(weights.astype(np.float64).sum()) * marks + others < MOST / 2:
        return
    heavy = int((weights.astype(object) * np.maximum(lengths, 1).astype(object)).sum()) if len(weights) else 0
    if heavy * max(1, worth) + others >= MOST:
        raise CountError("bad_weight", found="too many votes", expected=FEWER)


def counted(number: int) -> int | str:
    """A whole number for a document: as text from 2⁵³ on, where JSON readers would round it."""
    return number if abs(number) < MOST else str(number)
