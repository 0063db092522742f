# keyed.py SETTINGS REGISTRY WHEELS TOPIC SUBJECTS COUNT: writes records whose keys and values confluent-kafka's AvroSerializer has made, under the subjects of a topic
# of the platform's name, with kafka-python, for librdkafka 2.0, of Debian, cannot sign in to Kafka 4 by SCRAM.
import sys

path, registry, wheels, topic, subjects, count = sys.argv[1:]
sys.path.insert(0, wheels)
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext
from kafka import KafkaProducer

settings = dict(line.rstrip("\n").split("=", 1) for line in open(path) if not line.startswith("#"))
user, password = settings["sasl.username"], settings["sasl.password"]
client = SchemaRegistryClient({"url": registry, "basic.auth.user.info": f"{user}:{password}"})
key = AvroSerializer(client, '{"type": "record", "name": "Place", "fields": [{"name": "station", "type": "string"}, {"name": "number", "type": "long"}]}')
value = AvroSerializer(client, '{"type": "record", "name": "Departure", "fields": [{"name": "n", "type": "long"}]}')
producer = KafkaProducer(
    bootstrap_servers=settings["bootstrap.servers"], security_protocol=settings["security.protocol"], sasl_mechanism=settings["sasl.mechanisms"],
    sasl_plain_username=user, sasl_plain_password=password, acks="all", retries=0)
for n in range(int(count)):
    producer.send(
        topic, value({"n": n}, SerializationContext(subjects, MessageField.VALUE)),
        key({"station": "AB"[n % 2], "number": n}, SerializationContext(subjects, MessageField.KEY)) if n % 10 else None).get(10)
