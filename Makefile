# The commands of painbot. `make` alone lists them.

BIN := .venv/bin

.PHONY: help chat serve doctor test setup check gates check-format check-lint check-types check-imports \
	check-flows bench faults schema format lock clean runtime

help:
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

chat: runtime ## talk to painbot in this terminal
	@$(BIN)/painbot chat $(ARGS)

serve: runtime ## talk with people on Telegram and in Slack (needs their tokens)
	@exec $(BIN)/painbot serve

doctor: runtime ## say what is set up for `make serve`, and what is missing
	@$(BIN)/painbot doctor

test: setup ## run the tests (ARGS="-k clot" for some of them)
	@$(BIN)/python -m pytest $(ARGS)

setup: ## make .venv with everything, tests and tools included
	@sh scripts/setup dev

check: gates test ## everything that must hold before a change is shared

gates: check-format check-lint check-types check-imports check-flows

check-format: setup
	$(BIN)/ruff format --check

check-lint: setup
	$(BIN)/ruff check

check-types: setup
	$(BIN)/mypy

check-imports: setup
	$(BIN)/lint-imports

check-flows: setup
	$(BIN)/painbot check

bench: setup ## measure: tests/benchmarks/bench_*.py
	@$(BIN)/python -m pytest tests/benchmarks -o python_files='bench_*.py' \
		-o python_functions='bench_*' --benchmark-disable-gc --benchmark-columns=median,min,rounds $(ARGS)
	@$(BIN)/python scripts/count_answers.py
	@$(BIN)/python scripts/time_proofs.py
	@$(BIN)/python scripts/compare_telegram.py
	@$(BIN)/python scripts/compare_slack.py

faults: setup ## kill, pause and cut off painbot and its store, 200 times each; print what was lost
	@$(BIN)/python scripts/faults.py $(ARGS)

schema: runtime ## write the JSON Schema of flow files anew
	@$(BIN)/painbot schema > flows/flow.schema.json

format: setup ## put the code in its usual form
	@$(BIN)/ruff check --fix-only --quiet
	@$(BIN)/ruff format

# The public index by name and no local configuration: both files are for everyone.
lock: ## write uv.lock and constraints.txt anew (needs uv; ARGS=--upgrade for newer versions)
	uv lock --no-config --default-index https://pypi.org/simple $(ARGS)
	uv export --no-config --quiet --frozen --all-extras --no-emit-project --no-hashes --no-annotate \
		--output-file constraints.txt

clean: ## remove .venv and everything else that was made
	rm -rf .venv .setup.log .setup.lock build dist .benchmarks .hypothesis .import_linter_cache \
		.mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

runtime:
	@sh scripts/setup
