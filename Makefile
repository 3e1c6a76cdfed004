# Two commands matter: `make run` serves the site, `make test` checks everything. Each does its own set-up.

BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest --quiet
ALL_CORES := --numprocesses=logical --maxprocesses=4
# One process more than cores where servers and browsers are waited for.
WAITING := --numprocesses=$(shell expr $$(nproc 2>/dev/null || echo 2) + 1) --maxprocesses=4
# What opens each address, or sends it all that could be sent, is tried on the stricter database alone.
EACH_ADDRESS := tests/fuzz/test_forms.py tests/fuzz/test_addresses.py tests/test_whole_site_walk.py tests/sent_twice
STAMP := .venv/.installed
export DJANGO_SETTINGS_MODULE := careerpaths.settings
# Python keeps what it compiles, whatever your shell says: pytest rewrites six hundred modules at each start otherwise.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup run dev test engine quick try lint format bench load faults advisories audit lock clean system-packages

help: ## say what can be done
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-10s %s\n", $$1, $$2}'

setup: $(STAMP) ## make the environment in .venv

$(STAMP): requirements/run.txt requirements/dev.txt scripts/find-python
	@python=$$(scripts/find-python) && exec "$$python" scripts/environment.py

run: $(STAMP) ## set everything up and serve the site (PORT=8000 HOST=127.0.0.1)
	@scripts/system-packages run
	@scripts/serve

dev: $(STAMP) ## serve with reloading and debug pages
	@scripts/serve --dev

test: ## set everything up and run every check and test
	@$(MAKE) --no-print-directory --jobs=2 $(STAMP) system-packages
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint engine
	@$(PYTEST) $(WAITING) $(addprefix --deselect=,$(EACH_ADDRESS))
	@EACH_ADDRESS="$(EACH_ADDRESS)" scripts/on-services $(PYTEST) $(WAITING)

engine: $(STAMP) ## test the engine alone
	@$(PYTEST) $(ALL_CORES) tests/scoring

quick: $(STAMP) ## check in about a minute what breaks most often
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint engine
	@TEST_DATABASE_KEPT=on $(PYTEST) $(ALL_CORES) tests/test_gate.py tests/test_docs.py tests/assessments/access/test_access_walk.py tests/assessments/questionnaire/test_bad_input.py tests/careerpaths/admin/editing/test_every_page.py

try: $(STAMP) ## run some tests as fast as can be (T=path or T=path::name)
	@test -n "$(T)" || { echo "Say which: make try T=tests/scoring/rules/test_the_person.py" >&2; exit 2; }
	@TEST_DATABASE_KEPT=on $(PYTEST) $(T)

system-packages:
	@scripts/system-packages test

lint: $(STAMP) ## format, lint, types, contracts, migrations, deployment
	@scripts/lint

format: $(STAMP) ## put the code into its form
	@$(BIN)/ruff check --quiet --fix . || true
	@$(BIN)/ruff format --quiet .

bench: $(STAMP) ## print the benchmark table
	@$(BIN)/python -m bench
	@$(BIN)/python -m bench serving
	@$(BIN)/python -m bench dearest
	@$(BIN)/python -m bench impact
	@$(BIN)/python -m bench stored --people 1000 10000

load: $(STAMP) system-packages ## visit the site, up to 128 people at once, and print how they were served
	@$(BIN)/python -m bench.load

faults: $(STAMP) system-packages ## break the site in every way, ten times each, and look for what was lost
	@PYTHONWARNINGS=ignore $(BIN)/python -m tests.faults

advisories: $(STAMP) ## ask for known holes in what is installed (needs the network)
	@$(BIN)/python scripts/advisories.py

audit: $(STAMP) ## print the marks of an audit in Chromium (needs Node and npm)
	@scripts/audit

lock: ## renew the lock files (needs uv)
	@scripts/lock

clean: ## remove what the commands made, and the local data
	@rm -rf .venv var .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
