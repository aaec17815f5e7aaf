# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every file owes to its reader; needs no database."""

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
FLOORS = ("voting", "deliberation", "analytics", "web", "tests")
SPDX = ("# SPDX-FileCopyrightText: 2026 Rione contributors", "# SPDX-License-Identifier: AGPL-3.0-or-later")
MOST_LINES = 350
MOST_FILES = 16
MOST_PICTURE = 80_000
PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp", ".svg", ".ico"}
# Written in halves, so that this file does not name them either.
_HALVES = ("py|pi.org", "python|hosted.org", "npm|js.org", "npm|js.com", "yarn|pkg.com", "jsde|livr")
HOSTS = tuple(halves.replace("|", "") for halves in _HALVES)
RAW = {
    "unescaped text": r"\|\s*safe\b",
    "style": r"\sstyle=",
    "script": r"<script(?![^>]*\bsrc=)(?![^>]*type=.application/json.)",
    "event": r"\son[a-z]+=",
}
BANNED_NAMES = re.compile(r"(Manager|Handler|Helper|Service|Utils|Base)$")


def sources() -> list[Path]:
    return [p for floor in FLOORS for p in (ROOT / floor).rglob("*.py") if p.read_bytes().strip()]


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name]


def names(paths: list[Path]) -> list[str]:
    return sorted(path.relative_to(ROOT).as_posix() for path in paths)


def test_every_source_says_whose_it_is_and_under_which_licence() -> None:
    bare = [p for p in sources() if tuple(p.read_text(encoding="utf-8").splitlines()[:2]) != SPDX]
    assert not names(bare)


def test_no_source_is_longer_than_one_sitting() -> None:
    long = [p for p in sources() if len(p.read_text(encoding="utf-8").splitlines()) > MOST_LINES]
    assert not names(long)


def test_no_tracked_file_names_the_host_of_a_registry() -> None:
    def names_one(path: Path) -> bool:
        text = path.read_bytes().decode("utf-8", "ignore") if path.is_file() else ""
        return any(host in text for host in HOSTS)

    assert not names([p for p in tracked() if names_one(p)])


def test_no_class_is_named_after_nothing() -> None:
    vague = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and BANNED_NAMES.search(node.name)
    ]
    assert not vague


def test_every_module_says_what_it_is() -> None:
    silent = [p for p in sources() if not ast.get_docstring(ast.parse(p.read_text(encoding="utf-8")))]
    assert not names([p for p in silent if p.name != "__init__.py"])


def test_nothing_is_left_to_do_later() -> None:
    later = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    assert not names([p for p in sources() if later.search(p.read_text(encoding="utf-8"))])


@pytest.mark.parametrize("pattern", RAW.values(), ids=RAW.keys())
def test_templates_hold_no_raw_text_style_or_script(pattern: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in (ROOT / "web" / "templates").rglob("*.html")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(pattern, line)
    ]
    assert not found


def test_only_settings_read_the_environment() -> None:
    readers = [p for p in sources() if p.parts[-2] != "tests" and "tests" not in p.relative_to(ROOT).parts[:1]]
    found = [
        path
        for path in readers
        if re.search(r"os\.environ\.get|os\.environ\[[^]]+\](?! =)|os\.getenv", path.read_text(encoding="utf-8"))
    ]
    assert names(found) == ["web/assets_build.py", "web/settings.py"]


