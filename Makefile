# Everything runs in .venv, made from the locks in requirements/; nothing is installed outside it. The report needs few
# packages; JupyterLab and the tests add theirs when they are first asked for.
# `make help` lists the targets. Each result depends on its sources, so a second `make report` is quick.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory
# Python starts often below: what it compiled is kept, whatever the shell says.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
STAMPS := .venv/.stamps
READY := $(STAMPS)/report
LAB := $(STAMPS)/notebooks
APP := $(STAMPS)/app
DEV := $(STAMPS)/dev
BUILT := $(STAMPS)/build
RAN := $(STAMPS)/pages
REPORTED := $(STAMPS)/reported

# The first Python 3.11 or newer that runs; `make setup PYTHON=...` names another.
PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)

# Stops with one line where there is no such Python, or the one named is older.
REFUSED = $(if $(PYTHON),,$(error needs Python 3.11 or newer, found none: make setup PYTHON=/path/to/python3.11))$(if \
	$(shell $(PYTHON) -c 'import sys; print("new" * (sys.version_info >= (3, 11)))' 2>/dev/null),,$(error needs Python 3.11 or \
	newer, and $(PYTHON) is $(or $(shell $(PYTHON) --version 2>&1 | grep ^Python),no Python)))

SOURCES := $(shell find src -type f ! -name '*.pyc' 2>/dev/null)
RAW := $(wildcard data/raw/*)
NOTEBOOKS := $(wildcard notebooks/[0-9]*.ipynb)
PAGES := $(NOTEBOOKS:notebooks/%.ipynb=reports/%.html)
# What is committed but made here: a changed or missing one is made again.
DATASETS := $(shell git ls-files data/processed 2>/dev/null)
PICTURES := $(shell git ls-files reports 2>/dev/null)

.PHONY: help setup report test lab app bench lint format lock clean

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

setup: $(READY) ## the environment in .venv, from the lock: what the report needs

report: $(REPORTED) ## set up, build the datasets and findings, run every notebook, write reports/
	@echo "reports/index.html is up to date"

PYTEST ?= -n auto --dist loadfile --no-loadscope-reorder

test: $(DEV) ## set up, run every test
	$(BIN)/python -m pytest $(PYTEST)

bench: $(DEV) ## measure, and write the table of tests/benchmarks/README.md
	$(BIN)/python tests/benchmarks/bench.py --write

lab: $(LAB) $(BUILT) ## set up, open JupyterLab
	cd notebooks && ../$(BIN)/jupyter lab

app: $(APP) $(BUILT) ## set up, serve a page to paste an article into
	$(BIN)/voila --no-browser --strip_sources=True notebooks/06-check-your-own.ipynb

lint: $(DEV) ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(DEV) ## bring code and notebooks into the style that lint checks
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(DEV) ## write the locks again, after a change of dependencies in pyproject.toml
	$(BIN)/uv pip compile $(LOCKING) --extra dev -o requirements/dev.lock
	for lock in report notebooks app; do $(BIN)/uv pip compile $(LOCKING) --extra $$lock -c requirements/dev.lock -o requirements/$$lock.lock; done

LOCKING := --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --group install pyproject.toml

clean: ## remove the environment, caches and built pages (not what is committed)
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks build dist $(PAGES)
	find src tests notebooks -name __pycache__ -o -name .ipynb_checkpoints | xargs rm -rf

# One recipe for the three environments: each lock adds to what is there.
$(READY) $(LAB) $(APP) $(DEV): $(STAMPS)/%: requirements/%.lock pyproject.toml
	$(if $(wildcard $(BIN)/python),,$(REFUSED))
	@test -x $(BIN)/python || echo "setup: environment in .venv with $(PYTHON)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "make: $(PYTHON) has no venv module (Debian: apt install python3-venv)" >&2; exit 2; }
	@echo "setup: installing the $$(grep -cE '^[a-z0-9]' $<) packages of $<"
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet "$$(grep -oE '^uv==[0-9.]+' $<)"
	@test -t 2 || quiet=--quiet; index=$$($(BIN)/python -m pip config list | sed -nE "s/^[a-z:]*\.index-url='(.*)'$$/\1/p" | tail -1); \
		$(BIN)/uv pip install $${quiet:-} --python $(BIN)/python $${index:+--default-index "$$index"} --require-hashes --compile-bytecode \
		-r $< || $(BIN)/python -m pip install --require-hashes -r $<
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@mkdir -p $(STAMPS) && touch $@

$(BUILT): $(READY) $(SOURCES) $(RAW) $(DATASETS)
	$(BIN)/analysis build
	@touch $@

# Two at a time: the notebooks that changed or whose page is missing; all of them where code or data did. Each is kept
# with its results, and written only where these are others.
$(RAN): $(BUILT) $(NOTEBOOKS) $(PAGES)
	@$(BIN)/python -m analysis.report.notebooks $(if $(filter $(BUILT),$?),$(NOTEBOOKS),$(sort \
		$(filter $(NOTEBOOKS),$?) $(patsubst reports/%.html,notebooks/%.ipynb,$(filter $(PAGES),$?))))
	@touch $@

$(REPORTED): $(RAN) $(PICTURES)
	$(BIN)/analysis report
	@touch $@

# Made by build and report: one that is missing counts as changed.
$(DATASETS) $(PICTURES) $(PAGES):
