# Both brokers for a measurement: ours and the Apache Kafka of $ENGINES_DIR, over the same disk, each started once. To be sourced, with the mode as $1:
#
# commit: both sync before they acknowledge (Apache: log.flush.interval.messages=1).   os: neither does (Apache's default).
# stricter: ours does, Apache does not.
#
# Sets ours and theirs (ports), server and apache (processes), ours_ready_ms and apache_ready_ms; both end with the script.
set -euo pipefail
mode=${1:-commit}
case $mode in commit | os | stricter) ;; *) echo "the mode is commit, os or stricter, not '$mode'" >&2; exit 2 ;; esac
kafka=${ENGINES_DIR:-$HOME/.cache/hops-engines}/kafka-4.3.1
[ -x "$kafka/start-kafka" ] || { echo "skipped: Apache Kafka is not in $kafka (set ENGINES_DIR)" >&2; exit 3; }
work=$(mktemp -d "${TMPDIR:-/var/tmp}/hops-bench-XXXXXX")
ours=$((20000 + RANDOM % 10000)) theirs=$((30000 + RANDOM % 10000))
server=
finish() {
  [ -n "$server" ] && kill "$server" 2> /dev/null && wait "$server" 2> /dev/null || true
  "$kafka/stop-kafka" "$work/apache" > /dev/null 2>&1 || true
  rm -rf "$work"
}
trap finish EXIT
now_ms() { echo $(($(date +%s%N) / 1000000)); }

[ -n "${NO_BUILD:-}" ] || dotnet build -c Release -m:1 -v q bench/Hops.Benchmarks > /dev/null
flush=(); [ "$mode" = commit ] && flush=(-c log.flush.interval.messages=1)
begun=$(now_ms)
"$kafka/start-kafka" "$work/apache" "$theirs" ${flush[@]+"${flush[@]}"} > /dev/null
apache=$(cat "$work/apache/kafka.pid") apache_ready_ms=$(($(now_ms) - begun))
begun=$(now_ms)
dotnet artifacts/bin/Hops.Benchmarks/release/Hops.Benchmarks.dll broker "$work/ours" "$ours" "$([ "$mode" = os ] && echo os || echo commit)" > "$work/ours.log" 2>&1 &
server=$!
until grep -q ready "$work/ours.log"; do kill -0 "$server" || { cat "$work/ours.log"; exit 1; }; sleep 0.01; done
ours_ready_ms=$(($(now_ms) - begun))

ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }
best() { printf '%s\n' "$@" | sort -g | tail -n 1; }
# resident_mib PROCESS: now, and at most so far.
resident_mib() { awk '/^VmRSS/ { now = $2 } /^VmHWM/ { most = $2 } END { printf "%d (at most %d)", now / 1024, most / 1024 }' "/proc/$1/status"; }
