# make run · make test · make check · make bench · make interop · make messages ... each is a target of tools/dev.py
PYTHON ?= python3
export PORT HOST DATABASE_URL ARGS

.DEFAULT_GOAL := help
.PHONY: help run setup test check bench interop messages wheel fuzz load-meeting load-pages load-streams kill-writes kill-awards screenshots
help run setup test check bench interop messages wheel fuzz load-meeting load-pages load-streams kill-writes kill-awards screenshots:
	@$(PYTHON) tools/dev.py $@
