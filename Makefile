# Every target works on a fresh machine with Python >= 3.11 and make: it installs what it needs into .venv first.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo serve test check bench soak contract fuzz lock licences clean

VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

help: ## Show this help
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

demo: $(VENV)/.run $(VENV)/.assets ## A running system with a demo merchant and months of orders; prints its address and login
	$(BIN)/ordino demo
	$(BIN)/ordino up --port $(PORT)

serve: $(VENV)/.run $(VENV)/.assets ## Start the database, the web server and a worker on what is there
	$(BIN)/ordino up --port $(PORT)

test: $(VENV)/.dev $(VENV)/.assets ## Check everything and run the whole test suite
	@sh .ci/install-postgresql
	@sh .ci/install-chromium
	$(MAKE) --no-print-directory check
	$(BIN)/python -m pytest -n 2 --dist loadfile -rs

check: $(VENV)/.dev ## Style, types and import contracts
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.run ## Measure speed beside what the database itself does
	$(BIN)/ordino bench

soak: $(VENV)/.run ## Simulate, break the product on purpose, kill what runs, fuzz: long, and the same every time
	$(BIN)/ordino simulate --found
	$(BIN)/ordino simulate --seed 201 --seeds 12 --orders 600 --days 7 --faults 30
	$(BIN)/ordino simulate --seed 101 --seeds 4 --orders 600 --workers 4
	$(BIN)/ordino simulate --self-test
	$(BIN)/ordino faults --kills 50
	$(MAKE) --no-print-directory fuzz

contract: $(VENV)/.dev ## Ask a running server whatever its OpenAPI document permits and forbids, for ten minutes, with every check
	ORDINO_CONTRACT_PHASES=examples,coverage,fuzzing,stateful ORDINO_CONTRACT_SECONDS=600 \
	  $(BIN)/python -m pytest -q tests/openapi/test_running_server.py

fuzz: $(VENV)/.dev ## Search for bytes from outside that break a parser; what is found is kept and tried for ever
	$(BIN)/python -m tests.fuzz.run --seconds 20

lock: $(VENV)/.dev ## Pin every dependency again, with hashes
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  pyproject.toml --group build --output-file requirements/run.lock
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  pyproject.toml --group development --constraint requirements/run.lock --output-file requirements/dev.lock

licences: $(VENV)/.dev ## List again under which licence each part comes
	$(BIN)/python -m tests.tooling.licences

clean: ## Remove what was installed and cached; the data stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis .import_linter_cache build src/*.egg-info

$(BIN)/python:
	@for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	  if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$name; break; fi; \
	done; \
	if [ -z "$$found" ]; then echo 'Ordino needs Python 3.11 or newer; none was found.' >&2; exit 1; fi; \
	$$found -m venv $(VENV) || { echo 'Python has no venv module; install it (Debian: apt install python3-venv).' >&2; rm -rf $(VENV); exit 1; }

$(VENV)/.run: requirements/run.lock pyproject.toml | $(BIN)/python
	$(INSTALL) --require-hashes --requirement requirements/run.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

ASSETS := src/ordino/office/assets
# Of Tabler's stylesheet only what pages name is kept, so a page that changes is a reason to build.
$(VENV)/.assets: $(wildcard $(ASSETS)/*.*) $(shell find src/ordino/office -name '*.html') | $(BIN)/python
	@test -x $(BIN)/ordino || $(MAKE) --no-print-directory $(VENV)/.run
	$(BIN)/python -m ordino.office.assets.build
	@touch $@

$(VENV)/.dev: requirements/dev.lock pyproject.toml | $(BIN)/python
	$(INSTALL) --require-hashes --requirement requirements/dev.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@
