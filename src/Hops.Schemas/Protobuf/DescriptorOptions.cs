using System.Globalization;

namespace Hops.Schemas.Protobuf;

/// <summary>Options that Protobuf itself defines, by their numbers in descriptors (google/protobuf/descriptor.proto). Options of others are in texts alone.</summary>
internal static class DescriptorOptions
{
    private static readonly string[] Bool = ["false", "true"];

    /// <summary>Of files.</summary>
    public static readonly IReadOnlyDictionary<string, (int Number, string[]? Names)> OfFiles = new Dictionary<string, (int, string[]?)>(StringComparer.Ordinal)
    {
        ["java_package"] = (1, null), ["java_outer_classname"] = (8, null), ["optimize_for"] = (9, ["", "SPEED", "CODE_SIZE", "LITE_RUNTIME"]),
        ["java_multiple_files"] = (10, Bool), ["go_package"] = (11, null), ["cc_generic_services"] = (16, Bool), ["java_generic_services"] = (17, Bool),
        ["py_generic_services"] = (18, Bool), ["java_generate_equals_and_hash"] = (20, Bool), ["deprecated"] = (23, Bool), ["java_string_check_utf8"] = (27, Bool),
        ["cc_enable_arenas"] = (31, Bool), ["objc_class_prefix"] = (36, null), ["csharp_namespace"] = (37, null), ["swift_prefix"] = (39, null),
        ["php_class_prefix"] = (40, null), ["php_namespace"] = (41, null), ["php_metadata_namespace"] = (44, null), ["ruby_package"] = (45, null),
    };

    /// <summary>Of messages.</summary>
    public static readonly IReadOnlyDictionary<string, (int Number, string[]? Names)> OfMessages = new Dictionary<string, (int, string[]?)>(StringComparer.Ordinal)
    {
        ["message_set_wire_format"] = (1, Bool), ["no_standard_descriptor_accessor"] = (2, Bool), ["deprecated"] = (3, Bool),
    };

    /// <summary>Of fields.</summary>
    public static readonly IReadOnlyDictionary<string, (int Number, string[]? Names)> OfFields = new Dictionary<string, (int, string[]?)>(StringComparer.Ordinal)
    {
        ["ctype"] = (1, ["STRING", "CORD", "STRING_PIECE"]), ["packed"] = (2, Bool), ["deprecated"] = (3, Bool), ["lazy"] = (5, Bool),
        ["jstype"] = (6, ["JS_NORMAL", "JS_STRING", "JS_NUMBER"]), ["weak"] = (10, Bool),
    };

    /// <summary>Of enums.</summary>
    public static readonly IReadOnlyDictionary<string, (int Number, string[]? Names)> OfEnums = new Dictionary<string, (int, string[]?)>(StringComparer.Ordinal)
    {
        ["allow_alias"] = (2, Bool), ["deprecated"] = (3, Bool),
    };

    /// <summary>Of values of enums.</summary>
    public static readonly IReadOnlyDictionary<string, (int Number, string[]? Names)> OfValues = new Dictionary<string, (int, string[]?)>(StringComparer.Ordinal) { ["deprecated"] = (1, Bool) };

    /// <summary>Of services and methods.</summary>
    public static readonly IReadOnlyDictionary<string, (int Number, string[]? Names)> OfServices = new Dictionary<string, (int, string[]?)>(StringComparer.Ordinal)
    {
        ["deprecated"] = (33, Bool), ["idempotency_level"] = (34, ["IDEMPOTENCY_UNKNOWN", "NO_SIDE_EFFECTS", "IDEMPOTENT"]),
    };

    /// <summary>Writes those options that have a number, if any.</summary>
    public static void Write(ProtoWriter output, int number, List<ProtoOption> options, IReadOnlyDictionary<string, (int Number, string[]? Names)> known)
    {
        var inner = new ProtoWriter();
        foreach (var option in options)
        {
            if (!known.TryGetValue(option.Name, out var kind))
                continue;
            if (kind.Names is null && option.Value.Length >= 2 && option.Value[0] is '"' or '\'')
                inner.Text(kind.Number, ProtoText.Unquote(option.Value));
            else if (kind.Names is not null && Array.IndexOf(kind.Names, option.Value) is var value and >= 0)
                inner.Number(kind.Number, value);
        }

        if (inner.Written.Length > 0)
            output.Bytes(number, inner.Written);
    }

    /// <summary>Reads options.</summary>
    public static void Read(ReadOnlySpan<byte> bytes, List<ProtoOption> options, IReadOnlyDictionary<string, (int Number, string[]? Names)> known)
    {
        var reader = new ProtoReader(bytes);
        while (!reader.IsAtEnd)
        {
            var (number, wireType) = reader.Tag();
            var (name, kind) = known.FirstOrDefault(each => each.Value.Number == number);
            if (name is not null && kind.Names is null && wireType == 2)
                options.Add(new ProtoOption(name, ProtoText.Quote(System.Text.Encoding.UTF8.GetString(reader.Bytes()))));
            else if (name is not null && kind.Names is { } names && wireType == 0 && reader.Varint() is var value)
                options.Add(new ProtoOption(name, value < (ulong)names.Length ? names[value] : value.ToString(CultureInfo.InvariantCulture)));
            else
                reader.Skip(number, wireType);
        }
    }
}
