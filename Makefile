# run: open the app · test · e2e: with real programs · torture: the store under fire · bench · check
SHELL := /bin/sh
PY := .venv/bin/python

.PHONY: run dev test e2e torture bench check pictures

run:
	@scripts/set-up
	@.venv/bin/planner

dev:
	@scripts/set-up dev

# Everything that needs no program besides Python.
test: dev
	$(PY) -m pytest -n auto --dist loadgroup -m "not system" tests

# What needs a session bus, a notification daemon, tmux or faketime: see the packages in .ci/run.
e2e: dev
	$(PY) -m pytest -m system tests

# kill -9, failing file operations, full disk, read-only folder, many writers. Needs root for the small disk.
torture: dev
	$(PY) -m tests.torture

# Ratios side by side in one run; needs Taskwarrior.
bench: dev
	$(PY) -m tests.bench

check: dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports

# The pictures of the README, drawn from the running app.
pictures: dev
	$(PY) scripts/pictures.py
