# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the database itself refuses about the comune's regulation, as `ddl_votes` does about votes."""

from __future__ import annotations

from deliberation.schema.additions import Guard

_KEPT = "what was written of the regulation is kept: a new version takes its place"

REGULATION_GUARDS = (
    Guard("regulations_are_kept", "UPDATE", "regulation_version", "OLD.number > 0", _KEPT),
    Guard("regulations_never_go", "DELETE", "regulation_version", "OLD.number > 0", _KEPT),
    Guard(
        "the_rules_are_kept",
        "UPDATE OF regulation",
        "consultation",
        "OLD.state <> 'draft' AND coalesce(NEW.regulation, 0) <> coalesce(OLD.regulation, 0)",
        "a consultation keeps the regulation it was opened with",
    ),
)
