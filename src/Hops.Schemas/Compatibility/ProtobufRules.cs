using System.Globalization;
using Hops.Core.Errors;
using Hops.Schemas.Protobuf;

namespace Hops.Schemas.Compatibility;

/// <summary>
/// Does a reader's file of definitions read messages of a writer's (Confluent's rules for Protobuf)? Fields are compared by number; names do not
/// count, nor do enums, whose values may come and go. Each pair of messages is compared once.
/// </summary>
internal sealed class ProtobufRules
{
    /// <summary>More findings than this help nobody.</summary>
    private const int FindingsMax = 50;

    /// <summary>Messages and fields that are looked at in one check.</summary>
    private const int StepsMax = 1_000_000;

    private readonly List<Misfit> _findings = [];
    private readonly HashSet<(ProtoMessage Writer, ProtoMessage Reader)> _seen = [];
    private int _steps;

    private ProtobufRules()
    {
    }

    /// <summary>All reasons why <paramref name="reader"/> cannot read data of <paramref name="writer"/>; empty if it can.</summary>
    /// <exception cref="PlatformException"><c>TooLarge</c> if the comparison would cost more than is allowed.</exception>
    public static IReadOnlyList<Misfit> Check(ProtoFile reader, ProtoFile writer)
    {
        var rules = new ProtobufRules();
        if (writer.Package != reader.Package)
            rules.Add("PACKAGE_CHANGED", (one, other) => $"The package of the {one} schema, '{reader.Package}', is not that of the {other} schema, '{writer.Package}'");
        rules.CompareAll(writer.Messages, reader.Messages);
        return rules._findings;
    }

    private void CompareAll(List<ProtoMessage> writer, List<ProtoMessage> reader)
    {
        var now = reader.ToDictionary(message => message.Name, StringComparer.Ordinal);
        foreach (var before in writer)
        {
            if (now.TryGetValue(before.Name, out var after))
                Compare(before, after);
            else
                Add("MESSAGE_REMOVED", (one, other) => $"The {one} schema lacks the message '{before.LocalName}' of the {other} schema");
        }
    }

    private void Compare(ProtoMessage writer, ProtoMessage reader)
    {
        if (ReferenceEquals(writer, reader) || !_seen.Add((writer, reader)))
            return;
        _steps += 1 + writer.Fields.Count + reader.Fields.Count;
        if (_steps > StepsMax || _seen.Count > ProtobufLimits.TypesMax)
            throw new PlatformException(ErrorCode.TooLarge, "The schemas are too large to be compared; split them.");
        CompareOneOfs(writer, reader);
        var gone = writer.OneOfs
            .Where(oneOf => !reader.OneOfs.Exists(other => other.Name == oneOf.Name) && !writer.Fields.Exists(field => ReferenceEquals(field.OneOf, oneOf) && reader.ByNumber.ContainsKey(field.Number)))
            .ToHashSet<ProtoOneOf>(ReferenceEqualityComparer.Instance);
        foreach (var field in writer.Fields.Where(field => !reader.ByNumber.ContainsKey(field.Number)))
        {
            if (field.OneOf is { } oneOf && !gone.Contains(oneOf))
                Add("ONEOF_FIELD_REMOVED", (one, other) => $"The oneof '{oneOf.Name}' at path '#{Place(reader, field)}' lacks a field in the {one} schema that the {other} schema has");
            else if (field.Label == ProtoLabel.Required)
                Add("REQUIRED_FIELD_REMOVED", (one, other) => $"The {one} schema lacks the required field at path '#{Place(reader, field)}' of the {other} schema");
        }

        foreach (var field in reader.Fields)
        {
            if (writer.ByNumber.TryGetValue(field.Number, out var before))
                CompareFields(before, field, Place(reader, field));
            else if (field.Label == ProtoLabel.Required)
                Add("REQUIRED_FIELD_ADDED", (one, other) => $"The {one} schema has a required field at path '#{Place(reader, field)}' that the {other} schema lacks");
        }

        CompareAll(writer.Messages, reader.Messages);
    }

