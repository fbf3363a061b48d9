# `make help` lists the targets. Only Python 3.11 or newer is needed; everything else is installed into this folder.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
APPS := platform/rathaus tenants modules billing
TESTS ?=

unexport PYTHONDONTWRITEBYTECODE  # each test process would read and rewrite every test anew, for half a minute

.PHONY: help run test check format lint types imports templates migrations translations bench lock setup setup-dev fix clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

run: setup ## Run the whole product on http://localhost:8000 (PORT= changes the port); Ctrl-C stops it
	@exec $(BIN)/rathaus run --port $(PORT)

test: setup-dev ## Run all tests (TESTS=tests/modules runs a part)
	@$(BIN)/pytest -n 2 --dist worksteal $(TESTS)

check: setup-dev format lint types imports templates migrations translations ## Run all checks, then all tests
	@$(MAKE) --no-print-directory test

setup: ## Install what running needs (done by the other targets)
	@$(PYTHON) infra/setup.py

setup-dev:
	@$(PYTHON) infra/setup.py --dev

format: setup-dev ## Check the formatting (fix it: make fix)
	@$(BIN)/ruff format --check --quiet .
	@git ls-files '*.html' | xargs -r $(BIN)/djade --target-version 5.2 --check

fix: setup-dev ## Format everything and apply safe fixes
	@$(BIN)/ruff format --quiet . && $(BIN)/ruff check --fix --quiet .
	@git ls-files '*.html' | xargs -r $(BIN)/djade --target-version 5.2 || true

lint: setup-dev ## Lint Python and the compose file
	@$(BIN)/ruff check --quiet .
	@$(BIN)/yamllint --strict infra

types: setup-dev ## Check the types
	@$(BIN)/mypy

imports: setup-dev ## Check that imports point downward
	@$(BIN)/lint-imports --no-cache

templates: setup-dev ## Lint the templates
	@$(BIN)/djlint --lint --quiet $(APPS)

migrations: setup-dev ## Check that no migration is missing
	@$(BIN)/python -m rathaus.cli.missing_migrations

translations: setup-dev ## Check that every text has its English
	@$(BIN)/python -m rathaus.web.translations check

bench: setup-dev ## Measure speed as ratios against baselines in the same run
	@$(BIN)/python -m tests.bench

lock: setup-dev ## Renew the lock files from requirements/*.in
	@for name in build base local dev node bench-libres bench-django-appointment; do \
	  $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header \
	    requirements/$$name.in --output-file requirements/$$name.txt; done

clean: ## Remove what was installed and all local data
	@[ ! -x $(BIN)/python ] || $(BIN)/python -c 'from rathaus.embedded import destroy; destroy()'
	@rm -rf .venv .local platform/frontend/node_modules platform/frontend/dist
