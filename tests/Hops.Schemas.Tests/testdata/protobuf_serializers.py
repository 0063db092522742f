"""Drives a registry with confluent-kafka's serializers of Protobuf.  protobuf_serializers.py URL NAME:SECRET
Prints one JSON line: what the foreign client saw."""
import json
import struct
import sys

from confluent_kafka.schema_registry import Schema, SchemaReference, SchemaRegistryClient
from confluent_kafka.schema_registry.protobuf import ProtobufDeserializer, ProtobufSerializer
from confluent_kafka.serialization import MessageField, SerializationContext
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory, timestamp_pb2

url, user = sys.argv[1:3]
pool = descriptor_pool.DescriptorPool()
pool.AddSerializedFile(timestamp_pb2.DESCRIPTOR.serialized_pb)
part = descriptor_pb2.FileDescriptorProto(name="part.proto", package="air", syntax="proto3")
carrier = part.message_type.add(name="Carrier")
carrier.field.add(name="code", number=1, type=9, label=1)
pool.Add(part)
whole = descriptor_pb2.FileDescriptorProto(name="whole.proto", package="air", syntax="proto3", dependency=["part.proto", "google/protobuf/timestamp.proto"])
whole.message_type.add(name="Other")
departure = whole.message_type.add(name="Departure")
departure.field.add(name="carrier", number=1, type=11, label=1, type_name=".air.Carrier")
departure.field.add(name="at", number=2, type=11, label=1, type_name=".google.protobuf.Timestamp")
departure.field.add(name="delay", number=3, type=1, label=1)
pool.Add(whole)

client = SchemaRegistryClient({"url": url, "basic.auth.user.info": user})
context = SerializationContext("flights", MessageField.VALUE)
Departure = message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName("air.Departure"))
record = Departure(delay=2.5)
record.carrier.code = "UA"
record.at.FromJsonString("2013-01-01T10:00:00Z")
value = ProtobufSerializer(Departure, client)(record, context)
back = ProtobufDeserializer(Departure)(value, context)
latest = client.get_latest_version("flights-value")
references = {reference["name"]: (reference["subject"], reference["version"]) for reference in latest.schema.references}
TEXT = 'syntax = "proto3";\npackage air;\nimport "part.proto";\nmessage Other {}\nmessage Departure {\n  Carrier carrier = 1; // who\n  double delay = 3;\n}'
named = [SchemaReference("part.proto", "part.proto", 1)]
compatible = client.test_compatibility("flights-value", Schema(TEXT, "PROTOBUF", named))
broken = client.test_compatibility("flights-value", Schema(TEXT.replace("double delay", "string delay"), "PROTOBUF", named))
print(json.dumps({
    "id": struct.unpack(">bI", value[:5])[1], "hex": value[5:].hex(), "carrier": back.carrier.code, "latest": latest.version, "type": latest.schema.schema_type,
    "text": latest.schema.schema_str, "references": references, "compatible": compatible, "broken": broken}))