def test_the_imports_keep_their_directions() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_a_rooms_tables_are_imported_by_tables_and_by_the_reads_of_analytics_alone() -> None:
    wrong = []
    for path in sources():
        parts = path.relative_to(ROOT).parts
        if parts[0] == "tests" or path.name in {"tables.py", "piccolo_app.py"} or parts[:2] == ("analytics", "reads"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            if name.startswith("deliberation.") and name.endswith(".tables") and name.split(".")[1] != parts[1]:
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert not wrong


def test_no_folder_of_the_product_holds_more_than_sixteen_files() -> None:
    folders = Counter(path.parent.relative_to(ROOT).as_posix() for path in tracked())
    del folders["deliberation/piccolo_migrations"]  # a history only grows, and its pages stay where they are
    assert [name for name, files in folders.items() if name.split("/")[0] in FLOORS[:4] and files > MOST_FILES] == []


def imported(path: Path) -> set[str]:
    """Modules and names that a source imports, each with its full address."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_a_rule_imports_engines_and_never_another_rule() -> None:
    """Nor do the halves of rules that stand beside them: only the table of all rules knows them."""
    sources_of_rules = sorted((ROOT / "voting" / "rules").rglob("*.py"))
    address = {path: ".".join(path.relative_to(ROOT).with_suffix("").parts) for path in sources_of_rules}
    rules = {address[path] for path in sources_of_rules if re.search(r"^RULE\b", path.read_text("utf-8"), re.MULTILINE)}
    assert len(rules) > 20
    assert {name.removesuffix(".__init__") for path, name in address.items() if imported(path) & rules} == {
        "voting.rules"
    }
    engines = sorted((ROOT / "voting" / "engines").rglob("*.py"))
    assert names([path for path in engines if any(name.startswith("voting.rules") for name in imported(path))]) == []


def test_pages_ask_the_rooms_and_never_the_database() -> None:
    """Of web, only the commands that back up and examine, and the demonstration city, write SQL."""
    asks = re.compile(
        r"\brows\(|\b(SELECT|INSERT INTO|UPDATE|DELETE FROM) [a-z(*]|from deliberation\.database import .*\brows\b"
    )
    above = [path for path in sources() if path.relative_to(ROOT).parts[0] in ("web", "analytics")]
    found = names([path for path in above if asks.search(path.read_text(encoding="utf-8"))])
    commands = {f"web/commands/{name}.py" for name in ("backups", "health/doctor")}
    assert set(found) - commands == {name for name in found if name.startswith(("analytics/reads/", "web/demo/"))}
    assert commands < set(found)


def test_what_the_documents_say_of_files_and_modules_is_there() -> None:
    """Every address in `docs` and the README that names a file, a folder or a name in a module."""
    gone = []
    for document in [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "docs" / "formats").glob("*.md")]:
        for said in re.findall(r"`([^`\n]+)`", document.read_text(encoding="utf-8")):
            if re.fullmatch(rf"({'|'.join(FLOORS)}|deploy|docs)(/[\w.\-*]+)+/?", said):
                gone += [f"{document.name}: {said}"] if not list(ROOT.glob(said.rstrip("/"))) else []
            elif re.fullmatch(rf"({'|'.join(FLOORS)})(\.\w+)+", said) and not is_there(said):
                gone.append(f"{document.name}: {said}")
    assert gone == []


def is_there(address: str) -> bool:
    """A module, or a name that one mentions: `voting.rules.RULES`."""
    *above, name = address.split(".")
    module = ROOT.joinpath(*above, name)
    holders = [ROOT.joinpath(*above).with_suffix(".py"), ROOT.joinpath(*above, "__init__.py")]
    return (
        module.exists()
        or module.with_suffix(".py").exists()
        or any(re.search(rf"\b{name}\b", holder.read_text(encoding="utf-8")) for holder in holders if holder.is_file())
    )


def test_an_address_of_nothing_would_be_found() -> None:
    assert is_there("voting.rules.RULES")
    assert is_there("deliberation.ballots.casting")
    assert not is_there("voting.rules.MANAGERS")
    assert not is_there("deliberation.ballots.helpers")


def test_pictures_in_git_are_few_and_small() -> None:
    """Screenshots change with every issue, and git forgets none: `make screenshots` makes the others."""
    pictures = [path for path in tracked() if path.suffix.lower() in PICTURES and path.is_file()]
    assert names([path for path in pictures if path.stat().st_size > MOST_PICTURE]) == []
    photographs = [path for path in pictures if path.parent.name == "screenshots"]
    assert len(photographs) == 6
    shown = (ROOT / "README.md").read_text(encoding="utf-8")
    assert names([path for path in photographs if f"docs/screenshots/{path.name}" not in shown]) == []
