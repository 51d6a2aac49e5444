# run: open the app · test · thorough: the long walks · e2e: with real programs · torture: the store under fire · monkey · bench · check
SHELL := /bin/sh
PY := .venv/bin/python
# Without its cache Python would compile every file again in each of the many processes the tests and the bench start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run dev test thorough e2e torture torture-root monkey bench check pictures tour

run:
	@scripts/set-up
	@.venv/bin/planner

dev:
	@scripts/set-up dev

# What is quick and needs no program besides Python: for every change.
test: dev
	$(PY) -m pytest -n auto --dist loadgroup -m "not system and not thorough" tests

# What takes its time: pictures of every screen, hostile text on each, every template on many dates, broken files.
thorough: dev
	$(PY) -m pytest -n auto --dist loadgroup -m "thorough and not system" tests

# What needs a session bus, a notification daemon, tmux or faketime: see the packages in .ci/run.
e2e: dev
	$(PY) -m pytest -m system tests

# kill -9, failing file operations, power cuts, many writers, a folder that may not be written.
torture: dev
	$(PY) -m tests.torture

# A small disk that is full, and one that is read-only: mounting them needs root.
torture-root: dev
	$(PY) -m tests.torture --root

# Random keys, mouse and resizes over every screen, for so long; the seed is told with what is found.
SECONDS ?= 3600
monkey: dev
	$(PY) -m tests.monkey --seconds $(SECONDS)

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

# The moving picture of the README, from a run of the app.
tour: dev
	$(PY) scripts/tour.py
