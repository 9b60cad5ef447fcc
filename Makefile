# Foilog: `make help` lists what there is. Everything runs in .venv, installed from the lock with its hashes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
DATA ?= var
BASE ?= main
SAMPLE := corpus/sample/letters

.DEFAULT_GOAL := help
.PHONY: help run test lint css evaluate evaluate-search evaluate-check compare bench formats figures dictionary licences ocr-tools lock clean

help:  ## list these commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

$(VENV)/installed: requirements.lock setup.cfg
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Foilog needs Python 3.11 or later: make run PYTHON=python3.11")'
	@echo 'Installing into $(VENV), once: this takes about a minute.'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@PYTHONWARNINGS=ignore $(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: $(VENV)/installed  ## read the sample letters, build the index and serve the site (PORT=8000)
	@$(BIN)/foilog ingest $(SAMPLE) --data-dir $(DATA)
	@$(BIN)/foilog index --data-dir $(DATA)
	@exec $(BIN)/foilog serve --data-dir $(DATA) --port $(PORT)

test: lint  ## lint, type check and the whole test suite
	$(BIN)/pytest -n auto

lint: $(VENV)/installed  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Figures must not depend on whether tesseract happens to be installed.
evaluate compare bench formats figures: export FOILOG_OCR = off

evaluate: $(VENV)/installed  ## how accurately the samples are read, and the README's table of it
	$(BIN)/foilog evaluate corpus/sample/gold
	$(BIN)/foilog evaluate tests/second_sample/gold
	$(BIN)/foilog evaluate tests/third_sample/gold
	$(BIN)/foilog evaluate tests/fourth_sample/gold
	$(BIN)/foilog evaluate tests/fifth_sample/gold
	$(BIN)/foilog evaluate tests/sixth_sample/gold
	$(BIN)/foilog evaluate tests/seventh_sample/gold
	$(BIN)/foilog evaluate tests/eighth_sample/gold
	$(BIN)/python bench/accuracy.py

evaluate-search: $(VENV)/installed  ## how well the search ranks the sample letters, beside stock Whoosh's BM25F
	$(BIN)/python bench/relevance.py

evaluate-check: $(VENV)/installed  ## how well earlier answers are found, beside what a user would pick instead
	$(BIN)/python bench/evaluate_check.py

compare: $(VENV)/installed  ## the tags gained and lost on the samples since another revision (BASE=main)
	@$(BIN)/python bench/compare.py $(BASE)

bench: $(VENV)/installed  ## reading, extraction and search, timed beside what a user would pick instead
	OPENBLAS_NUM_THREADS=1 $(BIN)/python bench/bench.py

figures: $(VENV)/installed  ## measure every figure of the README and write it there (hours; FIGURES='check ranking' for some)
	OPENBLAS_NUM_THREADS=1 $(BIN)/python bench/figures.py $(FIGURES)

dictionary: $(VENV)/installed  ## write docs/data-dictionary.md after a column was added or renamed
	$(BIN)/python docs/dictionary.py

licences: $(VENV)/installed  ## write docs/licences.md and the SBOM after the lock changed
	$(BIN)/python docs/packages.py

formats: $(VENV)/installed  ## count what is read of every format, what hostile files cost, and what kill -9 loses
	$(BIN)/python bench/formats.py

bench-growth: $(VENV)/installed  ## search alone at 2,000, 20,000 and 100,000 letters; draws docs/growth.svg
	OPENBLAS_NUM_THREADS=1 $(BIN)/python bench/bench.py --growth 2000 20000 100000

css: node_modules/.package-lock.json  ## compile the style sheet from search_app/style (needs Node; the site does not)
	npm run --silent build

node_modules/.package-lock.json: package.json package-lock.json
	npm ci --no-audit --no-fund
	@touch $@

ocr-tools:  ## install tesseract and LibreOffice, with which scans and old Word files are read too (Debian, Ubuntu)
	apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-eng tesseract-ocr-cym libreoffice-writer-nogui

lock: $(VENV)/installed  ## pin every package again, with hashes
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-find-links --no-emit-index-url --no-emit-trusted-host --extra dev --output-file requirements.lock setup.cfg

clean:  ## remove the virtual environment and everything built
	rm -rf $(VENV) $(DATA) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
