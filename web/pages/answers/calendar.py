# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Due days for a calendar of one's own: RFC 5545."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from deliberation.clock import in_rome
from deliberation.proposals.answers.queries import AnswerRow
from web.words.i18n import translate
from web.words.messages.marks import N_


def due_days(locale: str, base_url: str, owed: Iterable[AnswerRow], *, at: datetime) -> bytes:
    """One event of a whole day for each answer that is owed, with an alarm a week and a day before.

    An event keeps its name when the office changes, so that a calendar changes it too.
    """
    made = Calendar()
    made.add("prodid", "-//Rione//IT")
    made.add("version", "2.0")
    made.add("name", translate(locale, N_("Risposte da dare")))
    host = base_url.split("://")[-1].split("/")[0]
    for row in owed:
        held = row.answer
        day = in_rome(held.due_at).date()
        event = Event()
        event.add("uid", f"risposta-{held.year}-{held.number}@{host}")
        event.add("dtstamp", at)
        event.add("sequence", held.version)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        title = " ".join(row.title.split())
        text = N_("Ultimo giorno per rispondere: %(title)s (n. %(number)s, %(office)s)")
        event.add("summary", translate(locale, text, title=title, number=held.label, office=held.office))
        event.add("url", f"{base_url}/gestione/risposte/{row.proposal_id}")
        for days in (7, 1):
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", title)
            alarm.add("trigger", -timedelta(days=days))
            event.add_component(alarm)
        made.add_component(event)
    text_: bytes = made.to_ical()
    return text_
