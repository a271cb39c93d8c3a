# Prerequisites on Debian or Ubuntu: sudo apt install make python3-venv
# Every target sets up what it needs; nothing is installed outside .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python -m
PIP := $(RUN) pip --disable-pip-version-check --quiet
STAMP := $(VENV)/.installed
DOCS_STAMP := $(VENV)/.installed-docs
UV_COMPILE := $(RUN) uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate

.DEFAULT_GOAL := help
.PHONY: help demo test lint style types layers docs lock clean

help:
	@echo 'make demo    read the example, write charts, series and their trace to out/'
	@echo 'make test    run the tests, the doctests and the notebooks'
	@echo 'make lint    ruff, mypy, import-linter'
	@echo 'make docs    build the documentation into docs/_build/html'
	@echo 'make lock    write the lock files anew'
	@echo 'make clean   remove the environment and everything that was built'

demo: $(STAMP)
	$(RUN) territorial demo --output out
	@mkdir -p docs/images
	cp out/two_sources.png docs/images/demo.png

test: $(STAMP)
	$(RUN) pytest -q -n auto

lint: style types layers

style: $(STAMP)
	$(RUN) ruff check .
	$(RUN) ruff format --check .

types: $(STAMP)
	$(RUN) mypy

layers: $(STAMP)
	$(BIN)/python -c 'from importlinter.cli import lint_imports_command; lint_imports_command()' --no-cache

docs: $(DOCS_STAMP)
	$(RUN) sphinx -W --keep-going -b html docs docs/_build/html

lock: $(STAMP)
	$(RUN) uv --version >/dev/null 2>&1 || $(PIP) install uv
	$(UV_COMPILE) pyproject.toml --all-extras --group test --group lint --group notebooks -o requirements.lock
	$(UV_COMPILE) --group build -c requirements.lock -o build.lock
	$(UV_COMPILE) --group docs -c requirements.lock -o docs.lock

# The stamp, not the folder, is the target: a set-up that broke half-way starts again, and an
# environment that does not run is made anew.
$(STAMP): pyproject.toml requirements.lock build.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	{ echo 'territorial needs Python 3.11 or newer: make PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	{ echo 'Python cannot make environments. On Debian or Ubuntu: sudo apt install python3-venv' >&2; exit 1; }
	@rm -f $(DOCS_STAMP)
	@$(RUN) pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	$(PIP) install --require-hashes -r build.lock -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@$(RUN) compileall -q territorial
	@touch $@

$(DOCS_STAMP): $(STAMP) docs.lock
	$(PIP) install --require-hashes -r docs.lock
	@touch $@

clean:
	rm -rf $(VENV) out dist build docs/_build docs/gallery docs/notebooks
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks .import_linter_cache
	find territorial tests data docs notebooks -name __pycache__ -type d -prune -exec rm -rf {} +
