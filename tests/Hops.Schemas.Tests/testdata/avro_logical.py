"""Reads with fastavro what we wrote of logical types, and writes it again.  avro_logical.py WHEELS  < {"schema": text, "hex": ours}
Prints one JSON line: {"hex": theirs, "values": {field: text}}."""
import io
import json
import sys

if sys.argv[1]:
    sys.path.insert(0, sys.argv[1])
import fastavro

case = json.load(sys.stdin)
parsed = fastavro.parse_schema(json.loads(case["schema"]))
record = fastavro.schemaless_reader(io.BytesIO(bytes.fromhex(case["hex"])), parsed)
out = io.BytesIO()
fastavro.schemaless_writer(out, parsed, record)
print(json.dumps({"hex": out.getvalue().hex(), "values": {name: str(value) for name, value in record.items()}}))
