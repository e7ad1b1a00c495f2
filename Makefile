# Needs Python 3.11 or newer, its venv module, and make. Everything else is set up in .venv, from hashed locks.
#   make demo        the whole way on the built-in sample, in ./demo
#   make test        every test and check
#   make soak        the long proofs
#   make benchmarks  quality and speed, against their floors
#   make docs        docs/cli.md from the help texts
#   make lock        resolve the dependencies again (needs uv)

SHELL := /bin/sh
BIN := .venv/bin

# A stamp holds for this folder and these locks only: moving the project or changing a lock sets it up again.
key = $(shell { pwd; cat $(1) pyproject.toml; } | cksum | cut -d' ' -f1)
USE := .venv/ready-$(call key,requirements.lock)
DEV := .venv/ready-dev-$(call key,requirements-dev.lock)

.PHONY: demo test soak benchmarks docs lock

demo: $(USE)
	@$(BIN)/rirbilingual demo -o demo --replace

test: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2

soak: $(DEV)
	$(BIN)/python -m pytest -m soak

benchmarks: $(DEV)
	@for subject in benchmarks/*/run.py; do echo "== $$subject"; $(BIN)/python $$subject || exit 1; done

$(USE):
	@sh .ci/setup requirements.lock
	@touch $@

$(DEV):
	@sh .ci/setup requirements-dev.lock
	@touch $@

docs: $(DEV)
	$(BIN)/python -m rirbilingual.cli.reference > docs/cli.md

LOCK = uv pip compile --no-config --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate pyproject.toml --group build

lock:
	$(LOCK) -o requirements.lock
	$(LOCK) --group dev -o requirements-dev.lock
