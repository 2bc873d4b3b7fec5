# Needs Python 3.11 or newer, make and pip. The first run makes .venv from requirements.lock; the next ones use it.
PYTHON ?= python3
BIN := .venv/bin
# Written last, so that an environment left half-made is made again; named after the interpreter, so is another PYTHON's.
READY := .venv/ready-$(subst /,-,$(PYTHON))

# Style and types are looked at while the other processor compiles.
MAKEFLAGS += --jobs=2

.PHONY: help compiled demo test twin recovery checked generate test-all lint format benchmark benchmark-peers lock clean

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 24

demo: $(READY) ## simulate, compare and report one example
	$(BIN)/sixr demo

test: lint compiled ## lint, types, floors and all tests but the slow ones
	$(BIN)/python -m pytest

twin: $(READY) ## compare the two engines on 50 scenarios x 10 worlds x 500 people x 200 days
	SIXR_TWIN_FULL=1 $(BIN)/python -m pytest tests/twin

recovery: $(READY) ## fit 60 companies of known truth and count the intervals that hold it (about half an hour)
	$(BIN)/python -m benchmarks.recovery 60

checked: $(READY) ## run the twins' scenarios with every access to an array checked (about six minutes)
	SIXR_CHECK=1 $(BIN)/python -m pytest tests/twin

generate: $(READY) ## write the source that follows from what is declared
	$(BIN)/python -m generator

test-all: lint compiled ## the same with the slow tests
	$(BIN)/python -m pytest -m ""

lint: $(READY) ## style, types and import floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

compiled: $(READY)
	@$(BIN)/python -c "from scenarios.running.compiled import ready; ready()"

format: $(READY) ## lay the code out as `make lint` wants it
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

benchmark: $(READY) ## measure the speed figures; with SAY=--readme write them into the README
	$(BIN)/python -m benchmarks.run $(SAY)

benchmark-peers: ## install the tools that benchmark compares with, apart from all else
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet -r benchmarks/requirements.txt

lock: ## resolve requirements.lock anew (needs uv)
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes --upgrade \
		--no-emit-index-url --custom-compile-command "make lock" --quiet --output-file requirements.lock

clean: ## remove the environment, caches and builds
	rm -rf .venv .venv-peers build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "sixr needs Python 3.11 or newer;" \
		"'$(PYTHON)' is $$($(PYTHON) --version 2>&1). Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	rm -rf .venv
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@
