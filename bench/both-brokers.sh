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
until grep -qs ready "$work/ours.log"; do kill -0 "$server" || { cat "$work/ours.log"; exit 1; }; sleep 0.01; done
ours_ready_ms=$(($(now_ms) - begun))

ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }
best() { printf '%s\n' "$@" | sort -g | tail -n 1; }
# sum NUMBER...
sum() { printf '%s\n' "$@" | awk '{ all += $1 } END { printf "%.2f", all }'; }
# processor_s PROCESS: processor time that it has taken so far, seconds.
processor_s() { awk -v ticks="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); printf "%.2f", ($12 + $13) / ticks }' "/proc/$1/stat"; }
# measured PROCESS COMMAND...: does it, keeps what it prints in $work/out, and sets client_s and broker_s: processor time of the command and of the process meanwhile.
measured() {
  local before TIMEFORMAT='%U %S'
  before=$(processor_s "$1")
  { time "${@:2}" > "$work/out" 2> "$work/errors"; } 2> "$work/time" || { cat "$work/errors" >&2; exit 1; }
  broker_s=$(awk -v a="$(processor_s "$1")" -v b="$before" 'BEGIN { printf "%.2f", a - b }') client_s=$(awk '{ printf "%.2f", $1 + $2 }' "$work/time")
}
# resident_mib PROCESS: now, and at most so far.
resident_mib() { awk '/^VmRSS/ { now = $2 } /^VmHWM/ { most = $2 } END { printf "%d (at most %d)", now / 1024, most / 1024 }' "/proc/$1/status"; }

# topic PORT NAME PARTITIONS
topic() { "$kafka/kafka" topics --bootstrap-server "127.0.0.1:$1" --create --topic "$2" --partitions "$3" > /dev/null; }
# produce_java PORT TOPIC SIZE RECORDS RATE SETTING...: the last line of Java's measurement, without the first WARM_UP records.
produce_java() {
  "$kafka/kafka" producer-perf-test --bootstrap-server "127.0.0.1:$1" --topic "$2" --record-size "$3" --num-records "$4" --throughput "$5" --warmup-records "${WARM_UP:-0}" \
    $(printf -- '--command-property %s ' "${@:6}") | tail -n 1
}
# rate: MB/s of such a line.
rate() { sed -E 's/.*\(([0-9.]+) MB\/sec\).*/\1/'; }
# consume_java PORT TOPIC RECORDS: MB/s.
consume_java() {
  "$kafka/kafka" consumer-perf-test --bootstrap-server "127.0.0.1:$1" --topic "$2" --num-records "$3" --timeout 30000 --hide-header |
    tail -n 1 | awk -F', *' '{ print $9 }'
}
