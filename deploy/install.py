# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Install a locked list, or rione itself, into the environment of this Python: ``PYTHON deploy/install.py LIST|.``

The one place that calls pip. What is installed is the list and nothing else, whatever was released since:

- ``--no-deps``: pip resolves nothing. Without it, pip before 23.3 (Debian 12's, and that of Python 3.11 and 3.12.1)
  looks a dependency written with an extra (``pydantic[email]==2.*``) up beside the pinned line, takes the newest
  release, and refuses its hash.
- ``--only-binary :all:``: a source archive would be built in an environment of its own, from tools of no list.
- ``pip check`` afterwards: a list that is not complete fails here, by name, and not later at an import.

Rione itself is built by the setuptools of the list, without an index.
"""

import csv
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check")


def is_whole(record: Path) -> bool:
    """True when every file that the package's RECORD names is there; pip writes RECORD last."""
    if not record.is_file():
        return False
    with record.open(encoding="utf-8", newline="") as lines:
        names = [row[0] for row in csv.reader(lines) if row and not row[0].endswith(".pyc")]
    return all((record.parent.parent / name).exists() for name in names)


def forget_unfinished() -> None:
    """Drop the record of packages whose installation was cut off; pip would take them as installed."""
    folders = {Path(sysconfig.get_path(kind)) for kind in ("purelib", "platlib")}
    for package in (found for folder in folders for found in folder.glob("*.dist-info")):
        if not is_whole(package / "RECORD"):
            shutil.rmtree(package)


def install(wanted: str) -> None:
    """Install a list, or the program in the folder ``.``, and check that nothing is missing.

    Raises:
        SystemExit: a package that cannot be had, does not match its hash, or misses another.
    """
    forget_unfinished()
    if wanted == ".":
        options = ("--no-index", "--no-deps", "--no-build-isolation", "--editable", wanted)
    else:
        options = ("--require-hashes", "--no-deps", "--only-binary", ":all:", "--requirement", wanted)
    if subprocess.run([*PIP, "install", "--quiet", *options]).returncode:  # noqa: S603
        sys.exit(f"{wanted} could not be installed: pip says above what was missing, and why.")
    checked = subprocess.run([*PIP, "check"], stdout=subprocess.PIPE, text=True)  # noqa: S603
    if checked.returncode:
        sys.exit(
            f"{checked.stdout}What is installed in {sys.prefix} does not fit together. Remove that folder and run "
            f"again; if this stays, a list is not complete: make lock."
        )


if __name__ == "__main__":
    install(sys.argv[1])
