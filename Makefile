# Entraide: the commands of every day. The work is in scripts/, in the shell and the Python of the standard library.
.DEFAULT_GOAL := help
.PHONY: help run demo test check fix bench fuzz lock

PYTHON_SCRIPT = exec sh scripts/python.sh

help: ## list these commands
	@sed -n 's/^\([a-z]*\): ## /\1|/p' Makefile | while IFS='|' read -r name text; do printf '  make %-6s %s\n' "$$name" "$$text"; done

run: ## start Entraide with its demonstration on http://localhost:8000 (PORT=8001, DATABASE_URL=postgres://… to change)
	@$(PYTHON_SCRIPT) scripts/bootstrap.py

demo: ## put the demonstration back as it was on its first day
	@$(PYTHON_SCRIPT) scripts/bootstrap.py demo

test: ## run every check and every test (ONLY=static|sqlite|postgres|browser for one part)
	@$(PYTHON_SCRIPT) scripts/layers.py

check: ## run the checks that need no database and no browser
	@ONLY=static $(PYTHON_SCRIPT) scripts/layers.py

fix: ## format the code and the templates, correct what can be corrected
	@$(PYTHON_SCRIPT) scripts/tools.py fix

bench: ## measure, print a table and write benchmarks/results.json (ONLY=name for one)
	@$(PYTHON_SCRIPT) scripts/tools.py bench

fuzz: ## compare both readings of the rules on many random pairs of rule and facts (ENTRAIDE_FUZZ=1000000 for a million)
	@$(PYTHON_SCRIPT) scripts/tools.py fuzz

lock: ## rewrite the hashed locks from pyproject.toml
	@$(PYTHON_SCRIPT) scripts/lock.py
