#!/usr/bin/env bash
# Our broker beside Apache Kafka in the same run, over every way to produce: records of 1,000 and of 100 bytes, acks=all and acks=1, without compression and
# with lz4, topics of 1 and of 16 partitions; Java's perf tools. Then the latency of producing at half of the rate that both reach, with the producer's
# own defaults, once the producer is warm, and the memory of both brokers. Prints MB/s and the ratio ours / Apache's, processor seconds of client and broker,
# the ratio that a broker which took none could come to at most where the processors are what there is too little of, milliseconds, MiB.
#
# usage: bench/broker-matrix.sh [commit|os|stricter]     MEGABYTES=300 SECONDS_OF_LOAD=20 SIZES="1000 100" ACKS="all 1" CODECS="none lz4" PARTITIONS="1 16"
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=bench/both-brokers.sh
source bench/both-brokers.sh "${1:-commit}"
megabytes=${MEGABYTES:-300} load=${SECONDS_OF_LOAD:-20}
lead=0 rows=0

gone() { "$kafka/kafka" topics --bootstrap-server "127.0.0.1:$1" --delete --topic "$2" > /dev/null; }
declare -A rate_of client_of broker_of
row() { # name operation
  local ours=${rate_of[$2 ours]} theirs=${rate_of[$2 apache]}
  rows=$((rows + 1)); lead=$((lead + $(awk -v a="$ours" -v b="$theirs" 'BEGIN { print (a > b) }')))
  echo "$2 $1: ours $ours MB/s, Apache $theirs MB/s, ratio $(ratio "$ours" "$theirs"); processor s of client + broker: ours ${client_of[$2 ours]} + ${broker_of[$2 ours]}," \
    "Apache ${client_of[$2 apache]} + ${broker_of[$2 apache]}; at most $(ratio "$(sum "${client_of[$2 apache]}" "${broker_of[$2 apache]}")" "${client_of[$2 apache]}")"
}
keep() { client_of[$1]=$client_s broker_of[$1]=$broker_s rate_of[$1]=$2; } # operation and side, MB/s

echo "flush=$mode; ready after: ours $ours_ready_ms ms, Apache $apache_ready_ms ms"
for port in $ours $theirs; do topic "$port" warm 16; for _ in 1 2; do produce_java "$port" warm 1000 100000 -1 acks=all > /dev/null; done; gone "$port" warm; done

for partitions in ${PARTITIONS:-1 16}; do for size in ${SIZES:-1000 100}; do for acks in ${ACKS:-all 1}; do for codec in ${CODECS:-none lz4}; do
  name="m-$partitions-$size-$acks-$codec" records=$((megabytes * 1000000 / size / (size < 1000 ? 2 : 1)))
  for side in ours apache; do
    [ $side = ours ] && port=$ours process=$server || port=$theirs process=$apache
    topic "$port" "$name" "$partitions"
    measured "$process" produce_java "$port" "$name" "$size" "$records" -1 "acks=$acks" "compression.type=$codec" batch.size=262144 linger.ms=10
    keep "produce $side" "$(rate < "$work/out")"
    if [ "$acks" = all ]; then
      measured "$process" consume_java "$port" "$name" "$records"
      keep "consume $side" "$(cat "$work/out")"
    fi
    gone "$port" "$name"
  done
  row "$size B acks=$acks $codec, $partitions partitions" produce
  [ "$acks" = all ] && row "$size B $codec, $partitions partitions" consume
done; done; done; done
echo "ahead in $lead of $rows rows"

for partitions in ${PARTITIONS:-1 16}; do
  for port in $ours $theirs; do topic "$port" "l-$partitions" "$partitions"; done
  least=$(for port in $ours $theirs; do produce_java "$port" "l-$partitions" 1000 $((megabytes * 1000)) -1 acks=all | sed -E 's/.* ([0-9.]+) records\/sec.*/\1/'; done | sort -g | head -n 1)
  half=$(awk -v a="$least" 'BEGIN { printf "%d", a / 2 }')
  for round in 1 2; do for side in ours apache; do
    port=$([ $side = ours ] && echo "$ours" || echo "$theirs")
    echo "latency, $partitions partitions, $half records/s of 1,000 B acks=all, round $round: $side $(WARM_UP=$((half * load / 2)) produce_java "$port" "l-$partitions" 1000 $((half * load * 3 / 2)) "$half" acks=all | sed -E 's/.*MB\/sec\), //')"
  done; done
done
echo "resident MiB: ours $(resident_mib "$server"), Apache $(resident_mib "$apache")"
