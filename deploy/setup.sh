#!/bin/sh
# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# Make .venv ready: `deploy/setup.sh run`, or `deploy/setup.sh test` with the tools of tests.
# Each step says its name and its seconds, and is left out when nothing changed since the last time.
set -eu
cd "$(dirname "$0")/.."
unset PYTHONDONTWRITEBYTECODE
what=${1:-run}
bin=.venv/bin

step() { printf '  %-58s' "$1"; begun=$(date +%s); }
done_() { echo "$(($(date +%s) - begun)) s"; }

# Which folder and which Python the environment was made for; said last, so that a making that was cut off is not taken.
made() { echo "$(pwd) $("$1" -c 'import sys; print(*sys.version_info[:2])' 2>/dev/null)"; }
is_made() {
  [ -f .venv/.made ] && [ "$(cat .venv/.made)" = "$(made $bin/python)" ] &&
    { [ -z "${PYTHON:-}" ] || [ "$(made "$PYTHON")" = "$(made $bin/python)" ]; }
}

if ! is_made; then
  python=${PYTHON:-python3}
  command -v "$python" >/dev/null || { echo "Python 3.11 or newer is needed (Debian: apt-get install python3 python3-venv)."; exit 1; }
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; $python is $("$python" -V). Name another: make PYTHON=…"; exit 1; }
  step "environment in .venv"
  rm -f .venv/.made
  rm -rf .venv
  "$python" -m venv .venv || { echo "The venv module is missing (Debian: apt-get install python3-venv)."; exit 1; }
  made $bin/python > .venv/.made
  done_
fi

# An environment that has the tools of tests keeps them, and keeps them up to the lists.
[ ! -f .venv/.tests ] || what=test
if [ "$what" = test ]; then list=requirements-test.txt; stamp=.venv/.tests; else list=requirements.txt; stamp=.venv/.runs; fi
if ! cat pyproject.toml $list | cmp -s - $stamp; then
  step "packages of $list, by their hashes"
  $bin/python deploy/install.py $list
  done_
  step "rione itself, in this folder"
  $bin/python deploy/install.py .
  done_
  step "bytecode"
  $bin/python -m compileall -q -j 0 .venv/lib voting deliberation analytics web >/dev/null 2>&1 || true
  done_
  cat pyproject.toml $list > $stamp
fi

if ! $bin/python -c 'import sys; from web.assets_build import is_fresh; sys.exit(not is_fresh())'; then
  step "styles, scripts and fonts"; echo
  $bin/python -m web.assets_build
  printf '  %-58s' ""; done_
fi

for source in web/locale/*/LC_MESSAGES/rione.po; do
  [ -f "$source" ] || continue
  compiled="${source%.po}.mo"
  if [ ! -f "$compiled" ] || [ "$source" -nt "$compiled" ]; then
    step "language catalogue $(echo "$source" | cut -d/ -f3)"
    $bin/pybabel -q compile -i "$source" -o "$compiled.part"  # named only when whole
    mv "$compiled.part" "$compiled"
    done_
  fi
done
