# `make demo` and `make test` do everything on a machine that has Python 3.11 and the package registries.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
JOBS ?= 2

.PHONY: demo test lint fast install bench samples train-language score-language train-topics clean

demo: $(VENV)/installed
	@mkdir -p demo-output
	@$(BIN)/goldenthread review --config samples/northwind/goldenthread.toml --out demo-output || [ $$? -eq 1 ]

test: lint
	$(BIN)/pytest -n $(JOBS) --dist worksteal

fast: lint
	$(BIN)/pytest -n $(JOBS) -m "not slow"

lint: $(VENV)/developed
	$(BIN)/ruff check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports

bench: $(VENV)/installed
	$(BIN)/python bench/review_sample.py

samples: $(VENV)/installed
	$(BIN)/python samples/northwind/generate.py

# The treebank is no part of the repository: TREEBANK names the folder with ewt-train.conllu.gz and its like.
train-language: $(VENV)/installed
	nice -n 10 $(BIN)/python -m language.pipeline.train $(or $(TREEBANK),$(error TREEBANK= names the folder with the treebank))

# The classifier of topics; GOLD= names a folder of labelled documents to learn from beside those of the repository.
train-topics: $(VENV)/installed
	nice -n 10 $(BIN)/python -m language.topics.train $(if $(GOLD),--gold $(GOLD))

score-language: $(VENV)/installed
	$(BIN)/python -m language.pipeline.score $(or $(TREEBANK),$(error TREEBANK= names the folder with the treebank))

install: $(VENV)/installed

$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/developed: $(VENV)/installed
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt axe-core-python boto3 cryptography graphql-core hypothesis import-linter basedpyright jsonschema junitparser 'moto[server]' 'psycopg[binary]' pytest pytest-xdist reportlab rfc3161-client ruff sqlglot
	@touch $@

clean:
	rm -rf $(VENV) demo-output
