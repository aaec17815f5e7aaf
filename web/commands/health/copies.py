# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""backups.json in DATA_DIR: when a backup was last made, and when one was last proved to restore."""

import json
import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

NAME = "backups.json"


@dataclass(frozen=True, slots=True)
class Copies:
    """The last backup that was made and the last that was proved, with its own day; None where none is known."""

    made_at: datetime | None = None
    proved_at: datetime | None = None

    def kept(self, folder: Path) -> None:
        """Write it, whole or not at all. Raises OSError."""
        held = {"made_at": self.made_at, "proved_at": self.proved_at}
        part = folder / f".{NAME}.{secrets.token_hex(4)}"
        try:
            with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                json.dump({name: at.isoformat() for name, at in held.items() if at}, file)
            part.replace(folder / NAME)
        finally:
            part.unlink(missing_ok=True)


def known(folder: Path) -> Copies:
    """What is known in a DATA_DIR; a file that cannot be read is as good as none."""
    try:
        held = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return Copies(**{name: datetime.fromisoformat(at).astimezone(UTC) for name, at in held.items()})
    except (OSError, ValueError, TypeError, AttributeError):
        return Copies()
