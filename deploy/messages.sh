#!/bin/sh
# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# The texts of the interface: extract them from sources and templates, update every catalogue, compile.
set -eu
cd "$(dirname "$0")/.."
bin=.venv/bin
mkdir -p var
pot=var/rione.pot
$bin/pybabel -q extract -F web/locale/babel.cfg --ignore-dirs ".* var node_modules tests" -k N_ -k say:2 -k tell -k tell_many:1,2 -k translate:2 -k pgettext:1c,2 -k npgettext:1c,2,3 \
  --no-location --sort-output --project=Rione --copyright-holder="Rione contributors" -o $pot .
for locale in en; do
  catalogue=web/locale/$locale/LC_MESSAGES/rione.po
  if [ -f $catalogue ]; then
    $bin/pybabel -q update -D rione -i $pot -o $catalogue -l $locale --no-fuzzy-matching --ignore-obsolete
  else
    mkdir -p "$(dirname $catalogue)"
    $bin/pybabel -q init -D rione -i $pot -o $catalogue -l $locale
  fi
  $bin/pybabel compile --statistics -i $catalogue -o "${catalogue%.po}.mo.part"
  mv "${catalogue%.po}.mo.part" "${catalogue%.po}.mo"
done
