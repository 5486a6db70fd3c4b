# SPDX-License-Identifier: Apache-2.0
# Two commands matter: `make demo` and `make test`. They need python3 (3.11 or newer) and make, nothing else.

PYTHON ?= python3
VENV := .venv
SPARK := .venv-spark
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-compile
LOCKED := $(PIP) --require-hashes --only-binary :all:
PYTEST := $(BIN)/python -m pytest
FRONTEND := $(wildcard frontend/package*.json frontend/*.mjs frontend/*.txt frontend/src/*.js)
CATALOGUES := $(wildcard src/quatrefoil/locale/*/LC_MESSAGES/*.po)

.DEFAULT_GOAL := help
.PHONY: help demo test lint diagrams format test-fast test-postgres test-browser test-spark bench notebooks messages locks clean install

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.package ## a running country: public site at http://127.0.0.1:8000, staff at http://127.0.0.1:8001
	@exec $(BIN)/quatrefoil demo $(OPTIONS)

test: lint test-fast test-postgres test-browser ## everything, on SQLite and PostgreSQL, in a real browser
	@echo "All suites passed. What was skipped, and how to get it, stands above under SKIPPED."

lint: $(VENV)/.dev ## style, types and the floors of the house
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

diagrams: $(VENV)/.package ## write the tables and drawings of the documentation again, from the code
	$(BIN)/python tools/diagrams.py

format: $(VENV)/.dev ## put the code into the house's form
	@find src -path '*/migrations/0*.py' -exec grep -L SPDX {} + | \
	  xargs -r sed -i '1i # SPDX-License-Identifier: Apache-2.0'
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test-fast: $(VENV)/.dev ## unit, contract and integration tests on SQLite
	$(PYTEST) tests/unit tests/contract tests/integration -q -n 2

test-postgres: $(VENV)/.dev ## contract and integration tests on a real PostgreSQL, under row-level security
	@if $(BIN)/python -m tests.postgres; then \
	  QUATREFOIL_TEST_DATABASE=postgres $(PYTEST) tests/contract tests/integration -q -n 2; \
	elif [ -n "$$CI" ]; then \
	  echo "PostgreSQL cannot be had here, and in CI it must be." >&2; exit 1; \
	else \
	  echo "SKIPPED: every test on PostgreSQL. The reason stands above."; \
	fi

test-browser: $(VENV)/.dev ## tests in a real browser (chromium)
	$(PYTEST) tests/e2e -q

test-spark: $(SPARK)/.ready ## record linkage on a local Spark gives the clusters of DuckDB (an environment of its own; needs Java)
	@if command -v java >/dev/null; then \
	  PYTHONPATH=src:. $(SPARK)/bin/python -W ignore -m tests.spark.linkage; \
	elif [ -n "$$CI" ]; then \
	  echo "Java cannot be had here, and in CI it must be." >&2; exit 1; \
	else \
	  echo "SKIPPED: record linkage on Spark. It needs Java 17: apt install default-jre-headless"; \
	fi

bench: $(VENV)/.dev ## CPU time, queries and memory against the budgets; writes docs/reference/benchmarks.md
	PYTHONPATH=src:. $(BIN)/python -m tests.benchmarks

notebooks: $(VENV)/.dev ## run the notebooks of the documentation again, and write their results
	$(BIN)/python tools/notebooks.py

messages: $(VENV)/.package ## collect the texts to translate, and compile the translations
	$(BIN)/python tools/messages.py
	$(BIN)/python hatch_build.py

locks: ## for maintainers: pin all packages again (needs uv and npm)
	tools/locks.sh

clean: ## remove what make made; data in var/ stay
	rm -rf $(VENV) $(SPARK) dist build frontend/node_modules src/quatrefoil/foundation/ui/static/built
	rm -rf .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache .coverage tests/e2e/out
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
	find src -name '*.mo' -delete

install: $(VENV)/.package ## only set up .venv

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Quatrefoil needs Python 3.11 or newer; name one with PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "This Python cannot make an environment. On Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "Setting up $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.locked: requirements.lock requirements-build.lock | $(BIN)/python
	@echo "Installing the locked packages ..."
	@$(LOCKED) -r requirements.lock -r requirements-build.lock
	@touch $@

$(VENV)/.package: $(VENV)/.locked pyproject.toml hatch_build.py $(FRONTEND) $(CATALOGUES)
	@echo "Building the pages' styles and scripts ..."
	@$(PIP) --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.package requirements-dev.lock
	@echo "Installing the locked tools for tests ..."
	@$(LOCKED) -r requirements-dev.lock
	@touch $@

# pyspark comes as source only, and holds no code that would have to be compiled.
$(SPARK)/.ready: requirements-spark.lock
	@echo "Installing Spark into $(SPARK) ..."
	@$(PYTHON) -m venv $(SPARK)
	@$(SPARK)/bin/python -m pip install -qq --disable-pip-version-check --no-compile \
	  --require-hashes --only-binary :all: --no-binary pyspark -r requirements-spark.lock
	@touch $@
