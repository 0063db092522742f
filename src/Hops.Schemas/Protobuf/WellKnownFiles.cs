namespace Hops.Schemas.Protobuf;

/// <summary>Files that every compiler of Protobuf brings along, and those of Confluent's serializers: importable without being registered.</summary>
internal static class WellKnownFiles
{
    private const string Wrappers =
        """
        syntax = "proto3"; package google.protobuf;
        message DoubleValue { double value = 1; } message FloatValue { float value = 1; }
        message Int64Value { int64 value = 1; } message UInt64Value { uint64 value = 1; }
        message Int32Value { int32 value = 1; } message UInt32Value { uint32 value = 1; }
        message BoolValue { bool value = 1; } message StringValue { string value = 1; } message BytesValue { bytes value = 1; }
        """;

    private const string Struct =
        """
        syntax = "proto3"; package google.protobuf;
        message Struct { map<string, Value> fields = 1; }
        message Value { oneof kind { NullValue null_value = 1; double number_value = 2; string string_value = 3; bool bool_value = 4; Struct struct_value = 5; ListValue list_value = 6; } }
        enum NullValue { NULL_VALUE = 0; }
        message ListValue { repeated Value values = 1; }
        """;

    /// <summary>What may be extended there, which is what the file is imported for; its fields are not needed.</summary>
    private const string Descriptor =
        """
        syntax = "proto2"; package google.protobuf;
        message FileOptions { extensions 1000 to max; } message MessageOptions { extensions 1000 to max; } message FieldOptions { extensions 1000 to max; }
        message OneofOptions { extensions 1000 to max; } message EnumOptions { extensions 1000 to max; } message EnumValueOptions { extensions 1000 to max; }
        message ServiceOptions { extensions 1000 to max; } message MethodOptions { extensions 1000 to max; }
        """;

    private static readonly Dictionary<string, Lazy<ProtobufSchema>> Files = new(StringComparer.Ordinal)
    {
        ["google/protobuf/any.proto"] = File("""syntax = "proto3"; package google.protobuf; message Any { string type_url = 1; bytes value = 2; }"""),
        ["google/protobuf/descriptor.proto"] = File(Descriptor),
        ["google/protobuf/duration.proto"] = File("""syntax = "proto3"; package google.protobuf; message Duration { int64 seconds = 1; int32 nanos = 2; }"""),
        ["google/protobuf/empty.proto"] = File("""syntax = "proto3"; package google.protobuf; message Empty { }"""),
        ["google/protobuf/field_mask.proto"] = File("""syntax = "proto3"; package google.protobuf; message FieldMask { repeated string paths = 1; }"""),
        ["google/protobuf/source_context.proto"] = File("""syntax = "proto3"; package google.protobuf; message SourceContext { string file_name = 1; }"""),
        ["google/protobuf/struct.proto"] = File(Struct),
        ["google/protobuf/timestamp.proto"] = File("""syntax = "proto3"; package google.protobuf; message Timestamp { int64 seconds = 1; int32 nanos = 2; }"""),
        ["google/protobuf/wrappers.proto"] = File(Wrappers),
        ["confluent/type/decimal.proto"] = File("""syntax = "proto3"; package confluent.type; message Decimal { bytes value = 1; uint32 precision = 2; int32 scale = 3; }"""),
    };

    /// <summary>A file by its name; null if it is none of them.</summary>
    public static ProtobufSchema? Find(string path) => Files.GetValueOrDefault(path)?.Value;

    private static Lazy<ProtobufSchema> File(string text) => new(() => ProtobufSchema.Parse(text, []));
}
