"""Produces and consumes with python3-confluent-kafka; prints one line: produce MB/s, consume MB/s (the best reading of several).

usage: broker-clients.py BOOTSTRAP TOPIC RECORDS CODEC
"""
import random
import sys
import time

from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

SIZE_BYTES = 1000

# What is there is read again and again: reading it takes half a second, which varies threefold with either broker.
READINGS = 6


def values():
    """Records of 1,000 bytes, half of each random letters and half repeated words, so that lz4 has something to do but not everything."""
    random.seed(1)
    letters = [bytes(random.choices(b"abcdefghijklmnopqrstuvwxyz0123456789", k=SIZE_BYTES // 2)) for _ in range(997)]
    return [half + (b"departure carrier origin " * 40)[: SIZE_BYTES - len(half)] for half in letters]


def create(bootstrap, topic):
    admin = AdminClient({"bootstrap.servers": bootstrap})
    for future in admin.create_topics([NewTopic(topic, 1, 1)]).values():
        future.result(30)


def produce(bootstrap, topic, count, codec):
    failures = []
    pool = values()
    producer = Producer({
        "bootstrap.servers": bootstrap, "acks": "all", "compression.type": codec, "linger.ms": 5, "batch.size": 262144,
        "queue.buffering.max.messages": 200000, "queue.buffering.max.kbytes": 262144,
    })
    report = lambda error, message: failures.append(error) if error else None
    started = time.perf_counter()
    for i in range(count):
        while True:
            try:
                producer.produce(topic, pool[i % len(pool)], on_delivery=report if i % 1000 == 0 else None)
                break
            except BufferError:
                producer.poll(0.01)
        if i % 500 == 0:
            producer.poll(0)
    left = producer.flush(120)
    seconds = time.perf_counter() - started
    if failures or left:
        raise KafkaException(failures[0] if failures else f"{left} records without an answer")
    return count * SIZE_BYTES / seconds / 1e6


def consume(bootstrap, topic, count):
    consumer = Consumer({
        "bootstrap.servers": bootstrap, "group.id": "bench-" + topic, "enable.auto.commit": False, "auto.offset.reset": "earliest",
        "fetch.message.max.bytes": 4194304, "queued.max.messages.kbytes": 262144,
    })
    consumer.assign([TopicPartition(topic, 0, 0)])
    seen = 0
    started = time.perf_counter()
    while seen < count:
        batch = consumer.consume(10000, 5)
        if not batch:
            raise KafkaException(f"only {seen} of {count} records came")
        seen += sum(1 for message in batch if not message.error())
    seconds = time.perf_counter() - started
    consumer.close()
    return count * SIZE_BYTES / seconds / 1e6


if __name__ == "__main__":
    bootstrap, topic, count, codec = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
    create(bootstrap, topic)
    written = produce(bootstrap, topic, count, codec)
    read = max(consume(bootstrap, topic, count) for _ in range(READINGS))
    print(f"{written:.1f} {read:.1f}")
