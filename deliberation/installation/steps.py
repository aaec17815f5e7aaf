# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The eight steps of the set-up and how far each is: nothing is stored that the tables do not say themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from deliberation.actor import Actor
from deliberation.database import rows, writing
from deliberation.errors import Invalid
from deliberation.installation.data_protection import LIMITS, DataNotice
from deliberation.installation.profile import profile
from deliberation.installation.rules import may_set_up
from deliberation.installation.tables import SetUpStep
from deliberation.installation.trial_mails import ARRIVED
from deliberation.places.queries import city
from deliberation.records import journal


class Step(StrEnum):
    """In the order in which they are taken."""

    CITY = "city"
    PLACES = "places"
    STREETS = "streets"
    POPULATION = "population"
    OFFICE = "office"
    RULES = "rules"
    PRIVACY = "privacy"
    MAIL = "mail"


class Progress(StrEnum):
    """How far a step is. `without`: the office does without it for now."""

    DONE = "done"
    BEGUN = "begun"
    TO_DO = "to_do"
    WITHOUT = "without"


SKIPPABLE = frozenset({Step.STREETS, Step.POPULATION})


@dataclass(frozen=True, slots=True)
class StepView:
    """A step; `count` is how many places, streets or residents there are, where that says something; `lacks` are the
    fields that a step which was begun still waits for."""

    step: Step
    progress: Progress
    count: int = 0
    lacks: tuple[str, ...] = ()

    @property
    def is_missing(self) -> bool:
        return self.progress in {Progress.TO_DO, Progress.BEGUN}


# Of one row each: what the office's page and the data protection notice say.
_NOTICE = ", ".join(f"d.{name} AS notice_{name}" for name in LIMITS)
_FOUND = f"""
SELECT (SELECT count(*) FROM municipality) AS cities, (SELECT count(*) FROM neighbourhood) AS places,
       (SELECT count(*) FROM street) AS streets,
       (SELECT coalesce(sum(residents), 0) FROM neighbourhood) AS residents,
       (SELECT count(*) FROM regulation_version) AS rules,
       (SELECT count(*) FROM set_up_step s WHERE s.name = '{Step.STREETS}') AS without_streets,
       (SELECT count(*) FROM set_up_step s WHERE s.name = '{Step.POPULATION}') AS without_population,
       CASE WHEN {{}} THEN 0 WHEN {ARRIVED} THEN 1 ELSE 0 END AS arrived,
       o.version AS office, o.opening_hours, o.phone, o.email, {_NOTICE}
FROM (SELECT 1 AS one) always LEFT JOIN office_page o ON o.municipality = {{}}
LEFT JOIN data_protection d ON d.municipality = {{}}
"""


async def steps() -> tuple[StepView, ...]:
    """All eight, in their order. One statement."""
    here = await city()
    [found] = await rows(_FOUND, here.is_demo, here.id, here.id)
    chosen = await profile()
    notice = DataNotice(**{name: found[f"notice_{name}"] or "" for name in LIMITS})
    skipped = {step for step in SKIPPABLE if found[f"without_{step}"]}

    def counted(step: Step, count: int) -> StepView:
        told = Progress.DONE if count else Progress.WITHOUT if step in skipped else Progress.TO_DO
        return StepView(step, told, count)

    def written(step: Step, is_begun: bool, *lacks: str) -> StepView:
        if not lacks:
            return StepView(step, Progress.DONE)
        return StepView(step, Progress.BEGUN, lacks=lacks) if is_begun else StepView(step, Progress.TO_DO)

    def lacking(**has: bool) -> tuple[str, ...]:
        return tuple(name for name, it_is_there in has.items() if not it_is_there)

    return (
        written(Step.CITY, found["cities"] > 0, *lacking(look=chosen.version > 0)),
        counted(Step.PLACES, int(found["places"])),
        counted(Step.STREETS, int(found["streets"])),
        counted(Step.POPULATION, int(found["residents"])),
        written(
            Step.OFFICE,
            found["office"] is not None,
            *lacking(opening_hours=bool(found["opening_hours"]), contact=bool(found["phone"] or found["email"])),
        ),
        written(Step.RULES, False, *lacking(rules=found["rules"] > 0)),
        written(Step.PRIVACY, notice.controller != "", *notice.missing),
        StepView(Step.MAIL, Progress.WITHOUT)
        if here.is_demo
        else written(Step.MAIL, False, *lacking(arrived=found["arrived"] > 0)),
    )


async def steps_missing() -> list[Step]:
    """The steps that wait, in their order."""
    return [view.step for view in await steps() if view.is_missing]


async def skip(actor: Actor, step: Step, *, at: datetime) -> None:
    """Do without a step for now. Raises Invalid(settings.needed) for one that everything else stands on."""
    if refusal := may_set_up(actor):
        raise refusal
    if step not in SKIPPABLE:
        raise Invalid("settings.needed")
    async with writing():
        stored = SetUpStep(name=str(step), skipped_at=at)
        await SetUpStep.insert(stored).on_conflict(target=SetUpStep.name, action="DO NOTHING")
        await journal.note(actor, "set_up.step_skipped", "set_up_step", str(step), at=at)


async def take_up(actor: Actor, step: Step, *, at: datetime) -> None:
    """The step waits again."""
    if refusal := may_set_up(actor):
        raise refusal
    async with writing():
        await SetUpStep.delete().where(SetUpStep.name == str(step))
        await journal.note(actor, "set_up.step_taken_up", "set_up_step", str(step), at=at)
