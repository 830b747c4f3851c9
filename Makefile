# Everything a person types. `make run` and `make test` set themselves up.
FITS := import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))
PYTHON ?= $(shell for p in python3 python3.12 python3.13 python3.11; do $$p -c '$(FITS)' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
# `make install EXTRAS=` leaves out what draws pictures and what compares sentences by meaning.
EXTRAS ?= pictures meaning
# Where a language model is set, its client library is installed too.
LLM := $(if $(LLM_MODEL)$(shell grep -Es '^[[:space:]]*LLM_MODEL=[^[:space:]]' .env),llm)
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check -q
INSTALL := $(VENV)/bin/python .ci/install.py

# A worker for each core and one more; ARGS="-n0 tests/bot/test_paging.py" runs one file without workers.
WORKERS ?= auto
PROFILE := $(if $(CI),long,quick)
PYTEST := $(VENV)/bin/python -m pytest -n $(WORKERS) --dist worksteal

# Compiled modules and tests are kept, whatever the shell says: each process that a test starts needs them.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: install run llm mcp test test-slow test-long coverage check format map lock bench-install

install: $(VENV)/.installed $(EXTRAS:%=$(VENV)/.installed-%)
llm: $(VENV)/.installed-llm
mcp: $(VENV)/.installed-mcp
run: install $(LLM)
	@$(VENV)/bin/readout start
test: $(VENV)/.installed-dev
	@$(PYTEST) -m "not slow" --hypothesis-profile=$(PROFILE) $(ARGS)
test-slow: $(VENV)/.installed-dev
	@$(PYTEST) -m slow --hypothesis-profile=$(PROFILE) $(ARGS)
test-long: $(VENV)/.installed-dev
	@$(PYTEST) --hypothesis-profile=long $(ARGS)
coverage: $(VENV)/.installed-dev
	@rm -f .coverage .coverage.*
	@$(VENV)/bin/coverage run -m pytest -n $(WORKERS) --dist worksteal $(ARGS)
	@$(VENV)/bin/coverage combine -q
	@$(VENV)/bin/coverage report
check: $(VENV)/.installed-dev
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-cache
format: $(VENV)/.installed-dev
	@$(VENV)/bin/ruff format .
	@$(VENV)/bin/ruff check --fix .
map:
	@$(PYTHON) .ci/map.py
bench-install: $(VENV)/.installed-bench

$(VENV)/bin/python:
	@$(or $(PYTHON),false) -c '$(FITS)' || { echo "Readout needs Python 3.11, 3.12 or 3.13; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "Making $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing what Readout needs (once; a minute or two) ..."
	@$(INSTALL) requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@
$(VENV)/.installed-pictures: requirements-pictures.lock $(VENV)/.installed
	@echo "Installing what draws pictures (once) ..."
	@$(INSTALL) requirements-pictures.lock
	@touch $@
$(VENV)/.installed-meaning: requirements-meaning.lock $(VENV)/.installed
	@echo "Installing what compares sentences by meaning (once) ..."
	@$(INSTALL) requirements-meaning.lock
	@touch $@
$(VENV)/.installed-llm: requirements-llm.lock $(VENV)/.installed
	@echo "Installing what a language model needs (once) ..."
	@$(INSTALL) requirements-llm.lock
	@touch $@
$(VENV)/.installed-mcp: requirements-mcp.lock $(VENV)/.installed
	@echo "Installing what language models' programs need (once) ..."
	@$(INSTALL) requirements-mcp.lock
	@touch $@
$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo "Installing what the tests need (once) ..."
	@$(INSTALL) requirements-dev.lock
	@touch $@
$(VENV)/.installed-bench: requirements-bench.lock $(VENV)/.installed-dev
	@$(INSTALL) --no-deps requirements-bench.lock
	@touch $@

# Newest versions that fit pyproject.toml, with hashes; no registry's host is written down.
lock: | $(VENV)/bin/python
	@$(PIP) install uv
	@for part in ":--extra build" \
	  "-pictures:--extra build --extra pictures -c requirements.lock" "-meaning:--extra build --extra meaning -c requirements.lock" \
	  "-llm:--extra build --extra llm -c requirements.lock" "-mcp:--extra build --extra mcp -c requirements.lock" \
	  "-dev:--extra build --extra pictures --extra meaning --extra dev" \
	  "-bench:--extra build --extra pictures --extra meaning --extra dev --extra bench"; do \
	  $(VENV)/bin/uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-header --no-emit-index-url \
	    $${part#*:} pyproject.toml -o requirements$${part%%:*}.lock || exit 1; done
