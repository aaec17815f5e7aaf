# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Three ways to any ballot: by keyboard alone, by thumb on a phone, without JavaScript.

What is marked are places among the options by the alphabet, from 1, the preferred one first: each voter's list may have
an order of its own. How a ballot takes a mark is found on its page, in whatever language: one whose fields are gone is
no ballot.
"""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from tests.journeys.visitors import Visitor

OPTIONS = ".ballot [data-option]"
ON = ".ballot-bar button[type=submit]:not([form])"
CHANGE = "a.btn[href*='/vota']"
THUMB = 44  # pixels that a finger needs
STOPS = 80  # of the Tab key: more than any ballot has


@dataclass(slots=True)
class Voter(ABC):
    """Somebody at a ballot. `looks`: at each page closely, besides voting."""

    who: Visitor
    looks: bool = False

    def vote(self, path: str, marks: tuple[int, ...]) -> list[str]:
        """Choose, reread, record; the titles of what was marked, which summary and record name."""
        self.who.page.goto(f"{self.who.address}{path}/vota")
        return self.cast(marks)

    def change(self, marks: tuple[int, ...]) -> list[str]:
        """From the record back to the ballot, which holds what is recorded, and on again."""
        self.press(CHANGE)
        self.who.page.wait_for_url(re.compile(r"/vota(\?|$)"))
        return self.cast(marks)

    def cast(self, marks: tuple[int, ...]) -> list[str]:
        page = self.who.page
        names = [option.get_attribute("data-option") or "" for option in page.locator(OPTIONS).all()]
        titles = [sorted(names)[place - 1] for place in marks]
        self.mark([names.index(title) for title in titles])
        self._look()
        for then in ("/vota/riepilogo", "/vota/registrato"):
            self.press(ON)
            page.wait_for_url(re.compile(re.escape(then)))
            listed = page.locator(".chosen-list strong").all_inner_texts()
            assert sorted(listed) == sorted(titles), (page.url, listed)
            self._look()
        return titles

    def _look(self) -> None:
        if self.looks:
            self.who.look()

    @abstractmethod
    def mark(self, marks: list[int]) -> None:
        """Mark the options at these places of the page, from 0, and no other."""

    @abstractmethod
    def press(self, button: str) -> None:
        """Press the button of that name."""

    def found(self, **kinds: str) -> tuple[str, Locator]:
        """Of the ways in which a ballot takes marks, the one that this ballot has, and its fields."""
        expect(self.who.page.locator(OPTIONS).first).to_be_visible()
        for kind, fields in kinds.items():
            if (found := self.who.page.locator(f"{OPTIONS} {fields}")).count():
                return kind, found
        raise AssertionError(f"{self.who.page.url}: no field takes a mark")

    def circles(self, place: int) -> Locator:
        """One circle for the option, or one for each mark that it can get and, last, one for none."""
        return self.who.page.locator(OPTIONS).nth(place).locator("input[type=radio]")

    def best(self, place: int) -> Locator:
        """The circle that is best for the option: its only one, or the highest mark."""
        circles = self.circles(place)
        values = [circle.get_attribute("value") or "" for circle in circles.all()]
        if len(values) == 1:
            return circles.first
        return circles.nth(max(range(len(values)), key=lambda at: int(values[at] or -1)))


class Keyboard(Voter):
    """Tab, arrows, space and Enter. Nothing is clicked, and nothing gets the focus but by the order of the page."""

    def mark(self, marks: list[int]) -> None:
        kind, fields = self.found(
            rank="button[aria-pressed]",
            box="input[type=checkbox]",
            number="input[type=number]",
            step="input[type=radio]",
        )
        for place in marks:
            if kind == "step":
                circle = self.best(place)
                self._to(self.who.page.locator(f"input[name='{circle.get_attribute('name')}']:checked"))
                for _ in range(STOPS):
                    if circle.is_checked():
                        break
                    self.who.page.keyboard.press("ArrowDown")
            else:
                self._to(fields.nth(place))
                self.who.page.keyboard.press({"rank": "Enter", "box": "Space", "number": "ArrowUp"}[kind])

    def press(self, button: str) -> None:
        self._to(self.who.page.locator(button).first)
        self.who.page.keyboard.press("Enter")

    def _to(self, field: Locator) -> None:
        for _ in range(STOPS):
            if field.evaluate("field => field === document.activeElement"):
                return
            self.who.page.keyboard.press("Tab")
        raise AssertionError(f"{self.who.page.url}: Tab never comes to {field}")


class Thumb(Voter):
    """Taps on what is seen, each as large as a finger."""

    def mark(self, marks: list[int]) -> None:
        kind, fields = self.found(
            rank=".ranking-tap", more=".stepper button:last-of-type", step="input[type=radio]", box=".choice"
        )
        for place in marks:
            self._tap(self.best(place).locator("..") if kind == "step" else fields.nth(place))

    def press(self, button: str) -> None:
        self._tap(self.who.page.locator(button).first)

    def _tap(self, place: Locator) -> None:
        box = place.bounding_box()
        assert box, f"{self.who.page.url}: {place} is not to be seen"
        assert min(box["width"], box["height"]) >= THUMB, (self.who.page.url, box)
        place.tap()


class Scriptless(Voter):
    """Numbers are typed, boxes and circles are chosen, in the form as the server sends it."""

    def mark(self, marks: list[int]) -> None:
        kind, fields = self.found(number="input[type=number]", box="input[type=checkbox]", step="input[type=radio]")
        is_ranking = self.who.page.locator("[data-ranking]").count()
        for place in range(self.who.page.locator(OPTIONS).count()):
            wanted = place in marks
            if kind == "box":
                fields.nth(place).set_checked(wanted)
            elif kind == "number":
                number = marks.index(place) + 1 if wanted and is_ranking else 1
                fields.nth(place).fill(str(number) if wanted else "")
            elif wanted:
                self.best(place).check(force=True)
            elif (none := self.circles(place)).count() > 1:
                none.last.check(force=True)

    def press(self, button: str) -> None:
        self.who.page.locator(button).first.click()
