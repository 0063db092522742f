#!/usr/bin/env bash
# Our broker beside Apache Kafka in the same run, both over the same disk, driven by the same foreign clients with acks=all and
# records of 1,000 bytes: python3-confluent-kafka and, with JAVA=1, Java's perf tools. Prints MB/s and the ratio ours / Apache's.
#
# usage: bench/broker.sh [commit|os|stricter]     RECORDS=300000 CODECS="none lz4" ROUNDS=2 JAVA=1
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=bench/both-brokers.sh
source bench/both-brokers.sh "${1:-commit}"
records=${RECORDS:-300000} codecs=${CODECS:-none lz4} rounds=${ROUNDS:-2}

python=(/usr/bin/python3 bench/broker-clients.py)
for port in $ours $theirs; do "${python[@]}" "127.0.0.1:$port" warm-up 30000 none > /dev/null; done

echo "flush=$mode, $records records of 1,000 bytes, acks=all, one partition; best of $rounds"
for codec in $codecs; do
  for name in ours apache; do eval "p_$name=() c_$name=()"; done
  for ((round = 0; round < rounds; round++)); do
    read -r p c < <("${python[@]}" "127.0.0.1:$ours" "b-$codec-$round" "$records" "$codec"); p_ours+=("$p"); c_ours+=("$c")
    read -r p c < <("${python[@]}" "127.0.0.1:$theirs" "b-$codec-$round" "$records" "$codec"); p_apache+=("$p"); c_apache+=("$c")
  done
  a=$(best "${p_ours[@]}") b=$(best "${p_apache[@]}"); echo "confluent-kafka $codec produce: ours $a MB/s, Apache $b MB/s, ratio $(ratio "$a" "$b")"
  a=$(best "${c_ours[@]}") b=$(best "${c_apache[@]}"); echo "confluent-kafka $codec consume: ours $a MB/s, Apache $b MB/s, ratio $(ratio "$a" "$b")"
done

[ -n "${JAVA:-}" ] || exit 0
for codec in $codecs; do
  for name in ours apache; do eval "p_$name=() c_$name=()"; done
  for ((round = 0; round < rounds; round++)); do
    for name in ours apache; do
      port=$([ $name = ours ] && echo "$ours" || echo "$theirs")
      topic "$port" "j-$codec-$round" 1
      p=$(produce_java "$port" "j-$codec-$round" 1000 "$records" -1 acks=all "compression.type=$codec" batch.size=262144 linger.ms=10 | rate)
      c=$(consume_java "$port" "j-$codec-$round" "$records")
      eval "p_$name+=($p) c_$name+=($c)"
    done
  done
  a=$(best "${p_ours[@]}") b=$(best "${p_apache[@]}"); echo "Java perf tools $codec produce: ours $a MB/s, Apache $b MB/s, ratio $(ratio "$a" "$b")"
  a=$(best "${c_ours[@]}") b=$(best "${c_apache[@]}"); echo "Java perf tools $codec consume: ours $a MB/s, Apache $b MB/s, ratio $(ratio "$a" "$b")"
done
