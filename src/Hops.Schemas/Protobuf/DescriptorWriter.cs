namespace Hops.Schemas.Protobuf;

/// <summary>Writes definitions as a FileDescriptorProto (google/protobuf/descriptor.proto), by whose numbers it goes. Options of others are left out.</summary>
internal static class DescriptorWriter
{
    /// <summary>Name of a file that nobody named, as in Confluent's registry.</summary>
    private const string FileName = "default";

    private static readonly string[] ScalarNumbers =
    [
        "", "double", "float", "int64", "uint64", "int32", "fixed64", "fixed32", "bool", "string", "group", "message", "bytes", "uint32", "enum", "sfixed32", "sfixed64",
        "sint32", "sint64",
    ];

    /// <summary>Number of a scalar type.</summary>
    public static int NumberOf(string scalar) => Array.IndexOf(ScalarNumbers, scalar);

    /// <summary>Scalar type of a number, or <c>group</c>, <c>message</c>, <c>enum</c>; null if there is none.</summary>
    public static string? NameOf(ulong number) => number is > 0 and < 19 ? ScalarNumbers[number] : null;

    public static byte[] Write(ProtoFile file)
    {
        var output = new ProtoWriter();
        output.Text(1, FileName);
        if (file.Package.Length > 0)
            output.Text(2, file.Package);
        foreach (var import in file.Imports)
            output.Text(3, import.Path);
        foreach (var message in file.Messages)
            output.Message(4, inner => Message(inner, message, file));
        foreach (var type in file.Enums)
            output.Message(5, inner => Enum(inner, type));
        foreach (var service in file.Services)
            output.Message(6, inner => Service(inner, service));
        Extends(output, file.Extends, 7, 4, file);
        DescriptorOptions.Write(output, 8, file.Options, DescriptorOptions.OfFiles);
        for (var index = 0; index < file.Imports.Count; index++)
        {
            if (file.Imports[index].Modifier.Length > 0)
                output.Number(file.Imports[index].Modifier == "public" ? 10 : 11, index);
        }

        if (file.Syntax is "proto3")
            output.Text(12, file.Syntax);
        else if (file.Syntax is not "proto2")
            Edition(output, file.Syntax);
        return output.Written.ToArray();
    }

    private static void Edition(ProtoWriter output, string year)
    {
        output.Text(12, "editions");
        output.Number(14, int.Parse(year, System.Globalization.CultureInfo.InvariantCulture) is var number and >= 2023 ? 1000 + number - 2023 : 1000);
    }

    private static void Message(ProtoWriter output, ProtoMessage message, ProtoFile file)
    {
        output.Text(1, message.Name);
        var alone = message.Fields.Where(field => file.IsProto3 && field is { Label: ProtoLabel.Optional, IsMap: false }).ToList();
        foreach (var field in message.Fields)
            output.Message(2, inner => Field(inner, field, message, alone, file));
        foreach (var nested in message.Messages)
            output.Message(3, inner => Message(inner, nested, file));
        foreach (var field in message.Fields.Where(field => field.IsMap))
            output.Message(3, inner => Entry(inner, field, file));
        foreach (var type in message.Enums)
            output.Message(4, inner => Enum(inner, type));
        foreach (var (first, last) in message.Extensions.SelectMany(words => ReservedWords.Parse(words, ProtobufNumbers.FieldMax).Ranges))
            output.Message(5, inner => Range(inner, first, last + 1));
        Extends(output, message.Extends, 6, 3, file);
        DescriptorOptions.Write(output, 7, message.Options, DescriptorOptions.OfMessages);
        foreach (var oneOf in message.OneOfs)
            output.Message(8, inner => inner.Text(1, oneOf.Name));
        foreach (var field in alone)
            output.Message(8, inner => inner.Text(1, "_" + field.Name));
        foreach (var words in message.Reserved)
        {
            var (names, ranges) = ReservedWords.Parse(words, ProtobufNumbers.FieldMax);
            foreach (var (first, last) in ranges)
                output.Message(9, inner => Range(inner, first, last + 1));
            foreach (var name in names)
                output.Text(10, name);
        }
    }

    private static void Range(ProtoWriter output, int first, int end)
    {
        output.Number(1, first);
        output.Number(2, end);
    }

