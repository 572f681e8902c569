# procmine: `make demo` and `make test` are all a fresh machine needs.
export UV_SYSTEM_CERTS := 1
PYTHON ?= python3
UV := .tools/uv/bin/uv
BIN := .venv/bin
DEMO_FLAGS ?=

.DEFAULT_GOAL := help
.PHONY: help env servers postgres demo test check bench docs lock wheel browser screenshots clean

help:            ## this list
	@grep -hE '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*## / — /'

$(UV):
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || { echo "procmine needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) -V 2>&1). Name another: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -c "import ensurepip, venv" 2>/dev/null || { echo "Python's venv module is missing; on Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv .tools/uv
	@.tools/uv/bin/python -m pip install --quiet --disable-pip-version-check uv

.venv/pyvenv.cfg: | $(UV)
	@$(UV) venv --quiet --python $(PYTHON) .venv

.venv/.core: requirements.lock pyproject.toml | .venv/pyvenv.cfg
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

.venv/.everything: requirements-dev.lock .venv/.core
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

env: .venv/.everything   ## .venv with every extra and the development tools

demo: .venv/.core        ## import the sample, print the findings, open the app (DEMO_FLAGS=--no-serve)
	@$(BIN)/procmine demo $(DEMO_FLAGS)

browser:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || { \
	  echo "installing Chromium for the browser tests"; \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	  else echo "Chromium is missing and cannot be installed without root; install the package 'chromium' and run again"; exit 1; fi; }

postgres:
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { \
	  echo "installing PostgreSQL for the tests of databases"; \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null; \
	  else echo "PostgreSQL is missing and cannot be installed without root; install the package 'postgresql' and run again"; exit 1; fi; }

.tools/servers/.ready: requirements-servers.lock | $(UV)
	@$(UV) venv --quiet --clear --python $(PYTHON) .tools/servers
	@$(UV) pip install --quiet --python .tools/servers/bin/python --require-hashes -r requirements-servers.lock
	@touch $@

servers: .tools/servers/.ready postgres   ## tools that tests start on this machine: Roundup, Trac, PostgreSQL

test: env browser servers        ## all tests: the fast ones first, then browser, processes, notebooks
	@$(BIN)/pytest -q -n auto --dist worksteal -m "not slow and not browser and not long"
	@$(BIN)/pytest -q -n auto --dist loadfile -m "(slow or browser) and not long"

test-long: env browser   ## claims over many seeds, on all of them, more kills, every page in every look (half an hour)
	@$(BIN)/pytest -q -n auto --dist worksteal -m long

check: env               ## format, lint, types, tests
	@$(BIN)/ruff format --check src tests dashboards benchmarks docs
	@$(BIN)/ruff check src tests dashboards benchmarks docs
	@$(BIN)/mypy
	@$(MAKE) --no-print-directory test

bench: env               ## import and questions beside pm4py, pl4pm, r4pm, as ratios of one run
	@$(BIN)/python benchmarks/run.py

docs: env                ## regenerate docs/definitions.md and docs/validation.md
	@$(BIN)/python docs/build.py
	@$(BIN)/python docs/validation.py

lock: $(UV)              ## resolve the dependencies anew
	@$(UV) pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-annotate --generate-hashes --extra models pyproject.toml -o requirements.lock
	@$(UV) pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-annotate --generate-hashes --all-extras --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	@$(UV) pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-annotate --generate-hashes --group pyproject.toml:servers -o requirements-servers.lock

wheel: env               ## build dist/*.whl
	@$(UV) build --quiet --wheel --python $(BIN)/python --no-build-isolation

clean:
	rm -rf .venv .tools dist build
