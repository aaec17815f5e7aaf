# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the ratings room stores."""

from piccolo.columns import Date, Integer, Varchar
from piccolo.table import Table


class PageRating(Table):
    """How clear somebody found a page. Nothing says who: no account, no address, the day and not the hour."""

    page = Varchar(length=160, help_text="the page's path")
    stars = Integer(help_text="1 to 5")
    reason = Varchar(length=20, default="", help_text="one of rules.GOOD or rules.BAD")
    text = Varchar(length=200, default="", help_text="forgotten after a year")
    given_on = Date()
