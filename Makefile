# Assent. `make help` lists what can be done; nothing needs more than python3 with venv, and make.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate

.PHONY: help run test bench lint format migrations lock

help: ## Show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(VENV)/run ## Run the whole portal on this machine (PORT=9000 make run for another port)
	@exec $(BIN)/python -m portal.launch

test: $(VENV)/dev ## Run the tests, as many at once as there are cores, up to four
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadgroup --no-loadscope-reorder $(ARGS)

bench: $(VENV)/dev ## Measure; every figure is a ratio within one run
	$(BIN)/python -m benchmarks $(ARGS)

lint: $(VENV)/dev ## Check style, types, migrations and the locks
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/python -m pytest -q -p no:cacheprovider tests/portal/test_checks.py

format: $(VENV)/dev ## Rewrite the code in the house's form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

migrations: $(VENV)/dev ## Write migrations for changed models
	EMBEDDED=1 $(BIN)/python manage.py makemigrations

lock: $(VENV)/dev ## Pin the dependencies of pyproject.toml, with hashes
	$(BIN)/python -m pip install --quiet uv
	$(LOCK) pyproject.toml -o requirements.txt
	$(LOCK) --group embedded pyproject.toml -o requirements-embedded.txt
	$(LOCK) --group dev pyproject.toml -o requirements-dev.txt

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Assent needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 run") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(VENV)/run: $(VENV)/bin/python requirements-embedded.txt
	@echo "Installing dependencies (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-embedded.txt
	@touch $@

$(VENV)/dev: $(VENV)/bin/python requirements-dev.txt
	@echo "Installing dependencies and tools (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/run
