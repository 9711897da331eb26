# From a fresh clone to the workbench (make demo) or to the tests (make test). GNU make 3.81 and Python 3.11 or newer.
# ARGS goes to the command: make demo ARGS=--check, make test ARGS="-k store".

PYTHON ?= python3
VENV ?= .venv
BENCH_DATA ?= ../shared
ARGS ?=

BIN := $(VENV)/bin
RUN := $(VENV)/.ready-run
DEV := $(VENV)/.ready-dev
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
COMPILE := uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --group build
CODE := src tests bench training

.PHONY: demo test check eval browser-test lock

demo: $(RUN)
	$(BIN)/conflictdesk demo $(ARGS)

test: $(DEV)
	$(BIN)/python -m pytest -n 2 -m "not browser" $(ARGS)

check: $(DEV)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_imports.py
	$(BIN)/python -m pytest -n 2 -m "not browser" $(ARGS)

browser-test: $(DEV)
	$(BIN)/python -m pytest -m browser $(ARGS)

eval: $(DEV)
	BENCH_DATA="$(BENCH_DATA)" $(BIN)/python bench/evaluate.py $(ARGS)

lock:
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --group dev --output-file requirements-dev.lock

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Conflictdesk needs Python 3.11 or newer: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# What the program needs, in the locked versions, then the program itself, in place.
$(RUN): requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	touch $(RUN)

# The development lock holds all of it, in the same versions.
$(DEV): requirements-dev.lock pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	touch $(DEV) $(RUN)
