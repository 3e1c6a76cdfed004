# Two commands matter: `make run` serves the site, and `make test` checks everything. Each sets up what it needs.

BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest --quiet
ALL_CORES := --numprocesses=logical --maxprocesses=4
# One more process than there are cores, because these tests wait for servers and browsers.
WAITING := --numprocesses=$(shell expr $$(nproc 2>/dev/null || echo 2) + 1) --maxprocesses=4
# Tests that open every address, or send it all kinds of input, only run on the stricter database.
EACH_ADDRESS := tests/fuzz/test_forms.py tests/fuzz/test_addresses.py tests/test_whole_site_walk.py tests/sent_twice
STAMP := .venv/.installed
export DJANGO_SETTINGS_MODULE := careerpaths.settings
# Python keeps compiled files, whatever your shell says, or pytest rewrites six hundred modules at each start.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup run dev test engine quick try lint format bench load faults advisories audit lock clean system-packages

help: ## list the commands
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

engine: $(STAMP) ## test only the engine
	@$(PYTEST) $(ALL_CORES) tests/scoring

quick: $(STAMP) ## check what breaks most often, in about a minute
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint engine
	@TEST_DATABASE_KEPT=on $(PYTEST) $(ALL_CORES) tests/test_gate.py tests/test_docs.py tests/assessments/access/test_access_walk.py tests/assessments/questionnaire/test_bad_input.py tests/careerpaths/admin/editing/test_every_page.py

try: $(STAMP) ## run some tests as fast as possible (T=path or T=path::name)
	@test -n "$(T)" || { echo "Say which tests, for example: make try T=tests/scoring/rules/test_the_person.py" >&2; exit 2; }
	@TEST_DATABASE_KEPT=on $(PYTEST) $(T)

system-packages:
	@scripts/system-packages test

lint: $(STAMP) ## format, lint, types, contracts, migrations, deployment
	@scripts/lint

format: $(STAMP) ## format the code
	@$(BIN)/ruff check --quiet --fix . || true
	@$(BIN)/ruff format --quiet .

bench: $(STAMP) ## print the benchmark table
	@$(BIN)/python -m bench
	@$(BIN)/python -m bench serving
	@$(BIN)/python -m bench dearest
	@$(BIN)/python -m bench impact
	@$(BIN)/python -m bench stored --people 1000 10000

load: $(STAMP) system-packages ## let up to 128 people visit the site at once, and print how they were served
	@$(BIN)/python -m bench.load

faults: $(STAMP) system-packages ## inject each fault ten times, and check that no saved answer is lost
	@PYTHONWARNINGS=ignore $(BIN)/python -m tests.faults

advisories: $(STAMP) ## look for known vulnerabilities in the dependencies (needs the network)
	@$(BIN)/python scripts/advisories.py

audit: $(STAMP) ## print the scores of a Lighthouse audit in Chromium (needs Node and npm)
	@scripts/audit

lock: ## update the lock files (needs uv)
	@scripts/lock

clean: ## remove everything these commands created, and the local data
	@rm -rf .venv var .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
