# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""States of consultations and proposals are named by their enums; SQL and templates know no other ones."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from deliberation.consultations.states import ProposalState, State
from deliberation.people.register.states import TieState
from deliberation.proposals.amendments.states import AmendmentState
from deliberation.proposals.answers.states import AnswerState
from deliberation.records.enclosed import State as EnclosureState

ROOT = Path(__file__).parents[2]
ENUMS = "deliberation/consultations/states.py"
STATES = frozenset(State) | frozenset(ProposalState)
# States of a job, a declared tie, an enclosure, an amendment, an answer, and of a phase in the row that a page draws.
OTHER_STATES = (
    frozenset({"ready", "busy", "done", "dead", "current", "next"})
    | frozenset(TieState)
    | frozenset(EnclosureState)
    | frozenset(AmendmentState)
    | frozenset(AnswerState)
)
# The same words where they are no state: file → word → what it is there.
OTHER_WORDS = {
    "deliberation/moderation/judgements.py": {"on_ballot": "a field of the journal's detail"},
    "deliberation/proposals/amendments/states.py": {"withdrawn": "an amendment's own state"},
    "deliberation/people/register/states.py": {"withdrawn": "a declared tie's own state"},
    "web/pages/consultations/proposal_drafts.py": {"draft": "a field of a form, a name in a template"},
    "web/pages/register/drafts.py": {"draft": "a name in a template"},
}
COMPARED = re.compile(r"\bstate\s*(?:=|==|<>|!=)\s*['\"](\w+)['\"]")
LISTED = re.compile(r"\bstate\s+(?:not\s+)?in\s*[(\[]((?:\s*['\"]\w+['\"],?)+)", re.IGNORECASE)


def texts(suffix: str) -> Iterator[tuple[str, str]]:
    for floor in ("deliberation", "analytics", "web"):
        for path in sorted((ROOT / floor).rglob(f"*{suffix}")):
            if "piccolo_migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def literals() -> Iterator[tuple[str, str]]:
    """File and word of every string that is nothing but the name of a state."""
    for name, text in texts(".py"):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in STATES:
                yield name, node.value


def test_no_state_is_written_out_but_in_its_enum() -> None:
    found = set(literals())
    assert {word for name, word in found if name == ENUMS} == STATES, "the test reads the strings"
    excused = {(name, word) for name, words in OTHER_WORDS.items() for word in words}
    written = {(name, word) for name, word in found if name != ENUMS}
    assert not written - excused
    assert not excused - written, "an excuse that nothing needs any more"


def test_sql_and_templates_know_no_other_state() -> None:
    named = {
        word
        for suffix in (".py", ".html")
        for _, text in texts(suffix)
        for found in (*COMPARED.findall(text), *LISTED.findall(text))
        for word in re.findall(r"\w+", found)
    }
    assert {"withdrawn", "annulled", "busy"} <= named, "the test reads SQL and templates"
    assert not named - STATES - OTHER_STATES
