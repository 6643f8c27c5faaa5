.DEFAULT_GOAL := help
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/installed

.PHONY: help report test fuzz lint format lab bench lock clean

help: ## list these commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 10

report: $(READY) ## run all notebooks on seeds/ and write figures/ and reports/report.html
	$(BIN)/python -m analysis report seeds --output reports --figures figures

test: $(READY) ## run the tests
	$(BIN)/python -m pytest

fuzz: $(READY) ## read many damaged copies of every sample
	$(BIN)/python -m pytest -m long tests/test_fuzz.py

lint: $(READY) ## check style, formatting and types
	$(BIN)/ruff check analysis tests bench notebooks
	$(BIN)/ruff format --check analysis tests bench notebooks
	$(BIN)/mypy

format: $(READY) ## put all code into its format
	$(BIN)/ruff check --fix analysis tests bench notebooks
	$(BIN)/ruff format analysis tests bench notebooks

lab: $(READY) ## open JupyterLab on notebooks/
	$(BIN)/jupyter lab --notebook-dir=notebooks $(if $(filter 0,$(shell id -u)),--allow-root) $(LAB)

bench: $(READY) ## measure reading, the report and the topics against baselines (LABELLED=folder of labelled texts)
	$(BIN)/python bench/run.py
	$(BIN)/python bench/reading.py
	$(BIN)/python bench/topics.py $(LABELLED) --seeds $(if $(LABELLED),5,3) --output bench/topics.md
	$(BIN)/python bench/speed.py $(LABELLED) --sizes 1000 --warm
	$(BIN)/python bench/large.py $(LABELLED) --sizes 1000 5000

lock: ## write requirements.lock anew from pyproject.toml
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --disable-pip-version-check --quiet --editable '.[dev]'
	echo '# Every package at its exact version, as `make lock` wrote it; environment.yml installs the same set.' > requirements.lock
	.venv-lock/bin/python -m pip freeze --exclude-editable | sed 's/+cpu$$//' >> requirements.lock
	rm -rf .venv-lock

clean: ## remove the environment and all that can be made again
	rm -rf $(VENV) .venv-lock reports .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; try make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --requirement requirements.lock --editable .
	touch $(READY)
