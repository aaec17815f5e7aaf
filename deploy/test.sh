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
times=""
all_begun=$(date +%s)

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
  seconds=$(($(date +%s) - begun))
  echo "== $name: $seconds s"
  times="$times$(printf '  %5d s  %s' $seconds "$name")
"
}

# Neighbours stay together, so that what a file prepares is prepared once; a worker that has run out of tests takes half
# of what another still has, so that all end together.
side_by_side="-q -n 2 --dist worksteal"

part "checks" deploy/check.sh
# the long attacks (every payload in every form and in a browser) have a command of their own: make hostile
long="--ignore=tests/hostile/test_scripts.py --ignore=tests/hostile/test_forms.py --ignore=tests/hostile/test_requests.py"
deployed=""
has_nginx >/dev/null || {
  deployed="$deployed --ignore=tests/deploy/test_nginx.py"
  left_out="$left_out nginx or openssl is not installed: the files for nginx were left out."
}
deployed="$deployed --ignore=tests/deploy/test_machines.py"  # on PostgreSQL, below
has_systemd >/dev/null || {
  deployed="$deployed --ignore=tests/deploy/test_units.py"
  left_out="$left_out systemd-analyze is not installed: the units for systemd were left out."
}
# a file of these shares one clone, or one program behind one nginx
part "set-up, nginx and systemd" $bin/pytest -q -n 2 --dist loadfile tests/deploy $deployed
# a third worker uses the cores while a test waits for a process or for a lock
part "tests on SQLite" $bin/pytest $side_by_side -n 3 --ignore=tests/journeys --ignore=tests/deploy \
  --ignore=tests/architecture/test_sources.py --ignore=tests/architecture/test_dead_code.py $long  # the checks did these
# These know no database (tests/architecture/test_parts.py looks): what they say was said by the run on SQLite.
pure="tests/analytics/test_budget_reasons.py tests/analytics/test_disclosure.py tests/analytics/test_exports.py
  tests/analytics/test_statistics.py tests/announcements/test_when.py tests/architecture/test_dead_code.py
  tests/architecture/test_forms.py tests/architecture/test_notices.py tests/architecture/test_recipes.py
  tests/architecture/test_refusals.py tests/architecture/test_rules_by_key.py tests/architecture/test_settings.py
  tests/architecture/test_sources.py tests/architecture/test_states.py tests/architecture/test_templates.py
  tests/ballots/test_correction_rules.py tests/ballots/test_rules.py tests/commands/test_bad_settings.py
  tests/commands/test_sortitions.py tests/commands/test_tallies.py tests/commands/test_without_the_site.py
  tests/consultations/test_dividing.py tests/consultations_office/test_office_rules.py
  tests/consultations_office/test_schedules.py tests/consultations_office/test_words.py
  tests/deliberation/test_clock.py tests/deliberation/test_spreadsheets.py tests/deliberation/test_text.py
  tests/installation/test_coats.py tests/installation/test_colours.py tests/installation/test_parts.py
  tests/integrity/test_faults.py tests/laws tests/people/identity/test_fiscal_codes.py tests/people/test_mails.py
  tests/places/test_addresses.py tests/places/test_geometry.py tests/places/test_maps.py
  tests/places/test_registers.py tests/places/test_zone_files.py tests/printing/test_sheets.py tests/real
  tests/register/test_reading.py tests/regulations/test_eligibility.py tests/regulations/test_presets.py tests/voting
  tests/web/test_catalogues.py tests/web/test_choices.py tests/web/test_demo_texts.py tests/web/test_folding.py
  tests/web/test_recent.py tests/web/test_since.py tests/web/test_visits.py"
if has_postgres; then
  part "tests on PostgreSQL" $bin/python -m tests.postgres_server -- $bin/pytest $side_by_side -n 3 \
    --ignore=tests/journeys --ignore=tests/deploy $(printf -- '--ignore=%s ' $pure) $long
  has_nginx >/dev/null && part "two machines" $bin/python -m tests.postgres_server -- \
    $bin/pytest -q tests/deploy/test_machines.py
else
  left_out="$left_out PostgreSQL is not installed: the tests on PostgreSQL were left out."
fi
once=""
if has_chromium >/dev/null && has_postgres; then
  # What only PostgreSQL can break is what the served program asks of it and writes: each thing that people do is done,
  # on a desk. How pages look (at both widths, one after the other, in English) is the same and is seen on SQLite below,
  # where each thing is done on a phone; every address was asked on PostgreSQL by tests/hostile/test_queries.py.
  part "journeys on PostgreSQL" $bin/python -m tests.postgres_server -- $bin/pytest $side_by_side tests/journeys \
    -k "not every_page and not no_italian and not 360 and not phone"
  once="not 1280"
elif ! has_chromium >/dev/null; then
  left_out="$left_out Chromium is not installed: the journeys were left out."
fi
[ -z "$left_out" ] || echo "==$left_out"
[ -z "$failed" ] || echo "== failed so far:$failed"
part "journeys on SQLite" $bin/pytest $side_by_side tests/journeys -k "$once"
echo "== how long each part took"
printf '%s  %5d s  together, after the set-up\n' "$times" $(($(date +%s) - all_begun))
if [ -n "$failed" ]; then echo "FAILED$failed"; exit 1; fi
