# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""`make setup` on the machines of next month: newer releases are out, the network is gone, somebody pulled the plug."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.indexes import locked, registry
from tests.deploy.miniatures import Miniature, miniature

pytestmark = pytest.mark.timeout(900)  # environments are made and npm is called several times in a test
NAMED = {"alpha": "1.0", "beta": "2.0"}


def installed(place: Miniature) -> dict[str, str]:
    names = (folder.name.removesuffix(".dist-info").split("-") for folder in place.packages.glob("*.dist-info"))
    return {name: version for name, version in names if name in NAMED}


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Miniature]:
    """A clone that was set up once, while the indexes held newer releases of everything."""
    with registry() as packages:
        place = miniature(tmp_path_factory.mktemp("setup"), packages)
        done = place.set_up()
        assert done.returncode == 0, done.stdout + done.stderr
        yield place


def test_set_up_gives_the_locked_versions_though_newer_ones_are_out(clone: Miniature) -> None:
    assert installed(clone) == NAMED
    assert clone.pip("check").returncode == 0


def test_npm_gives_the_locked_versions_though_newer_ones_are_out(clone: Miniature) -> None:
    assert (clone.root / "web/static/vendor/garden.txt").read_text() == "1.0.0 2.0.0"


def test_the_index_of_this_test_would_mislead_an_older_pip_that_resolves(clone: Miniature) -> None:
    """Without --no-deps, pip before 23.3 takes the newer beta for `beta[more]==2.*` and refuses its hash."""
    older = tuple(map(int, clone.pip("--version").stdout.split()[1].split(".")[:2])) < (23, 3)
    listed = str(clone.root / "requirements.txt")
    done = clone.pip("install", "--dry-run", "--force-reinstall", "--require-hashes", "-r", listed)
    assert bool(done.returncode) == older
    assert ("beta[more]==2.*" in done.stderr) == older


def test_a_second_set_up_needs_no_network_and_does_nothing(clone: Miniature) -> None:
    done = clone.set_up(network=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_list_that_is_not_complete_is_refused_by_name(clone: Miniature) -> None:
    done = clone.install(locked(clone.wheels / "gamma-1.0-py3-none-any.whl"))
    clone.pip("uninstall", "-q", "-y", "gamma")
    assert done.returncode
    assert "gamma 1.0 requires delta, which is not installed" in done.stderr
    assert "make lock" in done.stderr


def test_a_package_that_does_not_match_its_hash_is_refused(clone: Miniature) -> None:
    done = clone.install(f"beta==2.1 \\\n    --hash=sha256:{'0' * 64}\n")
    assert done.returncode
    assert installed(clone) == NAMED


def test_a_package_whose_files_are_not_all_there_is_installed_again(clone: Miniature) -> None:
    lost = clone.packages / "beta" / "__init__.py"
    lost.unlink()
    done = clone.install((clone.root / "requirements.txt").read_text())
    assert done.returncode == 0, done.stderr
    assert lost.is_file()


def test_tools_of_tests_stay_up_to_their_list_when_only_the_program_is_set_up(clone: Miniature) -> None:
    newer = [clone.wheels / f"{name}-py3-none-any.whl" for name in ("alpha-1.1", "beta-2.1")]
    tools = [path for path in clone.wheels.iterdir() if path.name.split("-")[0] in {"setuptools", "babel"}]
    before = (clone.root / ".venv/.runs").read_bytes()
    (clone.root / "requirements-test.txt").write_text(locked(*tools, *newer))
    (clone.root / ".venv/.tests").write_text("an older list")
    try:
        done = clone.set_up()
        assert "packages of requirements-test.txt" in done.stdout, done.stderr
        assert installed(clone) == {"alpha": "1.1", "beta": "2.1"}
    finally:
        (clone.root / ".venv/.tests").unlink()
        assert clone.install((clone.root / "requirements.txt").read_text()).returncode == 0
    assert (clone.root / ".venv/.runs").read_bytes() == before


def test_a_set_up_that_was_killed_and_a_clone_that_was_moved_are_finished_by_the_next(tmp_path: Path) -> None:
    with registry() as packages:
        place = miniature(tmp_path, packages)
        environment, catalogue = place.root / ".venv", "web/locale/en/LC_MESSAGES/rione.mo"
        place.killed_when((environment / "bin/python").exists)  # pip is not there yet
        place.killed_when(lambda: any(environment.glob("lib/*/site-packages/babel/locale-data")))  # half a package
        assert not any(environment.glob("lib/*/site-packages/babel-*.dist-info/RECORD"))
        place.killed_when(lambda: (place.root / "node_modules").exists())
        assert not (place.root / "web/static/vendor/sources.sha256").exists()
        moved = Miniature(place.root.rename(tmp_path / "moved"), place.wheels, place.registry)
        done = moved.set_up()
        assert done.returncode == 0, done.stdout + done.stderr
        assert installed(moved) == NAMED
        assert str(moved.root) in (moved.root / ".venv/bin/pybabel").read_text()
        assert (moved.root / "web/static/vendor/garden.txt").read_text() == "1.0.0 2.0.0"
        assert (moved.root / catalogue).stat().st_size
        assert moved.set_up(network=False).stdout == ""