    /// <summary>Fields that could be there together may not become ones of which there is one.</summary>
    private void CompareOneOfs(ProtoMessage writer, ProtoMessage reader)
    {
        foreach (var group in reader.Fields.Where(field => field.OneOf is not null && writer.ByNumber.ContainsKey(field.Number)).GroupBy(field => field.OneOf!, ReferenceEqualityComparer.Instance))
        {
            var before = group.Select(field => writer.ByNumber[field.Number]).ToList();
            var alone = before.Count(field => field.OneOf is null);
            if (alone + before.Where(field => field.OneOf is not null).Select(field => field.OneOf!.Name).Distinct(StringComparer.Ordinal).Count() <= 1)
                continue;
            var path = $"/{reader.LocalName}/{((ProtoOneOf)group.Key!).Name}";
            if (alone > 1)
                Add("MULTIPLE_FIELDS_MOVED_TO_ONEOF", (one, other) => $"The oneof at path '#{path}' in the {one} schema has several fields that stand alone in the {other} schema");
            else
                Add("FIELD_MOVED_TO_EXISTING_ONEOF", (one, other) => $"The oneof at path '#{path}' in the {one} schema has a field that does not belong to it in the {other} schema");
        }
    }

    private void CompareFields(ProtoField writer, ProtoField reader, string path)
    {
        var (before, now) = (KindOf(writer), KindOf(reader));
        if (before != now)
        {
            Add("FIELD_KIND_CHANGED", (one, other) => $"The field at path '#{path}' is a {now} in the {one} schema and a {before} in the {other} schema");
            return;
        }

        if (reader.IsMap && ScalarKindOf(writer.KeyTypeName!) != ScalarKindOf(reader.KeyTypeName!))
            Add("FIELD_SCALAR_KIND_CHANGED", (one, other) => $"The keys at path '#{path}' are {reader.KeyTypeName} in the {one} schema and {writer.KeyTypeName} in the {other} schema");
        CompareTypes(writer, reader, path);
    }

    private void CompareTypes(ProtoField writer, ProtoField reader, string path)
    {
        switch (writer.Type, reader.Type)
        {
            case (ProtoMessage before, ProtoMessage now) when before.LocalName == now.LocalName:
                Compare(before, now);
                break;
            case (ProtoMessage before, ProtoMessage now):
                Add("FIELD_NAMED_TYPE_CHANGED", (one, other) => $"The type of the field at path '#{path}' is '{now.LocalName}' in the {one} schema and '{before.LocalName}' in the {other} schema");
                break;
            case (ProtoMessage, _) or (_, ProtoMessage):
                Add("FIELD_KIND_CHANGED", (one, other) => $"The values at path '#{path}' are messages in one of the {one} and the {other} schema alone");
                break;
            default:
                CompareScalars(writer, reader, path);
                break;
        }
    }

    private void CompareScalars(ProtoField writer, ProtoField reader, string path)
    {
        var kind = ScalarKindOf(reader.Type is null ? reader.TypeName : "int32");
        if (ScalarKindOf(writer.Type is null ? writer.TypeName : "int32") != kind)
            Add("FIELD_SCALAR_KIND_CHANGED", (one, other) =>
                $"The type of the field at path '#{path}', {reader.TypeName} in the {one} schema, is not read from what {writer.TypeName} of the {other} schema writes");
        else if (kind != "text" && !reader.IsMap && writer.Label != ProtoLabel.None && reader.Label != ProtoLabel.None && writer.Label != reader.Label)
            Add("FIELD_NUMERIC_LABEL_CHANGED", (one, other) =>
                $"The field at path '#{path}' is {Word(reader.Label)} in the {one} schema and {Word(writer.Label)} in the {other} schema");
    }

    /// <summary>Types that are written alike are read as one another (protobuf.dev, "Updating A Message Type").</summary>
    private static string ScalarKindOf(string type) => type switch
    {
        "int32" or "int64" or "uint32" or "uint64" or "bool" => "varint",
        "sint32" or "sint64" => "signed",
        "fixed32" or "sfixed32" => "fixed32",
        "fixed64" or "sfixed64" => "fixed64",
        "string" or "bytes" => "text",
        _ => type,
    };

    private static string KindOf(ProtoField field) => field.IsMap ? "map" : field.Type is ProtoMessage ? "message" : "scalar";

    private static string Word(ProtoLabel label) => label switch { ProtoLabel.Repeated => "repeated", ProtoLabel.Required => "required", _ => "optional" };

    private static string Place(ProtoMessage message, ProtoField field) => string.Create(CultureInfo.InvariantCulture, $"/{message.LocalName}/{field.Number}");

    private void Add(string rule, Func<string, string, string> describe)
    {
        if (_findings.Count < FindingsMax)
            _findings.Add(new Misfit(rule, describe));
    }
}
