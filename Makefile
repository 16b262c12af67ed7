# Two commands do everything on a fresh machine with Python 3.11 or newer, make and git: make demo, make test.
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif

.PHONY: demo test bench check reference clean

demo: $(VENV)/installed
	$(BIN)/roi compare acetaminophen_us_continuous
	$(BIN)/roi compare amoxicillin_us_continuous

test: check
	$(BIN)/python -m pytest --numprocesses=auto --dist=worksteal

check: $(VENV)/tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/tested
	$(BIN)/python benchmarks/run.py

# summaries of the bundled cases; read the diff before you commit it
reference: $(VENV)/tested
	$(BIN)/python tests/reports/reference.py

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable .
	$(BIN)/python -c "import pathlib; pathlib.Path('$@').touch()"

$(VENV)/tested: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --editable ".[test]"
	$(BIN)/python -c "import pathlib; pathlib.Path('$@').touch()"

clean:
	$(PYTHON) -c "import shutil; [shutil.rmtree(name, ignore_errors=True) for name in ('$(VENV)', '.mypy_cache', '.ruff_cache', '.pytest_cache')]"
