# The commands of the portal. `make` alone lists them.
# Needs: git, make, Python 3.11 or newer. Everything else is installed into .venv from uv.lock.

PYTHON ?= python3
PORT ?= 8000
UV_VERSION := 0.13.9
VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/bin/uv
PROCESSUS ?= 2

export UV_PYTHON_DOWNLOADS := never
# Images of containers often refuse compiled files: each process would then compile Django and the tests again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test check lint format bench demo-reset messages shell

help: ## List these commands
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- Environment ----------------------------------------------------------------------------------------------------

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; choose one with: make PYTHON=python3.12 …")'
	@test -x $(PY) || $(PYTHON) -m venv $(VENV) || { echo "The module venv is missing: on Debian, apt install python3-venv."; exit 1; }
	@$(PY) -m pip install --quiet --disable-pip-version-check 'uv==$(UV_VERSION)'

$(VENV)/.installe: uv.lock pyproject.toml | $(UV)
	@$(UV) sync --frozen --inexact --no-dev --quiet
	@touch $@

$(VENV)/.installe-dev: uv.lock pyproject.toml | $(UV)
	@$(UV) sync --frozen --inexact --quiet
	@touch $@ $(VENV)/.installe

CATALOGUES := locale/en/LC_MESSAGES/django.mo locale/fr/LC_MESSAGES/django.mo

# Compiled translations are a product of the build: Babel makes them, no system package is needed.
$(CATALOGUES): locale/en/LC_MESSAGES/django.po portal/socle/catalogues.py | $(VENV)/.installe
	@$(PY) -m portal.socle.catalogues

# --- Daily ----------------------------------------------------------------------------------------------------------

run: $(VENV)/.installe $(CATALOGUES) ## Serve the portal with its demonstration on http://127.0.0.1:8000
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py charger_demonstration
	@$(PY) manage.py runserver --noreload 127.0.0.1:$(PORT)

demo-reset: $(VENV)/.installe $(CATALOGUES) ## Empty the demonstration and load it again
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py charger_demonstration --vider

test: $(VENV)/.installe-dev $(CATALOGUES) ## Run every test, browser journeys included (PROCESSUS=2 at a time)
	@bash .ci/chromium
	@$(PY) -m pytest -n $(PROCESSUS) $(ARGS)

lint: $(VENV)/.installe-dev ## Linters, types, import contracts, migrations, templates, lock
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/lint-imports
	@$(VENV)/bin/djlint templates --lint --quiet
	@$(VENV)/bin/mypy
	@$(PY) manage.py makemigrations --check --dry-run
	@bash .ci/verrou

format: $(VENV)/.installe-dev ## Format the Python code
	@$(VENV)/bin/ruff check --fix .
	@$(VENV)/bin/ruff format .

check: ## All that CI checks (needs PostgreSQL and Redis: DATABASE_URL, REDIS_URL)
	@bash .ci/run

bench: $(VENV)/.installe-dev $(CATALOGUES) ## Print the figures of the benchmark, on SQLite and PostgreSQL
	@$(PY) -m bench

messages: $(VENV)/.installe-dev ## Collect the strings to translate into locale/en (needs GNU gettext)
	@$(PY) manage.py makemessages --locale en --no-wrap --no-location --no-obsolete --ignore '.venv/*' --ignore 'var/*' --ignore 'tests/*'

shell: $(VENV)/.installe ## A Python shell on the models
	@$(PY) manage.py shell
