# `make demo` and `make test` do all set-up themselves: Python 3.11+ and make are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test quick exam exhaustive lint format wheel docs release-notes services clean

demo: $(VENV)/demo
	@echo
	@echo '$$ envwright diagnose examples/untrusted-certificate.log'
	@$(BIN)/envwright diagnose examples/untrusted-certificate.log || test $$? -eq 1

test: $(VENV)/test services
	$(BIN)/python -m pytest
	$(BIN)/envwright failures test
	$(BIN)/python -m tests.exam --quiet
	$(BIN)/python -m lab run --ci; status=$$?; $(BIN)/python -m lab.engines down; exit $$status

# What needs neither services nor the network.
quick: $(VENV)/test
	$(BIN)/python -m pytest -m "not docker and not network and not slow"

exam: $(VENV)/test
	$(BIN)/python -m tests.exam --evidence
	$(BIN)/python -m tests.withheld --families
	$(BIN)/python -m tests.pairs

exhaustive: test wheel docs
	$(BIN)/python -m tests.fuzz --inputs 10000
	$(BIN)/python -m tests.fuzz.guided --inputs 10000
	$(BIN)/python -m lab run --all
	$(BIN)/python -m benchmarks.startup
	$(BIN)/python -m benchmarks.run
	$(BIN)/python -m benchmarks.diagnose

lint: $(VENV)/test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

wheel: $(VENV)/test
	rm -rf dist && $(BIN)/python -m build && $(BIN)/python -m twine check --strict dist/*
	@ls -l dist

# The documentation site, in site/: strict, both languages, nothing fetched.
docs: $(VENV)/test
	$(BIN)/python -m website

# What a release would say: make release-notes VERSION=1.2.0
release-notes: $(VENV)/test
	@$(BIN)/towncrier build --draft --version $(VERSION)

# Debian packages that the lab uses; without root or apt-get the lab says what it leaves out.
services: $(VENV)/test
	$(BIN)/python -m lab services

$(VENV)/pip:
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/demo: $(VENV)/pip pyproject.toml hatch_build.py
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	$(BIN)/python -m compileall -q src
	@touch $@

$(VENV)/test: $(VENV)/demo
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable '.[all]' --group test --group lint --group lab --group docs
	@touch $@

clean:
	rm -rf $(VENV) build dist site .mypy_cache .ruff_cache .pytest_cache .lab
