# make run   sets up and starts the demo company with the simulator page
# make tools sets up what the tests and the try-outs need, and runs nothing
# make test  sets up and runs every check: format, lint, types, layers, tests on both databases

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
# Know no database, or only the embedded one, so that a run on the other would tell nothing new.
PURE := tests/handlers/language tests/models/rules tests/test_papers.py tests/test_rules_doc.py \
	tests/bot/test_replay.py tests/bot/test_month.py tests/bot/test_year.py tests/bot/test_gateway.py tests/bot/test_gateway_pictures.py \
	tests/bot/test_codec.py tests/bot/test_crypt.py tests/bot/test_wecom_events.py tests/bot/test_forgeries.py \
	tests/bot/test_splitting.py

.PHONY: run tools test check benchmark clean

run: $(VENV)/.installed
	$(BIN)/waiqin demo

tools: $(VENV)/.installed-test

test: check
	$(BIN)/pytest -n $(WORKERS)
	WAIQIN_TEST_DATABASE=postgres $(BIN)/pytest -n $(WORKERS) -m "not page and not processes" $(PURE:%=--ignore=%)

check: $(VENV)/.installed-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

benchmark: $(VENV)/.installed-test
	$(BIN)/python -m benchmarks.callback

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "waiqin needs Python 3.11 or newer; none was found"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing into $(VENV), once: this takes a minute or two."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/.installed-test: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing into $(VENV), with what the tests need, once: this takes a minute or two."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) build *.egg-info
