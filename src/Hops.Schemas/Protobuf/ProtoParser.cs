using System.Globalization;
using Hops.Core.Errors;

namespace Hops.Schemas.Protobuf;

/// <summary>
/// Reads a Protobuf text (proto2, proto3, editions) into its definitions. Types are names still: <see cref="ProtoLinker"/> finds them.
/// </summary>
internal sealed class ProtoParser
{
    private readonly ProtoLexer _lexer;
    private readonly ProtoFile _file = new();
    private ProtoToken _token;
    private int _typeCount;
    private int _depth;

    private ProtoParser(string text)
    {
        _lexer = new ProtoLexer(text);
        _token = _lexer.Next();
    }

    /// <exception cref="PlatformException"><c>InvalidSchema</c> with the facts <c>line</c> and <c>column</c>; <c>TooLarge</c>.</exception>
    public static ProtoFile Parse(string text) => new ProtoParser(text).File();

    internal static PlatformException Invalid(int line, int column, string reason) =>
        new PlatformException(ErrorCode.InvalidSchema, string.Create(CultureInfo.InvariantCulture, $"Invalid schema at line {line}, column {column}: {reason}."))
            .With("line", line).With("column", column);

    internal static PlatformException TooManyTypes() =>
        new PlatformException(ErrorCode.TooLarge, $"The schema has more than {ProtobufLimits.TypesMax} messages and enums; split it.").With("limit", ProtobufLimits.TypesMax);

    private ProtoFile File()
    {
        while (_token.Kind != ProtoTokenKind.End)
        {
            if (Takes(";"))
                continue;
            var keyword = Name("a definition");
            switch (keyword)
            {
                case "syntax" or "edition":
                    Expect("=");
                    _file.Syntax = TextValue();
                    Expect(";");
                    break;
                case "package":
                    _file.Package = Name("the name of a package");
                    Expect(";");
                    break;
                case "import":
                    var modifier = _token.Text is "public" or "weak" ? Name("") : "";
                    _file.Imports.Add(new ProtoImport(TextValue(), modifier));
                    Expect(";");
                    break;
                case "option":
                    _file.Options.Add(Statement());
                    break;
                case "message":
                    _file.Messages.Add(Message("", _file.Package));
                    break;
                case "enum":
                    _file.Enums.Add(Enum("", _file.Package));
                    break;
                case "service":
                    _file.Services.Add(Service());
                    break;
                case "extend":
                    _file.Extends.Add(Extend("", _file.Package));
                    break;
                default:
                    throw Unexpected($"'{Shown(keyword)}' begins no definition");
            }
        }

        return _file;
    }

    private ProtoMessage Message(string around, string package) => Body(Named("the name of a message"), around, package);

    private ProtoMessage Body(string name, string around, string package)
    {
        if (++_depth > ProtobufLimits.DepthMax)
            throw Unexpected($"messages lie more than {ProtobufLimits.DepthMax} deep inside one another");
        var message = new ProtoMessage { Name = name, LocalName = Join(around, name), FullName = Full(package, Join(around, name)) };
        Expect("{");
        while (!Takes("}"))
            Member(message, package);
        _depth--;
        return message;
    }

    private void Member(ProtoMessage message, string package)
    {
        if (Takes(";"))
            return;
        var keyword = _token.Text;
        switch (keyword)
        {
            case "message":
                Advance();
                message.Messages.Add(Message(message.LocalName, package));
                return;
            case "enum":
                Advance();
                message.Enums.Add(Enum(message.LocalName, package));
                return;
            case "extend":
                Advance();
                message.Extends.Add(Extend(message.LocalName, package));
                return;
            case "oneof":
                Advance();
                OneOf(message, package);
                return;
            case "option":
                Advance();
                message.Options.Add(Statement());
                return;
            case "reserved":
                Advance();
                message.Reserved.Add(Words());
                return;
            case "extensions":
                Advance();
                message.Extensions.Add(Words());
                return;
            default:
                message.Fields.Add(Field(message.Messages, message.LocalName, package, null));
                return;
        }
    }

    private void OneOf(ProtoMessage message, string package)
    {
        var oneOf = new ProtoOneOf(Named("the name of a oneof"));
        message.OneOfs.Add(oneOf);
        Expect("{");
        while (!Takes("}"))
        {
            if (Takes(";"))
                continue;
            if (_token.Text == "option")
            {
                Advance();
                oneOf.Options.Add(Statement());
                continue;
            }

            message.Fields.Add(Field(message.Messages, message.LocalName, package, oneOf));
        }
    }

