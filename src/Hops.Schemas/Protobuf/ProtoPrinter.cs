using System.Globalization;
using System.Text;

namespace Hops.Schemas.Protobuf;

/// <summary>Prints definitions as a text: without comments, in one layout, so that two texts of the same definitions print alike.</summary>
internal sealed class ProtoPrinter
{
    private readonly StringBuilder _text = new();
    private readonly bool _isNormalized;

    private ProtoPrinter(bool isNormalized) => _isNormalized = isNormalized;

    /// <summary>Prints a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="isNormalized">True for full names of types, and options and imports in order.</param>
    public static string Print(ProtoFile file, bool isNormalized)
    {
        var printer = new ProtoPrinter(isNormalized);
        printer.File(file);
        return printer._text.ToString();
    }

    private void File(ProtoFile file)
    {
        var keyword = file.Syntax is "proto2" or "proto3" ? "syntax" : "edition";
        _text.Append(keyword).Append(" = ").Append(ProtoText.Quote(file.Syntax)).Append(";\n");
        if (file.Package.Length > 0)
            _text.Append("package ").Append(file.Package).Append(";\n");
        Gap(file.Imports.Count);
        foreach (var import in _isNormalized ? file.Imports.OrderBy(import => import.Path, StringComparer.Ordinal) : file.Imports.AsEnumerable())
            _text.Append("import ").Append(import.Modifier.Length > 0 ? import.Modifier + " " : "").Append(ProtoText.Quote(import.Path)).Append(";\n");
        Gap(file.Options.Count);
        Options(file.Options, "");
        foreach (var message in file.Messages)
        {
            Gap(1);
            Message(message, "");
        }

        foreach (var type in file.Enums)
        {
            Gap(1);
            Enum(type, "");
        }

        foreach (var extend in file.Extends)
        {
            Gap(1);
            Extend(extend, "");
        }

        foreach (var service in file.Services)
        {
            Gap(1);
            Service(service);
        }
    }

    private void Gap(int count)
    {
        if (count > 0)
            _text.Append('\n');
    }

    private void Message(ProtoMessage message, string indent)
    {
        _text.Append(indent).Append("message ").Append(message.Name).Append(" {\n");
        Body(message, indent + "  ");
        _text.Append(indent).Append("}\n");
    }

    private void Body(ProtoMessage message, string indent)
    {
        Options(message.Options, indent);
        foreach (var words in message.Reserved)
            _text.Append(indent).Append("reserved ").Append(words).Append(";\n");
        foreach (var words in message.Extensions)
            _text.Append(indent).Append("extensions ").Append(words).Append(";\n");
        var printed = new HashSet<ProtoOneOf>(ReferenceEqualityComparer.Instance);
        foreach (var field in message.Fields)
        {
            if (field.OneOf is null)
                Field(field, message.Messages, indent);
            else if (printed.Add(field.OneOf))
                OneOf(field.OneOf, message, indent);
        }

        foreach (var inner in message.Messages.Where(inner => !IsGroup(message.Fields, inner)))
            Message(inner, indent);
        foreach (var type in message.Enums)
            Enum(type, indent);
        foreach (var extend in message.Extends)
            Extend(extend, indent);
    }

    private static bool IsGroup(List<ProtoField> fields, ProtoMessage message) => fields.Exists(field => field.IsGroup && field.TypeName == message.Name);

    private void OneOf(ProtoOneOf oneOf, ProtoMessage message, string indent)
    {
        _text.Append(indent).Append("oneof ").Append(oneOf.Name).Append(" {\n");
        Options(oneOf.Options, indent + "  ");
        foreach (var field in message.Fields.Where(field => ReferenceEquals(field.OneOf, oneOf)))
            Field(field, message.Messages, indent + "  ");
        _text.Append(indent).Append("}\n");
    }

    private void Field(ProtoField field, List<ProtoMessage> groups, string indent)
    {
        _text.Append(indent);
        if (field.Label != ProtoLabel.None)
            _text.Append(field.Label switch { ProtoLabel.Optional => "optional ", ProtoLabel.Required => "required ", _ => "repeated " });
        if (field.IsGroup)
            _text.Append("group ").Append(field.TypeName);
        else if (field.IsMap)
            _text.Append("map<").Append(field.KeyTypeName).Append(", ").Append(TypeName(field)).Append("> ").Append(field.Name);
        else
            _text.Append(TypeName(field)).Append(' ').Append(field.Name);
        _text.Append(" = ").Append(field.Number.ToString(CultureInfo.InvariantCulture));
        Brackets(field.Options);
        if (!field.IsGroup)
        {
            _text.Append(";\n");
            return;
        }

        _text.Append(" {\n");
        Body(groups.First(group => group.Name == field.TypeName), indent + "  ");
        _text.Append(indent).Append("}\n");
    }

    private string TypeName(ProtoField field) => _isNormalized && field.Type is { } type ? "." + type.FullName : field.TypeName;

    private void Enum(ProtoEnum type, string indent)
    {
        _text.Append(indent).Append("enum ").Append(type.Name).Append(" {\n");
        Options(type.Options, indent + "  ");
        foreach (var words in type.Reserved)
            _text.Append(indent).Append("  reserved ").Append(words).Append(";\n");
        foreach (var value in type.Values)
        {
            _text.Append(indent).Append("  ").Append(value.Name).Append(" = ").Append(value.Number.ToString(CultureInfo.InvariantCulture));
            Brackets(value.Options);
            _text.Append(";\n");
        }

        _text.Append(indent).Append("}\n");
    }

    private void Extend(ProtoExtend extend, string indent)
    {
        _text.Append(indent).Append("extend ").Append(extend.TypeName).Append(" {\n");
        foreach (var field in extend.Fields)
            Field(field, extend.Messages, indent + "  ");
        _text.Append(indent).Append("}\n");
    }

    private void Service(ProtoService service)
    {
        _text.Append("service ").Append(service.Name).Append(" {\n");
        Options(service.Options, "  ");
        foreach (var method in service.Methods)
        {
            _text.Append("  rpc ").Append(method.Name).Append(" (").Append(method.IsInputStream ? "stream " : "").Append(method.Input).Append(") returns (")
                .Append(method.IsOutputStream ? "stream " : "").Append(method.Output).Append(')');
            if (method.Options.Count == 0)
            {
                _text.Append(";\n");
                continue;
            }

            _text.Append(" {\n");
            Options(method.Options, "    ");
            _text.Append("  }\n");
        }

        _text.Append("}\n");
    }

    private void Options(List<ProtoOption> options, string indent)
    {
        foreach (var option in Ordered(options))
            _text.Append(indent).Append("option ").Append(option.Name).Append(" = ").Append(option.Value).Append(";\n");
    }

    private void Brackets(List<ProtoOption> options)
    {
        if (options.Count > 0)
            _text.Append(" [").AppendJoin(", ", Ordered(options).Select(option => $"{option.Name} = {option.Value}")).Append(']');
    }

    private IEnumerable<ProtoOption> Ordered(List<ProtoOption> options) =>
        _isNormalized ? options.OrderBy(option => option.Name, StringComparer.Ordinal) : options;
}
