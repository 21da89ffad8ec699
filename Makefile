# Two commands do everything on a machine with Python ≥ 3.11, make and git:
#   make run    the desk on http://127.0.0.1:7860
#   make test   the tests
# And one more tries the model's endpoint with servers of other makers:
#   make interoperation
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
# Test tools in an environment of their own: no part of the product, and not in its lock file.
SERVERS := .venv-servers

.PHONY: run test interoperation check format clean

run: $(READY)
	$(BIN)/zhibi serve

test: $(READY)
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

interoperation: $(READY) $(SERVERS)/ready
	ZHIBI_REQUIRE_SERVERS=1 $(BIN)/python -m pytest -n 2 --dist loadfile tests/interoperation

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo '需要 Python 3.11 或更高版本：请安装后用 make PYTHON=python3.11 重试。'; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $(READY)

$(SERVERS)/ready: tests/interoperation/requirements.txt
	$(PYTHON) -m venv $(SERVERS)
	$(SERVERS)/bin/python -m pip install --quiet --no-deps -r $<
	@touch $@

clean:
	rm -rf $(VENV) $(SERVERS) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
