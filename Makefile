# Everything here needs only make and Python 3.11 or newer; the rest is installed on the first run.
# Without make (Windows): python packaging/setup_machine.py demo, ... test, ... lint

PYTHON ?= python3
MACHINE = @$(PYTHON) packaging/setup_machine.py

.DEFAULT_GOAL := help
.PHONY: help setup setup-test demo test lint types contracts unit gui audio format bench app deb clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | awk -F '\t' '{printf "  make %-11s %s\n", $$1, $$2}'

setup:  ## install what the program needs: system packages, .venv, models
	$(MACHINE) setup

setup-test:  ## the same for the checks
	$(MACHINE) setup-test

demo:  ## play the shipped call with the overlay (ARGS="--headless" and others are handed on)
	$(MACHINE) demo $(ARGS)

test:  ## all checks: lint, types, contracts, and unit, GUI and audio tests
	$(MACHINE) test

lint types contracts unit gui audio:
	$(MACHINE) $@

lint:  ## style and layout
types:  ## strict types
contracts:  ## who may import whom
unit:  ## tests that need neither screen nor sound server
gui:  ## tests on a private X screen
audio:  ## tests through a private PulseAudio

format: setup-test  ## lay the code out and mend what ruff can mend
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format .

bench: setup-test  ## measure: words, speed, latency, memory (one of them: ARGS="wer --no-whisper")
	@.venv/bin/python -m tests.bench $(or $(ARGS),all)

app:  ## build dist/leap-assist, which runs without Python
	@$(PYTHON) packaging/build_app.py

deb:  ## wrap it into dist/leap-assist_VERSION_ARCH.deb
	@$(PYTHON) packaging/build_deb.py

clean:  ## remove .venv and everything generated
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
