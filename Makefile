# Needs Python 3.11 or newer, its venv module, and make. Everything else is set up in .venv, from hashed locks.
#   make demo        the whole way on the built-in sample, in ./demo
#   make test        every test and check
#   make soak        the long proofs
#   make fuzz        damaged files into every reader, FUZZ_SECONDS each
#   make benchmarks  quality and speed, against their floors
#   make docs        docs/cli.md from the help texts
#   make lock        resolve the dependencies again (needs uv)

SHELL := /bin/sh
BIN := .venv/bin

# A stamp holds for this folder and these locks only: moving the project, or changing a lock or a kernel, sets it up again.
key = $(shell { pwd; cat $(1) pyproject.toml hatch_build.py src/rirbilingual/*/kernel.c; } | cksum | cut -d' ' -f1)
USE := .venv/ready-$(call key,requirements.lock)
DEV := .venv/ready-dev-$(call key,requirements-dev.lock)

.PHONY: demo test soak fuzz benchmarks docs lock

FUZZ_SECONDS := 90

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

# Without a wheel of atheris for this Python, the damage is made at random; each run says which it is.
fuzz: $(DEV)
	-$(BIN)/python -m pip install --quiet --require-hashes --only-binary :all: -r requirements-fuzz.lock
	@for format in text html docx markdown tmx tbx xliff po; do \
		$(BIN)/python tests/fuzz/readers.py $$format $(FUZZ_SECONDS) || exit 1; done

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
	--no-header --no-annotate

lock:
	$(LOCK) pyproject.toml --group build -o requirements.lock
	$(LOCK) pyproject.toml --group build --group dev -o requirements-dev.lock
	$(LOCK) --group fuzz -o requirements-fuzz.lock
