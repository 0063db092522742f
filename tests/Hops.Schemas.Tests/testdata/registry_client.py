"""Drives a registry with confluent-kafka's client and serializers.  registry_client.py URL NAME:SECRET WHEELS
Prints one JSON line: what the foreign client saw."""
import json
import struct
import sys

url, user, wheels = sys.argv[1:4]
if wheels:
    sys.path.insert(0, wheels)
from confluent_kafka.schema_registry import Schema, SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.schema_registry.error import SchemaRegistryError
from confluent_kafka.serialization import MessageField, SerializationContext

TEXT = """{"type": "record", "name": "Departure", "namespace": "air", "fields": [
  {"name": "carrier", "type": "string"}, {"name": "delay", "type": ["null", "double"], "default": null},
  {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}"""

client = SchemaRegistryClient({"url": url, "basic.auth.user.info": user})
serialize = AvroSerializer(client, TEXT)
context = SerializationContext("departures", MessageField.VALUE)
value = serialize({"carrier": "UA", "delay": 2.5, "at": 1357034400000}, context)
back = AvroDeserializer(client, TEXT)(value, context)
latest = client.get_latest_version("departures-value")
lookup = client.lookup_schema("departures-value", Schema(TEXT, "AVRO"))
compatible = client.test_compatibility("departures-value", Schema('{"type":"record","name":"Departure","fields":[{"name":"x","type":"int"}]}', "AVRO"))
client.set_compatibility("departures-value", "NONE")
level = client.get_compatibility("departures-value")
odd = client.register_schema("a/b c", Schema('"int"', "AVRO"))
subjects = client.get_subjects()
try:
    client.get_latest_version("unheard")
    error = 0
except SchemaRegistryError as refusal:
    error = refusal.error_code
deleted = client.delete_subject("a/b c")
print(json.dumps({
    "id": struct.unpack(">bI", value[:5])[1], "hex": value[5:].hex(), "carrier": back["carrier"], "delay": back["delay"],
    "latest": latest.version, "lookup": lookup.schema_id, "compatible": compatible, "level": level, "subjects": subjects,
    "error": error, "deleted": deleted, "odd": odd}))
