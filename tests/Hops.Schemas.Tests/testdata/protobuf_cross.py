"""Writes messages by descriptors of ours, with Google's library.  Standard input: {"files": [base64, ...], "message": name, "value": JSON}, with imports first.
Prints {"hex": ..., "json": ...}: the message, and what the library reads in it."""
import base64
import json
import sys

from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory, duration_pb2, struct_pb2, timestamp_pb2, wrappers_pb2

wish = json.load(sys.stdin)
pool = descriptor_pool.DescriptorPool()
for known in (timestamp_pb2, duration_pb2, struct_pb2, wrappers_pb2):
    pool.AddSerializedFile(known.DESCRIPTOR.serialized_pb)
for index, text in enumerate(wish["files"]):
    file = descriptor_pb2.FileDescriptorProto.FromString(base64.b64decode(text))
    file.name = f"{index}.proto"
    pool.Add(file)
kind = message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName(wish["message"]))
message = json_format.ParseDict(wish["value"], kind())
print(json.dumps({"hex": message.SerializeToString(deterministic=True).hex(), "json": json_format.MessageToDict(message, preserving_proto_field_name=True)}))