    private ProtoField Field(List<ProtoMessage> groups, string around, string package, ProtoOneOf? oneOf)
    {
        var label = oneOf is not null ? ProtoLabel.None : _token.Text switch
        {
            "optional" => ProtoLabel.Optional,
            "required" => ProtoLabel.Required,
            "repeated" => ProtoLabel.Repeated,
            _ => ProtoLabel.None,
        };
        if (label != ProtoLabel.None)
            Advance();
        var type = Name("the type of a field");
        string? keyType = null;
        if (type == "map" && Takes("<"))
        {
            keyType = Name("the type of keys");
            Expect(",");
            type = Name("the type of values");
            Expect(">");
        }

        var isGroup = type == "group";
        var name = Named("the name of a field");
        Expect("=");
        var field = new ProtoField
        {
            Name = isGroup ? name.ToLowerInvariant() : name,
            Number = Integer(),
            Label = label,
            TypeName = isGroup ? name : type,
            KeyTypeName = keyType,
            OneOf = oneOf,
            IsGroup = isGroup,
        };
        List(field.Options);
        if (isGroup)
            groups.Add(Body(name, around, package));
        else
            Expect(";");
        return field;
    }

    private ProtoEnum Enum(string around, string package)
    {
        var name = Named("the name of an enum");
        var type = new ProtoEnum { Name = name, LocalName = Join(around, name), FullName = Full(package, Join(around, name)) };
        Expect("{");
        while (!Takes("}"))
        {
            if (Takes(";"))
                continue;
            var first = Name("the name of a value");
            if (first == "option" && _token.Text != "=")
            {
                type.Options.Add(Statement());
            }
            else if (first == "reserved" && _token.Text != "=")
            {
                type.Reserved.Add(Words());
            }
            else
            {
                Expect("=");
                var value = new ProtoEnumValue(first, Integer());
                List(value.Options);
                Expect(";");
                type.Values.Add(value);
            }
        }

        return type;
    }

    private ProtoExtend Extend(string around, string package)
    {
        var extend = new ProtoExtend(Name("the name of a message"));
        Expect("{");
        while (!Takes("}"))
        {
            if (!Takes(";"))
                extend.Fields.Add(Field(extend.Messages, around, package, null));
        }

        return extend;
    }

    private ProtoService Service()
    {
        var service = new ProtoService(Named("the name of a service"));
        Expect("{");
        while (!Takes("}"))
        {
            if (Takes(";"))
                continue;
            if (Name("a method") is var keyword && keyword == "option")
                service.Options.Add(Statement());
            else if (keyword == "rpc")
                service.Methods.Add(Method());
            else
                throw Unexpected("'rpc' or 'option' is expected here");
        }

        return service;
    }

    private ProtoMethod Method()
    {
        var name = Named("the name of a method");
        var (isInputStream, input) = Message();
        if (Name("'returns'") != "returns")
            throw Unexpected("'returns' is expected here");
        var (isOutputStream, output) = Message();
        var method = new ProtoMethod(name, input, isInputStream, output, isOutputStream);
        if (Takes(";"))
            return method;
        Expect("{");
        while (!Takes("}"))
        {
            if (Takes(";"))
                continue;
            if (Name("an option") != "option")
                throw Unexpected("'option' is expected here");
            method.Options.Add(Statement());
        }

        return method;

        (bool IsStream, string Type) Message()
        {
            Expect("(");
            var type = Name("the name of a message");
            var isStream = type == "stream" && _token.Text != ")";
            if (isStream)
                type = Name("the name of a message");
            Expect(")");
            return (isStream, type);
        }
    }

    /// <summary>An option after its keyword, with its semicolon.</summary>
    private ProtoOption Statement()
    {
        var option = Option();
        Expect(";");
        return option;
    }

    /// <summary>Options in brackets, if there are any.</summary>
    private void List(List<ProtoOption> options)
    {
        if (!Takes("["))
            return;
        do
            options.Add(Option());
        while (Takes(","));
        Expect("]");
    }

    private ProtoOption Option()
    {
        var name = "";
        while (_token.Text != "=")
        {
            if (_token.Kind is ProtoTokenKind.End or ProtoTokenKind.Number or ProtoTokenKind.Text || _token.Text is ";" or "{" or "}" || name.Length > ProtobufLimits.NameLengthMax)
                throw Unexpected("the name of an option is expected here, and '='");
            name += Advance();
        }

        Expect("=");
        return new ProtoOption(name, Value());
    }

