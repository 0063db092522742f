# Two commands stay true on a machine with the .NET 10 SDK: `make demo` and `make test` (which drives npm clients too where there is Node 20, as the web interface needs it).

SHELL := /bin/bash
CONFIGURATION ?= Release
HOPS := artifacts/bin/Hops.Cli/$(shell echo $(CONFIGURATION) | tr A-Z a-z)/hops
SHARED ?= ../shared
export ENGINES_DIR ?= $(if $(XDG_CACHE_HOME),$(XDG_CACHE_HOME),$(HOME)/.cache)/hops-engines
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

.PHONY: build web demo run test test-all test-tools screens bench clean

build: web
	dotnet build Hops.slnx -c $(CONFIGURATION) --nologo -v quiet -clp:NoSummary

demo: web
	dotnet build src/Hops.Cli -c $(CONFIGURATION) --nologo -v quiet -clp:NoSummary
	$(HOPS) demo $(if $(DEMO_CSV),--csv "$(DEMO_CSV)")

run: web
	dotnet build src/Hops.Cli -c $(CONFIGURATION) --nologo -v quiet -clp:NoSummary
	$(HOPS) server --data .run/data

test: build test-tools
	eng/test.sh 'Speed!=Slow'

test-all: build test-tools
	eng/test.sh ''

# Pictures of every page, for docs/screens.
screens: build test-tools
	HOPS_SCREENS=$(CURDIR)/docs/screens dotnet test artifacts/bin/Hops.Browser.Tests/$(shell echo $(CONFIGURATION) | tr A-Z a-z)/Hops.Browser.Tests.dll --nologo --filter FullyQualifiedName~PictureTests.Every

# The pages, built with Node where there is one; the build of the server takes them with it.
web:
	eng/web.sh

# Foreign clients that the tests drive. Where there is no apt, the tests that need one are skipped and say so.
test-tools:
	eng/test-tools.sh "$(SHARED)"

bench: build
	dotnet artifacts/bin/Hops.Benchmarks/$(shell echo $(CONFIGURATION) | tr A-Z a-z)/Hops.Benchmarks.dll

clean:
	rm -rf artifacts .run tests/clients/node_modules web/dist web/node_modules
