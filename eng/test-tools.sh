#!/usr/bin/env bash
# Installs the foreign clients that the tests drive. Usage: eng/test-tools.sh SHARED_FOLDER
set -uo pipefail
cd "$(dirname "$0")/.."
shared=$1

packages="kcat python3-kafka python3-confluent-kafka python3-avro python3-protobuf python3-jsonschema python3-requests curl lz4 zstd chromium"
if command -v apt-get > /dev/null && [ "$(id -u)" -eq 0 ]; then
    missing=$(for package in $packages; do dpkg -s "$package" > /dev/null 2>&1 || echo "$package"; done)
    if [ -n "$missing" ]; then
        apt-get update -qq > /dev/null 2>&1
        # shellcheck disable=SC2086
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing > /dev/null 2>&1 \
            || echo "some of these were not installed, and their tests will be skipped:" $missing
    fi
fi

if command -v npm > /dev/null && [ -f tests/clients/package-lock.json ] && [ ! -d tests/clients/node_modules ]; then
    (cd tests/clients && npm ci --no-audit --no-fund --silent) || echo "npm clients were not installed; their tests will be skipped"
fi

if [ -x "$shared/engines/unpack" ] && command -v java > /dev/null; then
    (cd "$shared/engines" && ENGINES_DIR="$ENGINES_DIR" ./unpack kafka hadoop spark > /dev/null) || echo "the engines were not unpacked; their tests will be skipped"
fi
