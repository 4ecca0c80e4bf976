.DEFAULT_GOAL := help
SHELL := /bin/bash
BIN := .venv/bin
STAMPS := .stamps
export PATH := $(CURDIR)/$(BIN):$(PATH)
PY := $(BIN)/python

.PHONY: help setup run test check fix bench dev

help: ## Show the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMPS)/runtime $(STAMPS)/messages $(STAMPS)/static ## Make the environment and build the front end; serves nothing

run: setup ## Serve the product with a demo city
	$(BIN)/kentongan demo --serve

test: dev ## Install what the tests need and pass them all
	tools/test

check: dev ## The fast gate: format, lint, floors, types, migrations, the tests that need no database
	tools/check

fix: dev ## Let the tools repair what they can
	tools/fix

bench: dev ## Measure, and write docs/performance.md (SIZE=10M for the large run)
	$(PY) -m bench $(SIZE)

dev: setup $(STAMPS)/dev

$(STAMPS)/runtime: requirements.lock tools/venv
	@mkdir -p $(STAMPS)
	tools/venv requirements.lock
	@touch $@

$(STAMPS)/dev: requirements-dev.lock $(STAMPS)/runtime
	tools/venv requirements-dev.lock
	@touch $@

$(STAMPS)/frontend: $(shell find frontend -type f -not -path '*/node_modules/*' 2>/dev/null) $(STAMPS)/runtime
	tools/frontend
	@touch $@

$(STAMPS)/messages: $(shell find src -name '*.po') $(STAMPS)/runtime
	cd src && ../$(PY) -m config.messages
	@touch $@

# The signing key is not used here; given, none is made.
$(STAMPS)/static: $(STAMPS)/frontend
	KENTONGAN_SECRET_KEY=setup $(PY) -m django collectstatic --settings config.settings --noinput --clear --verbosity 0
	@touch $@