    private static void Field(ProtoWriter output, ProtoField field, ProtoMessage message, List<ProtoField> alone, ProtoFile file)
    {
        output.Text(1, field.Name);
        output.Number(3, field.Number);
        output.Number(4, field.IsRepeated ? 3 : field.Label == ProtoLabel.Required ? 2 : 1);
        if (field.IsMap)
        {
            output.Number(5, NumberOf("message"));
            output.Text(6, $".{message.FullName}.{ProtobufNames.EntryOf(field.Name)}");
        }
        else
        {
            Type(output, field);
        }

        Details(output, field);
        if (field.OneOf is { } oneOf)
            output.Number(9, message.OneOfs.IndexOf(oneOf));
        else if (alone.IndexOf(field) is var index and >= 0)
            output.Number(9, message.OneOfs.Count + index);
        if (alone.Contains(field))
            output.Number(17, 1);
    }

    private static void Details(ProtoWriter output, ProtoField field)
    {
        foreach (var option in field.Options)
        {
            if (option.Name == "default")
                output.Text(7, option.Value[0] is '"' or '\'' ? ProtoText.Unquote(option.Value) : option.Value);
            else if (option.Name == "json_name")
                output.Text(10, ProtoText.Unquote(option.Value));
        }

        DescriptorOptions.Write(output, 8, field.Options, DescriptorOptions.OfFields);
    }

    private static void Type(ProtoWriter output, ProtoField field)
    {
        output.Number(5, field.Type switch
        {
            null => NumberOf(field.TypeName),
            ProtoEnum => NumberOf("enum"),
            _ => NumberOf(field.IsGroup ? "group" : "message"),
        });
        if (field.Type is { } type)
            output.Text(6, "." + type.FullName);
    }

    private static void Entry(ProtoWriter output, ProtoField field, ProtoFile file)
    {
        output.Text(1, ProtobufNames.EntryOf(field.Name));
        output.Message(2, key =>
        {
            key.Text(1, "key");
            key.Number(3, 1);
            key.Number(4, 1);
            key.Number(5, NumberOf(field.KeyTypeName!));
        });
        output.Message(2, value =>
        {
            value.Text(1, "value");
            value.Number(3, 2);
            value.Number(4, 1);
            Type(value, field);
        });
        output.Message(7, options => options.Number(7, 1));
    }

    private static void Enum(ProtoWriter output, ProtoEnum type)
    {
        output.Text(1, type.Name);
        foreach (var value in type.Values)
        {
            output.Message(2, inner =>
            {
                inner.Text(1, value.Name);
                inner.Number(2, value.Number);
                DescriptorOptions.Write(inner, 3, value.Options, DescriptorOptions.OfValues);
            });
        }

        DescriptorOptions.Write(output, 3, type.Options, DescriptorOptions.OfEnums);
        foreach (var words in type.Reserved)
        {
            var (names, ranges) = ReservedWords.Parse(words, int.MaxValue);
            foreach (var (first, last) in ranges)
                output.Message(4, inner => Range(inner, first, last));
            foreach (var name in names)
                output.Text(5, name);
        }
    }

    private static void Service(ProtoWriter output, ProtoService service)
    {
        output.Text(1, service.Name);
        foreach (var method in service.Methods)
        {
            output.Message(2, inner =>
            {
                inner.Text(1, method.Name);
                inner.Text(2, method.Input);
                inner.Text(3, method.Output);
                DescriptorOptions.Write(inner, 4, method.Options, DescriptorOptions.OfServices);
                if (method.IsInputStream)
                    inner.Number(5, 1);
                if (method.IsOutputStream)
                    inner.Number(6, 1);
            });
        }

        DescriptorOptions.Write(output, 3, service.Options, DescriptorOptions.OfServices);
    }

    private static void Extends(ProtoWriter output, List<ProtoExtend> extends, int fieldNumber, int groupNumber, ProtoFile file)
    {
        foreach (var extend in extends)
        {
            foreach (var field in extend.Fields)
            {
                output.Message(fieldNumber, inner =>
                {
                    inner.Text(1, field.Name);
                    inner.Text(2, extend.TypeName);
                    inner.Number(3, field.Number);
                    inner.Number(4, field.IsRepeated ? 3 : 1);
                    Type(inner, field);
                    Details(inner, field);
                });
            }

            foreach (var group in extend.Messages)
                output.Message(groupNumber, inner => Message(inner, group, file));
        }
    }
}
