#!/usr/bin/env bash
# Builds the web interface into web/dist with Node 20 or later. Without it the server runs without pages, and this says so.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -f web/package.json ] || exit 0

version=$(node --version 2> /dev/null | sed -E 's/^v([0-9]+).*/\1/')
if [ "${version:-0}" -lt 20 ] || ! command -v npm > /dev/null; then
    echo "no Node 20 here: the web interface is not built, and the server runs without pages"
    exit 0
fi

# What was built is as new as all that goes into it: nothing to do.
newest=$(find web docs/api/openapi.json -type f -not -path 'web/node_modules/*' -not -path 'web/dist/*' -not -name 'schema.gen.ts' -newer web/dist/index.html -print -quit 2> /dev/null || echo none)
if [ -f web/dist/index.html ] && [ -z "$newest" ]; then
    exit 0
fi

# The copy of the lock says of which lock node_modules is.
if ! cmp -s web/package-lock.json web/node_modules/.lock; then
    npm ci --prefix web --no-audit --no-fund --silent
    cp web/package-lock.json web/node_modules/.lock
fi
npm run build --prefix web --silent
