# make demo | test | test-all | check | bench | snapshots
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test test-all check bench snapshots lock clean

help:  ## list these words
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q src
	@touch $@

demo: $(READY)  ## make a legacy database and migrate it
	$(BIN)/migrate-tui demo

test: $(READY)  ## the tests, with a real PostgreSQL
	$(BIN)/python -m pytest -n 3 --dist worksteal

test-all: $(READY)  ## the tests and the slow ones
	$(BIN)/python -m pytest -n 3 --dist worksteal -m 'slow or not slow'

check: $(READY)  ## ruff, mypy, import contracts
	$(BIN)/ruff check src tests bench
	$(BIN)/ruff format --check src tests bench
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)  ## ratios measured side by side in one run
	$(BIN)/python bench/run.py

snapshots: $(READY)  ## redraw the pictures in snapshots/
	$(BIN)/python -m pytest tests -k snapshot -m "slow or not slow" --update-snapshots

lock:  ## pin every dependency in requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
	  pyproject.toml -o requirements.lock

clean:  ## remove the environment and every cache
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis build *.egg-info src/*.egg-info
