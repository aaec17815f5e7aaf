# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How clear people found a page."""

from piccolo.columns import Date, Integer, Varchar
from piccolo.table import Table

from deliberation.schema.additions import Additions, additions

ID = "2026-11-29T02:00:00:000023"


class PageRating(Table):
    page = Varchar(length=160)
    stars = Integer()
    reason = Varchar(length=20, default="")
    text = Varchar(length=200, default="")
    given_on = Date()


INDEXES = [
    "CREATE INDEX ratings_of_a_page ON page_rating (page)",
    "CREATE INDEX ratings_with_a_text ON page_rating (id) WHERE text <> ''",
]


async def forwards() -> Additions:
    return additions(ID, "ratings", tables=[PageRating], statements=INDEXES)
