# records.py SETTINGS TOPIC [RECORD [PARTITION]]: writes a record, of the bytes of hex:... if it begins so, with kafka-python, or prints those of the topic from beginning to end.
import sys
from kafka import KafkaConsumer, KafkaProducer, TopicPartition

path, topic = sys.argv[1:3]
settings = dict(line.rstrip("\n").split("=", 1) for line in open(path) if not line.startswith("#"))
client = dict(
    bootstrap_servers=settings["bootstrap.servers"],
    security_protocol=settings["security.protocol"],
    sasl_mechanism=settings["sasl.mechanisms"],
    sasl_plain_username=settings["sasl.username"],
    sasl_plain_password=settings["sasl.password"],
)
if len(sys.argv) > 3:
    producer = KafkaProducer(**client, max_block_ms=5000, request_timeout_ms=5000, acks="all", retries=0)
    record = sys.argv[3]
    producer.send(topic, bytes.fromhex(record[4:]) if record.startswith("hex:") else record.encode(), partition=int(sys.argv[4]) if len(sys.argv) > 4 else None).get(10)
else:
    consumer = KafkaConsumer(**client)
    partitions = [TopicPartition(topic, number) for number in sorted(consumer.partitions_for_topic(topic) or [])]
    consumer.assign(partitions)
    consumer.seek_to_beginning()
    ends = consumer.end_offsets(partitions)
    while any(consumer.position(partition) < ends[partition] for partition in partitions):
        for records in consumer.poll(timeout_ms=500).values():
            for record in records:
                print(record.value.decode())
