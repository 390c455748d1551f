# Everything a contributor runs. What is checked, and how, is in .ci/run.
CI := bash .ci/run

.PHONY: help build test race lint fmt generate check bench benchstat fuzz fidelity ecosystem aralia clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## Build bin/faultline and bin/faultline-live
	CGO_ENABLED=0 go build -trimpath -o bin/faultline ./cmd/faultline
	CGO_ENABLED=0 go -C live build -trimpath -o ../bin/faultline-live ./cmd/faultline-live

test: ## Run the tests
	go test ./... && go -C live test ./...

race: ## Run the tests under the race detector
	$(CI) race

lint: ## Run the linters, in their pinned version
	$(CI) format lint opa

fmt: bin/golangci-lint ## Format Go and Rego
	bin/golangci-lint fmt
	go tool opa fmt --write rules

generate: ## Write every generated file anew
	$(CI) regenerate

check: ## Run what continuous integration runs
	$(CI)

bench: ## Run the benchmarks (BENCH=regexp BENCHTIME=1s)
	BENCH='$(BENCH)' BENCHTIME='$(or $(BENCHTIME),1s)' $(CI) bench

benchstat: ## Compare two saved outputs of make bench (OLD=file NEW=file)
	go tool -modfile=internal/tools/benchstat/go.mod benchstat '$(OLD)' '$(NEW)'

fuzz: ## Fuzz each target for FUZZTIME
	FUZZTIME='$(or $(FUZZTIME),1m)' $(CI) fuzz

fidelity: ## Compare with what Terraform planned (PLANS=dir SOURCES=dir)
	go run ./internal/tools/fidelity -plans '$(PLANS)' -sources '$(SOURCES)'

ecosystem: ## Compare the counts over public repositories (ECOSYSTEM=dir, UPDATE=1 records them)
	go run ./internal/tools/ecosystem -sources '$(ECOSYSTEM)' $(if $(UPDATE),-update)

aralia: ## Compare cut sets of fault trees with SCRAM's (ARALIA=dir, ORDER=4)
	go run ./internal/tools/aralia -order $(or $(ORDER),4) -second $(if $(shell command -v scram),-race) '$(ARALIA)'

clean: ## Remove what make built
	rm -rf bin

bin/golangci-lint: internal/tools/lint/go.mod
	go -C internal/tools/lint build -o ../../../$@ github.com/golangci/golangci-lint/v2/cmd/golangci-lint
