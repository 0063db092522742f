using System.Globalization;
using System.Text;
using Hops.Core.Errors;

namespace Hops.Schemas.Protobuf;

/// <summary>Reads definitions of a FileDescriptorProto (google/protobuf/descriptor.proto), as serializers send it instead of a text.</summary>
internal static class DescriptorReader
{
    /// <exception cref="PlatformException"><c>InvalidSchema</c>.</exception>
    public static ProtoFile Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return File(bytes);
        }
        catch (PlatformException broken) when (broken.Code == ErrorCode.UndecodableRecord)
        {
            throw new PlatformException(ErrorCode.InvalidSchema, "Invalid schema: it is neither a Protobuf text nor a descriptor in base64. " + broken.Message, broken);
        }
    }

    private static ProtoFile File(ReadOnlySpan<byte> bytes)
    {
        var file = new ProtoFile();
        var parts = Parts(bytes);
        file.Package = CheckName(parts.Text(2), isEmptyRight: true);
        var imports = parts.All(3).Select(path => Encoding.UTF8.GetString(path)).ToList();
        var isPublic = parts.Numbers(10);
        var isWeak = parts.Numbers(11);
        for (var index = 0; index < imports.Count; index++)
            file.Imports.Add(new ProtoImport(imports[index], isPublic.Contains(index) ? "public" : isWeak.Contains(index) ? "weak" : ""));
        file.Syntax = parts.Text(12) switch { "" => "proto2", "editions" => (1023 + parts.Number(14)).ToString(CultureInfo.InvariantCulture), var syntax => syntax };
        var count = 0;
        foreach (var message in parts.All(4))
            file.Messages.Add(Message(message, "", file, 1, ref count));
        foreach (var type in parts.All(5))
            file.Enums.Add(Enum(type, "", file.Package, ref count));
        foreach (var service in parts.All(6))
            file.Services.Add(Service(service));
        Extends(parts.All(7), file.Extends, file);
        DescriptorOptions.Read(parts.Bytes(8), file.Options, DescriptorOptions.OfFiles);
        return file;
    }

    private static ProtoMessage Message(byte[] bytes, string around, ProtoFile file, int depth, ref int count)
    {
        Count(ref count);
        if (depth > ProtobufLimits.DepthMax)
            throw new PlatformException(ErrorCode.InvalidSchema, $"Invalid schema: messages lie more than {ProtobufLimits.DepthMax} deep inside one another.");
        var parts = Parts(bytes);
        var name = CheckName(parts.Text(1));
        var message = new ProtoMessage { Name = name, LocalName = Join(around, name), FullName = Join(file.Package, Join(around, name)) };
        foreach (var oneOf in parts.All(8))
            message.OneOfs.Add(new ProtoOneOf(CheckName(Parts(oneOf).Text(1))));
        var entries = new Dictionary<string, DescriptorParts>(StringComparer.Ordinal);
        var groups = new HashSet<string>(StringComparer.Ordinal);
        foreach (var nested in parts.All(3))
        {
            var inner = Parts(nested);
            if (Parts(inner.Bytes(7)).Number(7) == 1)
                entries["." + Join(message.FullName, inner.Text(1))] = inner;
            else
                message.Messages.Add(Message(nested, message.LocalName, file, depth + 1, ref count));
        }

        foreach (var field in parts.All(2))
            message.Fields.Add(Field(Parts(field), message.OneOfs, entries, file));
        // A oneof of one field that proto3 calls optional is the descriptor's way to say so.
        message.OneOfs.RemoveAll(oneOf => !message.Fields.Exists(field => ReferenceEquals(field.OneOf, oneOf)));
        foreach (var type in parts.All(4))
            message.Enums.Add(Enum(type, message.LocalName, file.Package, ref count));
        if (Ranges(parts.All(5), isEndIncluded: false) is { Count: > 0 } extensions)
            message.Extensions.Add(ReservedWords.Print(extensions, ProtobufNumbers.FieldMax));
        Extends(parts.All(6), message.Extends, file);
        DescriptorOptions.Read(parts.Bytes(7), message.Options, DescriptorOptions.OfMessages);
        Reserve(message, Ranges(parts.All(9), isEndIncluded: false), parts.All(10), ProtobufNumbers.FieldMax);
        return message;
    }

    private static ProtoField Field(DescriptorParts parts, List<ProtoOneOf> oneOfs, Dictionary<string, DescriptorParts> entries, ProtoFile file)
    {
        var typeName = parts.Text(6);
        string? keyType = null;
        if (entries.TryGetValue(typeName, out var entry))
        {
            var (key, value) = (default(DescriptorParts), default(DescriptorParts));
            foreach (var each in entry.All(2).Select(part => Parts(part)))
                (key, value) = each.Number(3) == 1 ? (each, value) : (key, each);
            if (key is null || value is null)
                throw new PlatformException(ErrorCode.InvalidSchema, $"Invalid schema: the map '{parts.Text(1)}' has no keys or no values.");
            (keyType, typeName) = (TypeOf(key), TypeOf(value));
        }
        else
        {
            typeName = TypeOf(parts);
        }

        var isOptional = parts.Number(17) == 1;
        var oneOf = !isOptional && parts.Has(9) && parts.Number(9) is var index && index < oneOfs.Count ? oneOfs[(int)index] : null;
        var isGroup = parts.Number(5) == 10;
        var field = new ProtoField
        {
            Name = CheckName(parts.Text(1)),
            Number = (int)parts.Number(3),
            Label = keyType is not null || oneOf is not null ? ProtoLabel.None : parts.Number(4) switch
            {
                3 => ProtoLabel.Repeated,
                2 => ProtoLabel.Required,
                _ when file.Syntax == "proto2" || isOptional => ProtoLabel.Optional,
                _ => ProtoLabel.None,
            },
            TypeName = isGroup ? typeName[(typeName.LastIndexOf('.') + 1)..] : typeName,
            KeyTypeName = keyType,
            OneOf = oneOf,
            IsGroup = isGroup,
        };
        if (parts.Has(7))
            field.Options.Add(new ProtoOption("default", typeName is "string" or "bytes" ? ProtoText.Quote(parts.Text(7)) : CheckDefault(parts.Text(7))));
        if (parts.Has(10) && parts.Text(10) != ProtobufNames.JsonNameOf(field.Name))
            field.Options.Add(new ProtoOption("json_name", ProtoText.Quote(parts.Text(10))));
        DescriptorOptions.Read(parts.Bytes(8), field.Options, DescriptorOptions.OfFields);
        return field;
    }

    private static string TypeOf(DescriptorParts field) =>
        field.Text(6) is { Length: > 0 } name ? CheckName(name) : DescriptorWriter.NameOf((ulong)field.Number(5)) is { } scalar && ProtoLinker.IsScalar(scalar)
            ? scalar
            : throw new PlatformException(ErrorCode.InvalidSchema, $"Invalid schema: the field '{field.Text(1)}' has no type.");

    private static ProtoEnum Enum(byte[] bytes, string around, string package, ref int count)
    {
        Count(ref count);
        var parts = Parts(bytes);
        var name = CheckName(parts.Text(1));
        var type = new ProtoEnum { Name = name, LocalName = Join(around, name), FullName = Join(package, Join(around, name)) };
        foreach (var each in parts.All(2).Select(value => Parts(value)))
        {
            var value = new ProtoEnumValue(CheckName(each.Text(1)), (int)each.Number(2));
            DescriptorOptions.Read(each.Bytes(3), value.Options, DescriptorOptions.OfValues);
            type.Values.Add(value);
        }

        DescriptorOptions.Read(parts.Bytes(3), type.Options, DescriptorOptions.OfEnums);
        Reserve(type, Ranges(parts.All(4), isEndIncluded: true), parts.All(5), int.MaxValue);
        return type;
    }

    private static ProtoService Service(byte[] bytes)
    {
        var parts = Parts(bytes);
        var service = new ProtoService(CheckName(parts.Text(1)));
        foreach (var each in parts.All(2).Select(method => Parts(method)))
        {
            var method = new ProtoMethod(CheckName(each.Text(1)), CheckName(each.Text(2)), each.Number(5) == 1, CheckName(each.Text(3)), each.Number(6) == 1);
            DescriptorOptions.Read(each.Bytes(4), method.Options, DescriptorOptions.OfServices);
            service.Methods.Add(method);
        }

        DescriptorOptions.Read(parts.Bytes(3), service.Options, DescriptorOptions.OfServices);
        return service;
    }

    private static void Extends(IReadOnlyList<byte[]> fields, List<ProtoExtend> extends, ProtoFile file)
    {
        foreach (var parts in fields.Select(field => Parts(field)))
        {
            var target = CheckName(parts.Text(2));
            if (extends.Count == 0 || extends[^1].TypeName != target)
                extends.Add(new ProtoExtend(target));
            extends[^1].Fields.Add(Field(parts, [], [], file));
        }
    }

    private static void Reserve(ProtoType type, List<(int First, int Last)> ranges, IReadOnlyList<byte[]> names, int max)
    {
        if (ranges.Count > 0)
            type.Reserved.Add(ReservedWords.Print(ranges, max));
        if (names.Count > 0)
            type.Reserved.Add(string.Join(", ", names.Select(name => ProtoText.Quote(Encoding.UTF8.GetString(name)))));
    }

    private static List<(int First, int Last)> Ranges(IReadOnlyList<byte[]> ranges, bool isEndIncluded) =>
        [.. ranges.Select(range => Parts(range)).Select(range => ((int)range.Number(1), (int)range.Number(2) - (isEndIncluded ? 0 : 1)))];

    private static DescriptorParts Parts(ReadOnlySpan<byte> bytes) => new(bytes);

    private static void Count(ref int count)
    {
        if (++count > ProtobufLimits.TypesMax)
            throw ProtoParser.TooManyTypes();
    }

    /// <summary>What goes into a text as a name has to be one, or the text would be another file.</summary>
    private static string CheckName(string name, bool isEmptyRight = false) =>
        (name.Length > 0 || isEmptyRight) && name.Length <= ProtobufLimits.NameLengthMax && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '+')
            ? name
            : throw new PlatformException(ErrorCode.InvalidSchema, $"Invalid schema: '{(name.Length <= 80 ? name : name[..80])}' is no name.");

    private static string CheckDefault(string value) => value.StartsWith('-') ? "-" + CheckName(value[1..]) : CheckName(value);

    private static string Join(string around, string name) => around.Length == 0 ? name : around + "." + name;
}
