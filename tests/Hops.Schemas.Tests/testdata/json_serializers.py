"""Drives a registry with confluent-kafka's serializers of JSON Schema.  json_serializers.py URL NAME:SECRET
Prints one JSON line: what the foreign client saw."""
import json
import struct
import sys

from confluent_kafka.schema_registry import Schema, SchemaReference, SchemaRegistryClient
from confluent_kafka.schema_registry.error import SchemaRegistryError
from confluent_kafka.schema_registry.json_schema import JSONDeserializer, JSONSerializer
from confluent_kafka.serialization import MessageField, SerializationContext, SerializationError

url, user = sys.argv[1:3]
TEXT = """{"$schema": "http://json-schema.org/draft-07/schema#", "title": "Departure", "type": "object",
  "properties": {"carrier": {"type": "string", "maxLength": 2}, "delay": {"type": ["null", "number"]}}, "required": ["carrier"], "additionalProperties": false}"""

client = SchemaRegistryClient({"url": url, "basic.auth.user.info": user})
context = SerializationContext("flights", MessageField.VALUE)
value = JSONSerializer(TEXT, client, lambda record, _: record)({"carrier": "UA", "delay": 2.5}, context)
back = JSONDeserializer(TEXT, lambda record, _: record)(value, context)
latest = client.get_latest_version("flights-value")
lookup = client.lookup_schema("flights-value", Schema(TEXT, "JSON"))
narrower = TEXT.replace('"maxLength": 2', '"maxLength": 1')
compatible = client.test_compatibility("flights-value", Schema(narrower, "JSON"))
wider = client.test_compatibility("flights-value", Schema(TEXT.replace('"maxLength": 2', '"maxLength": 3'), "JSON"))
try:
    JSONSerializer(narrower, client, lambda record, _: record)({"carrier": "U"}, context)
    error = 0
except (SchemaRegistryError, SerializationError) as refusal:
    error = refusal.error_code
part = client.register_schema("part", Schema('{"type": "string"}', "JSON"))
whole = client.register_schema("whole", Schema('{"properties": {"a": {"$ref": "part.json"}}}', "JSON", [SchemaReference("part.json", "part", 1)]))
stored = client.get_schema(whole)
print(json.dumps({
    "id": struct.unpack(">bI", value[:5])[1], "payload": value[5:].decode(), "carrier": back["carrier"], "latest": latest.version,
    "type": latest.schema.schema_type, "lookup": lookup.schema_id, "compatible": compatible, "wider": wider, "error": error,
    "stored": stored.schema_type, "reference": stored.references[0].subject}))
