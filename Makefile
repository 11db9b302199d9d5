# Everything a newcomer, a developer and the continuous integration do. Needs Python >= 3.11, Rust and a C linker.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
RUN := $(BIN)/python -X utf8
OUT := build
CARGO_FLAGS := --locked
BENCH := # arguments of `make bench` and `make bench-scale`, such as BENCH='--task W1 --tries 3'
PEERS := $(OUT)/bench-venv
STUB := python/coopsec/_coopsec.pyi
# What the demo and the first picture of the README show.
SHOWN := corpus --every year --since 2013 --no-progress --no-notes --format table \
	--theme terrorism.foreign_fighters --theme migration --theme intelligence --theme major_events

.DEFAULT_GOAL := help
.PHONY: help demo picture snapshots browser-test explore-picture notebooks test lint cargo-test python-test stubs stubs-check evaluate bench bench-scale bench-micro bench-guard docs wheel clean

help: ## Say what there is to make
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

demo: $(OUT)/demo.stamp ## Count four themes of corpus/ by year and draw them
	$(RUN) -m coopsec themes $(SHOWN) -o $(OUT)/demo/themes.html -o $(OUT)/demo/themes.png

picture: $(OUT)/demo.stamp ## Draw the pictures of the README and of docs/
	$(RUN) -m coopsec themes $(SHOWN) -o docs/timeline.png
	$(RUN) docs/draw.py

snapshots: $(OUT)/dev.stamp ## Write the kept specifications of charts anew, to be looked at in the diff
	COOPSEC_SNAPSHOTS=write $(RUN) -m pytest tests/python/test_plot_kinds.py -k specifications

test: lint cargo-test python-test bench-guard ## Run every check but that in a browser (browser-test)

# Chromium is not from PyPI: where it is missing and may be installed, it comes from the system's packages.
browser-test: $(OUT)/browser.stamp ## Test notebooks, charts and the report in a headless Chromium, without network
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
		|| test -n "$$COOPSEC_CHROMIUM" || { test "$$(id -u)" = 0 && apt-get update --quiet && DEBIAN_FRONTEND=noninteractive apt-get install -y --quiet chromium; } \
		|| { echo "make browser-test needs Chromium: apt-get install chromium, or COOPSEC_CHROMIUM=/path/to/it" >&2; exit 1; }
	$(RUN) -m pytest -c tests/browser/pytest.ini tests/browser

explore-picture: $(OUT)/browser.stamp ## Draw the picture of docs/explore.md
	$(RUN) tests/browser/draw.py

notebooks: $(OUT)/browser.stamp ## Run the notebooks and write them as pages into docs/notebooks/
	$(RUN) docs/notebooks.py

lint: $(OUT)/dev.stamp ## Check format, lints, types and the generated stub
	cargo fmt --check
	cargo clippy $(CARGO_FLAGS) --all-targets --features python -- -D warnings
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	$(MAKE) stubs-check

cargo-test: ## Test the core, without Python
	cargo test $(CARGO_FLAGS)

python-test: $(OUT)/dev.stamp ## Test the package, the notebooks and the command line
	$(RUN) -m pytest --numprocesses auto --dist worksteal

stubs: $(OUT)/dev.stamp ## Write the stub of the extension from its source
	$(BIN)/maturin generate-stubs --profile release --quiet --out $(OUT)/stubs
	cp $(OUT)/stubs/coopsec/_coopsec.pyi $(STUB)

stubs-check: $(OUT)/dev.stamp ## Check that the committed stub is the generated one, and true
	$(BIN)/maturin generate-stubs --profile release --quiet --out $(OUT)/stubs
	diff -u --strip-trailing-cr $(STUB) $(OUT)/stubs/coopsec/_coopsec.pyi
	$(RUN) -m mypy.stubtest coopsec._coopsec

evaluate: $(OUT)/dev.stamp ## Measure tokens, sentences, dates, decoding, stories and themes against gold material, intervals and tests over time by simulation
	$(RUN) evaluation/evaluate.py

bench: $(OUT)/dev.stamp ## Time the five tasks beside the peers that can be installed, and write a dated record
	-$(MAKE) $(OUT)/peers.stamp
	$(RUN) benches/run.py $(BENCH)

bench-scale: $(OUT)/dev.stamp ## Compare the cost a megabyte of 100 MB, 300 MB and 1 GB
	$(RUN) benches/scale.py $(BENCH)

bench-micro: ## Time each step of the core over corpus/
	cargo bench $(CARGO_FLAGS) --bench micro

bench-guard: $(VENV)/made ## Compare instructions with those of a naive twin, where valgrind or perf can count them
	$(RUN) benches/guard.py

docs: $(OUT)/dev.stamp ## Write the reference of the core, and run the examples in the documentation
	cargo doc $(CARGO_FLAGS) --no-deps
	$(RUN) -m pytest tests/python/test_docs.py

wheel: $(OUT)/dev.stamp ## Build a wheel into dist/
	$(BIN)/maturin build --release --strip --out dist

clean: ## Remove what was built
	rm -rf $(OUT) dist target $(VENV)

# One environment for both commands: what `make demo` installed, `make test` adds to.
SOURCES := $(shell find src -type f) Cargo.toml Cargo.lock pyproject.toml

$(VENV)/made: 
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "coopsec needs Python 3.11 or later: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	touch $@

$(OUT)/demo-requirements.stamp: requirements/demo.txt | $(VENV)/made
	mkdir -p $(OUT)/demo
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@

$(OUT)/dev-requirements.stamp: requirements/dev.txt $(OUT)/demo-requirements.stamp
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@

$(OUT)/browser-requirements.stamp: requirements/browser.txt $(OUT)/dev-requirements.stamp
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@

$(OUT)/demo.stamp: $(OUT)/demo-requirements.stamp $(SOURCES)
	VIRTUAL_ENV=$(abspath $(VENV)) $(BIN)/maturin develop --release --quiet
	touch $@

# What the benchmark compares with has an environment of its own; without it, peers are skipped.
$(OUT)/peers.stamp: requirements/peers.txt
	$(PYTHON) -m venv $(PEERS)
	$(subst $(VENV),$(PEERS),$(BIN))/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $< \
		|| { rm -rf $(PEERS); exit 1; }
	touch $@

$(OUT)/dev.stamp: $(OUT)/demo.stamp $(OUT)/dev-requirements.stamp
	touch $@

$(OUT)/browser.stamp: $(OUT)/dev.stamp $(OUT)/browser-requirements.stamp
	touch $@
