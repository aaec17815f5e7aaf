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

python=${PYTHON:-python3}
if [ ! -x $bin/python ]; then
  command -v "$python" >/dev/null || { echo "Python 3.11 or newer is needed (Debian: apt-get install python3 python3-venv)."; exit 1; }
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; $python is $("$python" -V). Name another: make PYTHON=…"; exit 1; }
  step "environment in .venv"
  "$python" -m venv .venv || { echo "The venv module is missing (Debian: apt-get install python3-venv)."; exit 1; }
  done_
fi

runs=$(cat requirements.txt pyproject.toml | sha256sum)
tests=$(cat requirements.txt pyproject.toml requirements-test.txt | sha256sum)
if [ "$what" = test ]; then list=requirements-test.txt; else list=requirements.txt; fi
if [ "$what" = test ] && [ "$(cat .venv/.tests 2>/dev/null)" = "$tests" ]; then fresh=1
elif [ "$what" = run ] && [ "$(cat .venv/.runs 2>/dev/null)" = "$runs" ]; then fresh=1
else fresh=0; fi
if [ $fresh = 0 ]; then
  step "packages of $list, by their hashes"
  $bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $list
  done_
  step "rione itself, in this folder"
  $bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
  done_
  step "bytecode"
  $bin/python -m compileall -q -j 0 .venv/lib voting deliberation analytics web >/dev/null 2>&1 || true
  done_
  echo "$runs" > .venv/.runs
  [ "$what" = test ] && echo "$tests" > .venv/.tests
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
    $bin/pybabel -q compile -i "$source" -o "$compiled"
    done_
  fi
done
