#!/bin/sh
# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# Everything that needs no database: style, types, directions of imports, templates, sources.
set -u
cd "$(dirname "$0")/.."
bin=.venv/bin
failed=""

step() {
  name=$1; shift
  begun=$(date +%s)
  if out=$("$@" 2>&1); then echo "  ok      $name ($(($(date +%s) - begun)) s)"
  else echo "$out"; echo "  FAILED  $name"; failed="$failed $name"; fi
}

# types take as long as all the rest in a fresh clone: beside it
types=$(mktemp)
trap 'rm -f "$types"' EXIT
$bin/mypy --no-error-summary > "$types" 2>&1 &
mypy=$!
step "ruff" $bin/ruff check --quiet .
step "format" $bin/ruff format --check --quiet .
step "imports" $bin/lint-imports --no-cache
step "templates" $bin/djlint --lint --quiet web/templates web/mail
step "sources" $bin/pytest -q -p no:cacheprovider tests/architecture/test_sources.py tests/architecture/test_dead_code.py
wait $mypy
step "mypy" sh -c 'cat "$1"; exit "$2"' - "$types" $?
[ -z "$failed" ] || { echo "check failed:$failed"; exit 1; }
