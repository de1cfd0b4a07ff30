# Everything goes through bin/lab (a lab command by itself: `bin/lab --help`) and test/run.
.DEFAULT_GOAL := help
.PHONY: help new up down destroy status clean container test test-fast chaos lint

help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

new: ## the stack file of a new site: `make new SITE=edi` (asks; more flags: `npx science-platform init --help`)
	@bin/lab --help >/dev/null # installs the npm packages when the lockfile has changed
	@bin/science-platform init $(if $(SITE),--site '$(SITE)')

up: ## from a bare machine to the platform: tools, lab cloud, `pulumi up --stack lab`. Again: changes nothing
	@bin/lab up

down: ## stop the lab cloud and keep its state; `make up` continues from there
	@bin/lab stop

destroy: ## `science-platform destroy --stack lab`, and show that nothing is left in the cloud
	@bin/lab destroy

status: ## what runs, what it uses, which clusters and addresses there are
	@bin/lab status

clean: ## stop the lab and delete its state (asks first; tools and packages stay)
	@bin/lab clean

container: ## `make up` in a Debian 12 container (docker or podman), and a shell in it
	@lab/container/run

test: ## everything that proves the code: lint, types, unit, golden, engine, lab (starts the lab if need be)
	@test/run

test-fast: ## unit, golden and engine tests only: no lab, about four minutes
	@test/run --fast

chaos: ## kill `make up` at ten random moments and show that it ends well all the same (about half an hour)
	@test/chaos

lint: ## eslint, prettier, the type checker, and actionlint over the workflows
	@test/run --lint
