#!/usr/bin/env bash
# Runs every test project, two at a time, and ends with one line: N passed, N failed, N skipped.
# Usage: eng/test.sh FILTER   (an xunit trait filter; empty for all)
set -uo pipefail
cd "$(dirname "$0")/.."
filter=$1
logs=artifacts/test-logs
# Most of what runs here ends before code that was measured first would pay for the measuring; it takes a third of a server's first minute.
export DOTNET_TieredPGO=0
# For the same reason nothing is compiled a second time before four seconds (hexadecimal milliseconds) without new code: a demo takes a sixth less
# processor time. And Java's servers and measuring tools stay with their first compiler, as its short tools do: half of a start.
export DOTNET_TC_CallCountingDelayMs=1000
export KAFKA_OPTS=-XX:TieredStopAtLevel=1
rm -rf "$logs" && mkdir -p "$logs"

run_project() {
    local name=$2
    local configuration=${CONFIGURATION:-Release}

    # The assembly, not the project: nothing is to be built, and evaluating the project again costs a second of processor time.
    timeout 1500 dotnet test "artifacts/bin/$name/${configuration,,}/$name.dll" --nologo \
        ${1:+--filter "$1"} --logger "console;verbosity=minimal" > "artifacts/test-logs/$name.log" 2>&1
    local code=$?
    [ $code -eq 0 ] || echo "exit code $code" >> "artifacts/test-logs/$name.log"
    echo "$name: $(grep -E '^(Passed|Failed|Skipped)! ' "artifacts/test-logs/$name.log" | tail -n 1 || true)"
}
export -f run_project

# The unit tests of the web interface, where there is Node: their count in the words of the other suites.
run_web() {
    local log=$logs/web.log code=0
    [ -d web/node_modules ] || return 0
    npm test --prefix web --silent -- --reporter=default --reporter=json --outputFile.json="../$logs/web.json" > "$log" 2>&1 || code=$?
    [ $code -eq 0 ] || echo "exit code $code" >> "$log"
    node -e '
        const run = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"));
        const word = run.success ? "Passed" : "Failed";
        console.log(`${word}! - Failed: ${run.numFailedTests}, Passed: ${run.numPassedTests}, Skipped: ${run.numPendingTests}, web`);' "$logs/web.json" >> "$log" || true
    echo "web: $(tail -n 1 "$log")"
}

# The longest suites first, so that the two lanes end together. A third lane gains nothing: what waits for other programs is starved by it, and takes as much longer.
longest='EndToEnd Cli Browser FileSystem'
for project in $(printf 'tests/Hops.%s.Tests\n' $longest) $(ls -d tests/*.Tests | sort); do basename "$project"; done | awk '!seen[$0]++' \
    | xargs -P 2 -I{} bash -c 'run_project "$0" "$1"' "$filter" {}

run_web

passed=0 failed=0 skipped=0
for log in "$logs"/*.log; do
    line=$(grep -E '^(Passed|Failed|Skipped)! ' "$log" | tail -n 1 || true)
    if [ -z "$line" ]; then
        if grep -q 'No test matches' "$log"; then continue; fi
        echo "--- $log"; tail -n 40 "$log"
        failed=$((failed + 1))
        continue
    fi
    number() { sed -nE "s/.*$1: *([0-9]+).*/\1/p" <<< "$line"; }
    passed=$((passed + $(number Passed)))
    failed=$((failed + $(number Failed)))
    skipped=$((skipped + $(number Skipped)))
    if grep -qE '^Failed! |^exit code' "$log"; then
        echo "--- $log"; grep -vE '^\s+Passed ' "$log" | tail -n 120
        grep -q '^exit code' "$log" && [ "$(number Failed)" -eq 0 ] && failed=$((failed + 1))
    fi
    grep -hE '^\s+Skipped |\[SKIP\]' "$log" || true
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
