# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

# Two commands matter: `make run` and `make test`. `make` alone lists the targets.
SHELL := /bin/sh
BIN := .venv/bin
unexport PYTHONDONTWRITEBYTECODE
.DEFAULT_GOAL := help
.PHONY: help setup run test check bench lighthouse laws hostile golden mutants screenshots messages lock clean

help:  ## list the targets
	@grep -hE '^[a-z]+: .*## |^[a-z]+:  ## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 20

setup:  ## environment, styles and scripts, language catalogues (a second run takes under a second)
	@deploy/setup.sh run

run: setup  ## set up, create the demonstration city in an empty database, serve it on http://127.0.0.1:8000
	@deploy/run.sh

test:  ## checks, tests on SQLite and on PostgreSQL, journeys in a real browser (hostile and laws are longer)
	@deploy/setup.sh test
	@deploy/test.sh

check:  ## style, types, directions of imports, templates, sources (under a minute)
	@deploy/setup.sh test
	@deploy/check.sh

bench:  ## measure pages, statements and casts on both databases; writes docs/benchmarks.md
	@deploy/setup.sh test
	$(BIN)/python -m tests.postgres_server --durable -- $(BIN)/python -m tests.bench.pages
	$(BIN)/python -m tests.bench.counting

lighthouse:  ## eight pages as Lighthouse sees them on a phone (needs Chromium; fetches Lighthouse); writes docs/benchmarks.md
	@deploy/setup.sh test
	$(BIN)/python -m tests.bench.phones

laws:  ## the laws of the counting rules on 10,000 examples each, a million hostile budgets (hours)
	@deploy/setup.sh test
	$(BIN)/python -m tests.laws.adversarial 1000000 20261128
	RIONE_LAWS=10000 $(BIN)/pytest -q tests/laws -n 2 --timeout=0

hostile:  ## the long attacks: hostile values in every form, scripts in a browser (about ten minutes)
	@deploy/setup.sh test
	$(BIN)/pytest -q -n 2 tests/hostile

mutants:  ## try small changes to the code that decides: would a test notice? (an hour; writes docs/mutants.md)
	@deploy/setup.sh test
	$(BIN)/python -m tests.mutants

golden:  ## write the golden files again; read the difference before you commit it
	@deploy/setup.sh test
	$(BIN)/pytest -q tests --ignore=tests/journeys --regenerate-goldens -n 2

screenshots:  ## photograph the main pages at 360 and 1280 px into var/screenshots, six of them into docs/screenshots
	@deploy/setup.sh test
	$(BIN)/python -m tests.journeys.screenshots

messages:  ## extract the texts of the interface, bring web/locale up to date, compile it
	@deploy/setup.sh test
	@deploy/messages.sh

# For every Python from 3.11 on, whichever runs uv; what is pinned stays, unless UPGRADE=--upgrade (or -P NAME) says so.
LOCK := uv pip compile --quiet --no-config --no-header --universal --python-version 3.11 --generate-hashes --no-emit-index-url
lock:  ## bring the locked lists up to pyproject.toml and package.json, without addresses (needs uv and npm)
	$(LOCK) $(UPGRADE) --extra site --extra build -o requirements.txt pyproject.toml
	$(LOCK) $(UPGRADE) --extra site --extra build --extra test -c requirements.txt -o requirements-test.txt pyproject.toml
	$(LOCK) $(UPGRADE) --group node -o requirements-node.txt
	$(LOCK) $(UPGRADE) --group bench -o requirements-bench.txt
	npm install --package-lock-only --loglevel=error
	node -e 'const fs = require("fs"), file = "package-lock.json", lock = JSON.parse(fs.readFileSync(file)); \
	  for (const entry of Object.values(lock.packages)) delete entry.funding; \
	  fs.writeFileSync(file, JSON.stringify(lock, null, 2) + "\n")'

clean:  ## forget the environment and what was built; the database in var/ stays
	rm -rf .venv node_modules web/static/vendor build *.egg-info
