# All of this needs only make and Python 3.11 or newer; the rest is brought into .venv.
# make PYTHON=python3.12 names the Python to start from.

PYTHON ?=
WORKERS ?= 2
BIN := .venv/bin
PREPARE := PYTHON="$(PYTHON)" sh packaging/setup/prepare.sh
# One thread a process: the test workers share the cores among themselves.
QUIET := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 QT_QPA_PLATFORM=offscreen
# The folders of scripts that import each other by their bare names.
PACKAGING := packaging:packaging/frozen:packaging/linux:packaging/setup:packaging/trial:app
PYTEST := $(QUIET) $(BIN)/python -m pytest

# What was compiled once is kept: where this is switched off, each process compiles all anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo venv test check bench proofs proofs-share pictures reference words docs format package try-package clean

help:  ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 16

demo:  ## play the whole loop on the bundled flights, in the window where there is a display
	@$(PREPARE) --window
	@$(BIN)/tidemill demo

venv:  ## make .venv with Tidemill and all it stands on
	@$(PREPARE)

test: venv  ## run all tests
	@$(PYTEST) -v --no-header -n $(WORKERS) --dist loadfile --no-loadscope-reorder --ignore=tests/proofs --ignore=tests/bench tests

check: venv  ## format, lint, types, import contracts and packaging
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@MYPYPATH=$(PACKAGING) $(BIN)/mypy --strict $(shell find packaging -name '*.py')
	@$(BIN)/lint-imports
	@$(PYTEST) tests/packaging tests/docs

bench: venv  ## measure the numbers we promise; TOPICS="main_loop" measures some
	@$(BIN)/python tests/bench $(TOPICS)

proofs: venv  ## long simulations and fault rounds, in full
	@TIDEMILL_PROOFS=full $(PYTEST) -n $(WORKERS) -m hypothesis --ignore=tests/proofs tests
	@TIDEMILL_PROOFS=full $(PYTEST) -n $(WORKERS) --timeout 0 tests/proofs

proofs-share: venv  ## the named, seeded share of the proofs that every change runs
	@TIDEMILL_PROOFS=share $(PYTEST) -n $(WORKERS) tests/proofs

pictures: venv  ## keep how the pages look now: the golden pictures of tests/gui/golden
	@TIDEMILL_PICTURES=renew $(PYTEST) -n 0 tests/gui/golden/test_golden_pictures.py

reference: venv  ## write docs/reference from the code
	@$(BIN)/python docs/make_reference.py

words: venv  ## bring the catalogues of the window's other languages up to date
	@$(BIN)/python docs/make_words.py

package: venv  ## build what people install: a .deb and a portable archive, in dist/
	@$(BIN)/python packaging/make_package.py

try-package: venv  ## build the .deb, install it, use it as a person would, take it away again (as root)
	@$(BIN)/python packaging/try_package.py

docs: venv  ## build the guide as a site with its pictures: build/site/index.html
	@$(BIN)/python docs/make_site.py

format: venv  ## put the code in its form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix --select I .

clean:  ## remove .venv and what was made; a demo's workspace stays
	rm -rf .venv build dist demo-output pictures bench-output
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find app resources tests packaging -name __pycache__ -prune -exec rm -rf {} +
