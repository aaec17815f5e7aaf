# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Code that nothing calls is gone. What only a test calls counts as dead; what a template reads does not."""

import re
from collections.abc import Iterator
from pathlib import Path

from vulture import Vulture

ROOT = Path(__file__).parents[2]
FLOORS = ("voting", "deliberation", "analytics", "web")
# Names that something outside our sources and templates calls or reads, by who does.
CALLED_BY = {
    "Piccolo": "APP_CONFIG APP_REGISTRY DB check_version get_reset_query prep_database query_type _run_in_pool "
    "_run_in_new_connection _run_in_existing_connection _alias _frozen_compiled_strings",
    "sqlite3": "row_factory",
    "click": "get_command list_commands",
    "jinja2": "code_generator_class template_class visit_Call",
    "wtforms": "getlist validate_al",
    "uvicorn and asyncio": "application disconnected eof_received send_400_response",
    "Python's own hooks": "unraisablehook showwarning",
    "tarfile": "gid gname uid uname",
    "fontTools": "flavor usWeightClass",
    "web/printing/sheet.typ": "qr_words",
    "who uses voting as a library": "from_approvals from_pandas from_rankings from_scores same_as type_of",
    "the scripts of the map": "least_zoom most_zoom place_name",
    "the register of streets, column by column": "even_from even_to odd_from odd_to",
}
KNOWN = {name for names in CALLED_BY.values() for name in names.split()}
# Columns are read by SQL, migrations by Piccolo, fields of the API by its clients.
IS_READ_ELSEWHERE = re.compile(
    r"^deliberation/(\w+/tables|people/register/tables|piccolo_migrations/\w+)\.py$|^web/api/structs\.py$"
)
WORD = re.compile(r"\b[A-Za-z_]\w*")
EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def read_by_templates() -> set[str]:
    found: set[str] = set()
    for folder in ("web/templates", "web/mail"):
        for path in (ROOT / folder).rglob("*.*"):
            if path.suffix in {".html", ".txt", ".xml"}:
                for expression in EXPRESSION.findall(path.read_text(encoding="utf-8")):
                    found.update(WORD.findall(expression))
    return found


def unused(*paths: Path) -> Iterator[tuple[str, str]]:
    """(file, name) of what no source among these mentions."""
    reader = Vulture(ignore_decorators=["@click.command*", "@*.command*"])
    reader.scavenge(list(paths))
    for item in reader.get_unused_code(min_confidence=60):
        yield Path(item.filename).relative_to(paths[0].parent).as_posix(), str(item.name)


def of_the_product() -> list[tuple[str, str]]:
    found = unused(*(ROOT / floor for floor in FLOORS))
    return [(path, name) for path, name in found if not IS_READ_ELSEWHERE.search(path)]


def test_everything_is_called_by_the_product_a_template_or_somebody_known() -> None:
    called = KNOWN | read_by_templates()
    assert [f"{path}: {name}" for path, name in of_the_product() if name not in called] == []


def test_nobody_is_excused_who_needs_no_excuse() -> None:
    assert sorted(KNOWN - {name for _, name in of_the_product()}) == []


def test_a_function_that_nobody_calls_is_found(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house/rooms.py").write_text("def kept():\n    return 1\n\n\ndef forgotten():\n    return kept()\n")
    assert list(unused(tmp_path / "house")) == [("house/rooms.py", "forgotten")]