    /// <summary>A value of an option: one token with a sign, texts that follow one another, or a message in braces.</summary>
    private string Value()
    {
        var words = new List<string>();
        if (_token.Text is "-" or "+")
            words.Add(Advance());
        if (_token.Text == "{")
        {
            var depth = 0;
            do
            {
                if (_token.Kind == ProtoTokenKind.End)
                    throw Unexpected("the value of the option does not end");
                if (_token.Text is "{" or "[" or "<" && ++depth > ProtobufLimits.DepthMax)
                    throw Unexpected($"values lie more than {ProtobufLimits.DepthMax} deep inside one another");
                if (_token.Text is "}" or "]" or ">")
                    depth--;
                words.Add(Advance());
            }
            while (depth > 0);
            return string.Join(' ', words);
        }

        if (_token.Kind is ProtoTokenKind.Symbol or ProtoTokenKind.End)
            throw Unexpected("the value of an option is expected here");
        var isText = _token.Kind == ProtoTokenKind.Text;
        words.Add(Advance());
        while (isText && _token.Kind == ProtoTokenKind.Text)
            words.Add(Advance());
        return words[0] is "-" or "+" ? string.Concat(words) : string.Join(' ', words);
    }

    /// <summary>Words up to a semicolon, as one text.</summary>
    private string Words()
    {
        var words = new System.Text.StringBuilder();
        while (!Takes(";"))
        {
            if (_token.Kind == ProtoTokenKind.End || _token.Text is "{" or "}")
                throw Unexpected("';' is expected here");
            if (words.Length > 0 && _token.Text is not "," && words[^1] is not '-')
                words.Append(' ');
            words.Append(Advance());
        }

        return words.ToString();
    }

    private string TextValue()
    {
        if (_token.Kind != ProtoTokenKind.Text)
            throw Unexpected("a text in quotes is expected here");
        return ProtoText.Unquote(Advance());
    }

    private int Integer()
    {
        var sign = Takes("-") ? -1 : 1;
        var token = _token;
        var text = token.Kind == ProtoTokenKind.Number ? Advance() : throw Unexpected("a whole number is expected here");
        long number;
        var isNumber = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        if (isNumber && text.Length > 1 && text[0] == '0' && text.All(digit => digit is >= '0' and <= '7') && text.Length <= 12)
            number = Convert.ToInt64(text, 8);
        number *= sign;
        return isNumber && number is >= int.MinValue and <= int.MaxValue
            ? (int)number
            : throw Invalid(token.Line, token.Column, $"'{Shown(text)}' is no whole number of 32 bits");
    }

    /// <summary>A name that is being defined.</summary>
    private string Named(string what)
    {
        var token = _token;
        var name = Name(what);
        if (what.EndsWith("message", StringComparison.Ordinal) || what.EndsWith("enum", StringComparison.Ordinal))
        {
            if (++_typeCount > ProtobufLimits.TypesMax)
                throw TooManyTypes();
        }

        return name.Contains('.', StringComparison.Ordinal)
            ? throw Invalid(token.Line, token.Column, $"'{Shown(name)}' is no name: it has a dot")
            : name;
    }

    private string Name(string what) =>
        _token.Kind == ProtoTokenKind.Name && _token.Text.Length <= ProtobufLimits.NameLengthMax ? Advance() : throw Unexpected($"{what} is expected here");

    private bool Takes(string symbol)
    {
        if (_token.Kind != ProtoTokenKind.Symbol || _token.Text != symbol)
            return false;
        Advance();
        return true;
    }

    private void Expect(string symbol)
    {
        if (!Takes(symbol))
            throw Unexpected($"'{symbol}' is expected here");
    }

    private string Advance()
    {
        var text = _token.Text;
        _token = _lexer.Next();
        return text;
    }

    private PlatformException Unexpected(string reason) =>
        Invalid(_token.Line, _token.Column, _token.Kind == ProtoTokenKind.End ? $"{reason}, and the text ends" : $"{reason}, not '{Shown(_token.Text)}'");

    private static string Shown(string text) => text.Length <= 80 ? text : string.Concat(text.AsSpan(0, 80), "...");

    private static string Join(string around, string name) => around.Length == 0 ? name : around + "." + name;

    private static string Full(string package, string local)
    {
        var full = package.Length == 0 ? local : package + "." + local;
        return full.Length <= ProtobufLimits.NameLengthMax
            ? full
            : throw new PlatformException(ErrorCode.InvalidSchema, $"Invalid schema: the name '{Shown(full)}' has more than {ProtobufLimits.NameLengthMax} characters with its package.");
    }
}
