# Everything goes through .venv, which the first target that needs it sets up. All paths are relative, so the
# folder of the checkout may have any name.

PYTHONS = $(or $(PYTHON),python3.13 python3.12 python3.11 python3)
BIN = .venv/bin

.DELETE_ON_ERROR:
.DEFAULT_GOAL = help
.PHONY: help ui build test lint coverage bench clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

ui: build ## Set up, build the graph and open the app on this machine only
	@echo "Opening the app; Ctrl-C ends it"
	@$(BIN)/sse-kg ui

build: .venv/.installed ## Build the graph from the tables
	@echo "Building the graph"
	@$(BIN)/sse-kg build

test: .venv/.installed ## Run all tests
	$(BIN)/pytest

lint: .venv/.installed ## Check style, format, types and import directions
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

coverage: .venv/.installed ## Run all tests and report branch coverage
	$(BIN)/pytest --cov

bench: .venv/.installed ## Measure answers and speed
	$(BIN)/python -m benchmarks

clean: ## Remove caches and build output; .venv and the graph stay
	@echo "Removing caches and build output"
	@rm -rf build dist htmlcov .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -path ./.venv -prune -o -path ./.git -prune -o -type d -name __pycache__ -exec rm -rf {} +

# Touched last, so that a setup that was broken off is taken up again.
.venv/.installed: pyproject.toml kg/__init__.py
	@found=; for python in $(PYTHONS); do \
		if "$$python" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "sse-kg needs Python 3.11 or newer with its venv module; tried $(PYTHONS): install one, or say make PYTHON=/path/to/python" >&2; \
		exit 1; \
	fi; \
	if [ ! -x $(BIN)/python ]; then echo "Creating .venv with $$("$$found" --version)"; "$$found" -m venv .venv; fi
	@echo "Installing sse-kg and what it needs into .venv (the first time takes a few minutes)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@
