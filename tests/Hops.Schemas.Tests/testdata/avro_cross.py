"""Encodes, decodes and fingerprints with foreign libraries.  avro_cross.py WHEELS  < {"schema": text, "value": json, "hex": ours}
Prints one JSON line: theirs as hex, ours as they decode it, fingerprint, canonical form."""
import io
import json
import sys

if sys.argv[1]:
    sys.path.insert(0, sys.argv[1])
import avro.io
import avro.schema
import fastavro
from fastavro.schema import fingerprint, to_parsing_canonical_form

case = json.load(sys.stdin)
parsed = fastavro.parse_schema(json.loads(case["schema"]))
out = io.BytesIO()
fastavro.schemaless_writer(out, parsed, case["value"])
decoded = fastavro.schemaless_reader(io.BytesIO(bytes.fromhex(case["hex"])), parsed)
apache = avro.io.DatumReader(avro.schema.parse(case["schema"])).read(avro.io.BinaryDecoder(io.BytesIO(bytes.fromhex(case["hex"]))))
canonical = to_parsing_canonical_form(json.loads(case["schema"]))
print(json.dumps({"hex": out.getvalue().hex(), "decoded": decoded, "apache": apache, "canonical": canonical,
                  "sha256": fingerprint(canonical, "SHA-256"), "crc64": fingerprint(canonical, "CRC-64-AVRO")}))
