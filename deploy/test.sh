#!/bin/sh
# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# `make test` after setup: checks, tests on SQLite and on PostgreSQL, journeys in a browser.
# What is missing (PostgreSQL, Chromium, nginx, systemd's own check: Debian packages) is installed with CI=true, and
# otherwise named in one line. A server that is installed here is not started: tests start their own, on free ports.
set -u
cd "$(dirname "$0")/.."
unset PYTHONDONTWRITEBYTECODE
bin=.venv/bin
failed=""
left_out=""

has_postgres() { $bin/python -c 'import sys; from tests.postgres_server import binaries; sys.exit(binaries() is None)'; }
has_nginx() { PATH=$PATH:/usr/sbin command -v nginx && command -v openssl; }
has_systemd() { command -v systemd-analyze; }
has_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

missing=""
has_postgres || missing="$missing postgresql"
has_chromium >/dev/null || missing="$missing chromium"
has_nginx >/dev/null || missing="$missing nginx openssl"
has_systemd >/dev/null || missing="$missing systemd"
if [ -n "$missing" ] && [ "${CI:-}" = true ]; then
  [ "$(id -u)" = 0 ] || { echo "CI=true needs$missing, and only root can install them here."; exit 1; }
  echo "== installing$missing"
  policy=/usr/sbin/policy-rc.d
  if [ -e $policy ]; then policy=""; else printf '#!/bin/sh\nexit 101\n' > $policy && chmod +x $policy; fi
  apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $missing
  installed=$?
  [ -z "$policy" ] || rm -f $policy
  [ $installed = 0 ] || exit 1
fi

part() {
  name=$1; shift
  echo "== $name"
  begun=$(date +%s)
  "$@" || failed="$failed · $name"
  echo "== $name: $(($(date +%s) - begun)) s"
}

part "checks" deploy/check.sh
# the long attacks (every payload in every form and in a browser) have a command of their own: make hostile
long="--ignore=tests/hostile/test_scripts.py --ignore=tests/hostile/test_forms.py --ignore=tests/hostile/test_requests.py"
deployed=""
has_nginx >/dev/null || {
  deployed="$deployed --ignore=tests/deploy/test_nginx.py"
  left_out="$left_out nginx or openssl is not installed: the files for nginx were left out."
}
has_systemd >/dev/null || {
  deployed="$deployed --ignore=tests/deploy/test_units.py"
  left_out="$left_out systemd-analyze is not installed: the units for systemd were left out."
}
# a file of these shares one clone, or one program behind one nginx
part "set-up, nginx and systemd" $bin/pytest -q -n 2 --dist loadfile tests/deploy $deployed
part "tests on SQLite" $bin/pytest -q -n 2 --ignore=tests/journeys --ignore=tests/deploy $long
if has_postgres; then
  # voting, its laws, the real elections, set-up and the proxy know no database: they have run above
  part "tests on PostgreSQL" $bin/python -m tests.postgres_server -- $bin/pytest -q -n 2 --ignore=tests/journeys \
    --ignore=tests/voting --ignore=tests/laws --ignore=tests/real --ignore=tests/deploy $long
else
  left_out="$left_out PostgreSQL is not installed: the tests on PostgreSQL were left out."
fi
if has_chromium >/dev/null && has_postgres; then
  part "journeys on PostgreSQL" $bin/python -m tests.postgres_server -- $bin/pytest -q -n 2 tests/journeys -k "not every_page"
elif ! has_chromium >/dev/null; then
  left_out="$left_out Chromium is not installed: the journeys were left out."
fi
[ -z "$left_out" ] || echo "==$left_out"
[ -z "$failed" ] || echo "== failed so far:$failed"
echo "== journeys on SQLite"
$bin/pytest -q -n 2 tests/journeys || failed="$failed · journeys on SQLite"
if [ -n "$failed" ]; then echo "FAILED$failed"; exit 1; fi
