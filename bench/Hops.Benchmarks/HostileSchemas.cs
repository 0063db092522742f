using System.Globalization;
using System.Text;

namespace Hops.Benchmarks;

/// <summary>Schemas that take long where nobody bounds what is done with them. Each has a second version, to be compared with the first.</summary>
internal static class HostileSchemas
{
    private const int Messages = 6_500;

    /// <summary>Texts within the limit of 256 KiB, and one of 1 MB, which is refused for its length.</summary>
    internal static readonly (string Name, string Type, Func<int, string> Text)[] All =
    [
        ("json-cyclic", "JSON", version => $$$$"""{"$ref":"#/definitions/a","definitions":{"a":{"allOf":[{"$ref":"#/definitions/b"},{"maxLength":{{{{version}}}}00}]},"b":{"$ref":"#/definitions/a"}}}"""),
        ("json-megabyte", "JSON", version => JsonOfPatterns(10_000, version)),
        ("json-patterns", "JSON", version => JsonOfPatterns(2_500, version)),
        ("json-unions", "JSON", JsonOfUnions),
        ("json-deep", "JSON", version => string.Concat(Enumerable.Repeat("{\"items\":", 25_000)) + $"{{\"maxLength\":{version}}}" + new string('}', 25_000)),
        ("proto-messages", "PROTOBUF", ProtobufOfMessages),
        ("proto-deep", "PROTOBUF", version => "syntax = \"proto3\";" + string.Concat(Enumerable.Range(0, 15_000).Select(depth => $"message M{depth} {{")) + $"int32 a = {version};" + new string('}', 15_000)),
        ("avro-unions", "AVRO", AvroOfRecords),
        ("avro-deep", "AVRO", version => string.Concat(Enumerable.Repeat("{\"type\":\"array\",\"items\":", 10_000)) + (version == 1 ? "\"int\"" : "\"long\"") + new string('}', 10_000)),
    ];

    /// <summary>Properties, each with an expression that backtracks.</summary>
    private static string JsonOfPatterns(int count, int version)
    {
        var text = new StringBuilder("{\"type\":\"object\",\"properties\":{");
        for (var number = 0; number < count; number++)
        {
            text.Append(number == 0 ? "" : ",").Append(CultureInfo.InvariantCulture,
                $"\"property_{number}\":{{\"type\":\"string\",\"pattern\":\"^(([a-z])+.)+[A-Z]([a-z])+{number}$\",\"maxLength\":{100 + version}}}");
        }

        return text.Append("}}").ToString();
    }

    /// <summary>Alternatives within alternatives, which are held against each other in pairs.</summary>
    private static string JsonOfUnions(int version)
    {
        var inner = string.Join(",", Enumerable.Range(0, 55).Select(number => $$$$"""{"type":"object","properties":{"p{{{{number}}}}":{"maxLength":{{{{number + version}}}}}},"required":["p{{{{number}}}}"]}"""));
        return $$$"""{"oneOf":[{{{string.Join(",", Enumerable.Range(0, 55).Select(number => $$$$"""{"type":"object","properties":{"q{{{{number}}}}":{"oneOf":[{{{{inner}}}}]}}}"""))}}}]}""";
    }

    /// <summary>As many messages as the limit has room for, each with a field of the next one.</summary>
    private static string ProtobufOfMessages(int version)
    {
        var text = new StringBuilder("syntax = \"proto3\";\n");
        for (var number = 0; number < Messages; number++)
            text.Append(CultureInfo.InvariantCulture, $"message M{number}{{M{(number + 1) % Messages} n=1;int32 v={1 + version};}}");
        return text.ToString();
    }

    /// <summary>A thousand records in a union, each with a field of a union of the names before it.</summary>
    private static string AvroOfRecords(int version)
    {
        var records = Enumerable.Range(0, 1_000).Select(number =>
            $$$"""{"type":"record","name":"R{{{number}}}","fields":[{"name":"f","type":["null"{{{string.Concat(Enumerable.Range(Math.Max(0, number - 20), Math.Min(20, number)).Select(other => $",\"R{other}\""))}}}]},{"name":"v{{{version}}}","type":"int","default":0}]}""");
        return $"[{string.Join(",", records)}]";
    }
}
