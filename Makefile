# Every command the README names. They work in a fresh clone with Python 3.11+, make and git.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
PEERS := build/peers/.venv
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCKING := --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url \
	--no-emit-find-links --quiet --custom-compile-command 'make lock'

.PHONY: demo screenshots test browser check check-style check-types check-arrows check-catalogs check-facts \
	bench bench-full bench-scale bench-peers bench-page campaign campaign-full soak run venv catalogs schema commands \
	reference privacy \
	licences lock format clean

demo: $(INSTALLED)  ## the bot in a simulated Discord, in your browser
	@$(BIN)/python -m demo

screenshots: $(INSTALLED)  ## pictures of the cards and of the page, into build/screenshots; needs a browser
	@$(BIN)/python -m demo --screenshots build/screenshots

test: $(INSTALLED)  ## all tests; those in a browser skip where there is none
	$(BIN)/python -m pytest

browser:  ## Chromium and a font with Hangul, for the tests in a browser and the screenshots (Debian, Ubuntu)
	@.ci/browser

check: check-style check-types check-arrows check-catalogs check-facts  ## all that is checked without running

check-style: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

check-types: $(INSTALLED)
	$(BIN)/mypy

check-arrows: $(INSTALLED)
	$(BIN)/lint-imports

check-catalogs: $(INSTALLED)
	$(BIN)/python -m tools.catalogs --check

check-facts: $(INSTALLED)
	$(BIN)/python -m bot facts schema | diff -u data/facts.schema.json -
	$(BIN)/python -m bot facts check data/facts.json

bench: $(INSTALLED)  ## speed and size beside a bare discord.py bot, eight minutes; writes build/bench.json
	$(BIN)/python -m benchmarks

bench-full: $(INSTALLED)  ## the same at full length, about half an hour; writes build/bench-full.json
	$(BIN)/python -m benchmarks --full

bench-scale: $(INSTALLED)  ## one process in 1,000 to 20,000 servers; see docs/scaling.md
	$(BIN)/python -m benchmarks --full scale

bench-page: $(INSTALLED)  ## the table of docs/performance.md and the picture, from what the runs above wrote
	$(BIN)/python -m benchmarks.page

bench-peers: $(INSTALLED) $(PEERS)/.installed  ## beside Red-DiscordBot, installed by itself; Python 3.11
	$(BIN)/python -m benchmarks peers

campaign: $(INSTALLED)  ## kills, faults and hostile people, a seeded slice in half an hour; the last line counts
	@$(BIN)/python -m tests.campaign

campaign-full: $(INSTALLED)  ## 1,000 kills, 10,000 faults, 100,000 hostile interactions: hours; stopped, it goes on
	@$(BIN)/python -m tests.campaign --points 334 --faults 10000 --interactions 100000 \
		--state build/campaign.sqlite3 $(ANEW)
	@$(BIN)/python -m pytest -m full

soak: $(INSTALLED)  ## three hours of the world in a quarter of one, everything on, faults from SEED: flat, and nothing lost
	@$(BIN)/python -m tests.soak --seed $(or $(SEED),1)

run: $(INSTALLED)  ## the bot against Discord; DISCORD_TOKEN from .env
	$(BIN)/python -m bot run

venv: $(INSTALLED)  ## the virtual environment alone

catalogs: $(INSTALLED)  ## collect sentences for translation
	$(BIN)/python -m tools.catalogs

schema: $(INSTALLED)  ## write the JSON Schema of the fact base
	$(BIN)/python -m bot facts schema > data/facts.schema.json

commands: $(INSTALLED)  ## after a change of commands: what Discord is told, and the page that tells people
	$(BIN)/python -m tools.payload > tests/meta/commands.json
	$(BIN)/python -m tools.commands > docs/commands.md

reference: $(INSTALLED)  ## write the page of all settings after a change of a declaration
	$(BIN)/python -m tools.reference > docs/settings.md

privacy: $(INSTALLED)  ## write docs/privacy.md after a change of what tables hold
	$(BIN)/python -m tools.privacy

licences: $(INSTALLED)  ## write docs/licences.md after a change of the versions
	$(BIN)/python -m tools.licences > docs/licences.md

lock: $(INSTALLED)  ## pin what pyproject.toml asks for, with hashes; RENEW=--upgrade takes the newest of all
	@$(PIP) uv==0.13.9
	$(BIN)/uv pip compile $(LOCKING) $(RENEW) --extra demo --extra test pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile $(LOCKING) $(RENEW) -c requirements-dev.lock pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile $(LOCKING) $(RENEW) benchmarks/peers/requirements.in -o benchmarks/peers/requirements.lock

format: $(INSTALLED)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf .venv build dist

$(INSTALLED): pyproject.toml requirements-dev.lock
	@echo "Setting up .venv (once; a minute or two) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@$(PYTHON) -m venv .venv
	@$(PIP) --require-hashes --prefer-binary -r requirements-dev.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(PEERS)/.installed: benchmarks/peers/requirements.lock
	@echo "Setting up $(PEERS) for Red-DiscordBot ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info >= (3, 12) and "Red-DiscordBot 3.5 needs Python 3.11 or older: PYTHON=python3.11")'
	@$(PYTHON) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --prefer-binary -r $<
	@touch $@
