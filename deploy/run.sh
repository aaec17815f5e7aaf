#!/bin/sh
# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# Serve the demonstration city: tables, the city when the database is empty, then the site until Ctrl-C.
set -eu
cd "$(dirname "$0")/.."
unset PYTHONDONTWRITEBYTECODE

step() { echo "  $1"; begun=$(date +%s); }
done_() { echo "  $1: $(($(date +%s) - begun)) s"; }

step "tables"
.venv/bin/rione migrate
done_ "tables"
step "demonstration city"
.venv/bin/rione demo
done_ "demonstration city"
exec .venv/bin/rione serve
