using Hops.Core.Errors;

namespace Hops.Schemas.Protobuf;

/// <summary>
/// Finds the types that fields name, among those of a file and of the files that it imports, as the compiler does: from the innermost message
/// outwards. Checks what makes a file wrong whatever it is used for: names and numbers twice, types that are not there.
/// </summary>
internal sealed class ProtoLinker
{
    /// <summary>Largest number of a field (29 bits).</summary>
    private const int NumberMax = 536_870_911;

    /// <summary>Scalar types and how they are on the wire.</summary>
    private static readonly HashSet<string> Scalars = new(StringComparer.Ordinal)
    {
        "double", "float", "int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32", "fixed64", "sfixed32", "sfixed64", "bool", "string", "bytes",
    };

    private readonly ProtoFile _file;
    private readonly Dictionary<string, ProtoType> _types;

    private ProtoLinker(ProtoFile file, IReadOnlyDictionary<string, ProtoType> imported)
    {
        _file = file;
        _types = new Dictionary<string, ProtoType>(imported, StringComparer.Ordinal);
    }

    /// <summary>True for the name of a scalar.</summary>
    public static bool IsScalar(string type) => Scalars.Contains(type);

    /// <summary>Links a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="imported">Types of the files that it imports, by their full names.</param>
    /// <returns>Its own types by their full names.</returns>
    /// <exception cref="PlatformException"><c>InvalidSchema</c>.</exception>
    public static IReadOnlyDictionary<string, ProtoType> Link(ProtoFile file, IReadOnlyDictionary<string, ProtoType> imported)
    {
        if (file.Syntax is not ("proto2" or "proto3") && !int.TryParse(file.Syntax, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out _))
            throw Invalid(file.Package, $"'{file.Syntax}' is no version of Protobuf: it is proto2, proto3 or an edition such as 2023");
        var linker = new ProtoLinker(file, imported);
        var own = new Dictionary<string, ProtoType>(StringComparer.Ordinal);
        foreach (var message in file.Messages)
            linker.Declare(message, own);
        foreach (var type in file.Enums)
            linker.Declare(type, own);
        foreach (var extend in file.Extends)
            linker.Declare(extend, own);
        foreach (var message in file.Messages)
            linker.Link(message);
        foreach (var extend in file.Extends)
            linker.Link(extend, file.Package);
        foreach (var method in file.Services.SelectMany(service => service.Methods))
        {
            _ = linker.Find(method.Input, file.Package);
            _ = linker.Find(method.Output, file.Package);
        }

        return own;
    }

    private void Declare(ProtoType type, Dictionary<string, ProtoType> own)
    {
        if (IsScalar(type.Name))
            throw Invalid(type.FullName, "it is the name of a scalar type");
        if (!_types.TryAdd(type.FullName, type))
            throw Invalid(type.FullName, "it is defined already");
        own.Add(type.FullName, type);
        if (own.Count > ProtobufLimits.TypesMax)
            throw ProtoParser.TooManyTypes();
        if (type is ProtoEnum values)
            CheckEnum(values);
        if (type is not ProtoMessage message)
            return;
        message.File = _file;
        foreach (var inner in message.Messages)
            Declare(inner, own);
        foreach (var inner in message.Enums)
            Declare(inner, own);
        foreach (var extend in message.Extends)
            Declare(extend, own);
    }

    private void Declare(ProtoExtend extend, Dictionary<string, ProtoType> own)
    {
        foreach (var group in extend.Messages)
            Declare(group, own);
    }

    private void Link(ProtoMessage message)
    {
        var (names, numbers) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<int>());
        foreach (var field in message.Fields)
        {
            if (!names.Add(field.Name))
                throw Invalid(message.FullName, $"it has a field '{field.Name}' already");
            if (!numbers.Add(field.Number))
                throw Invalid(message.FullName, $"its field '{field.Name}' has the number {field.Number} of another");
            LinkField(field, message.FullName);
            if (field.KeyTypeName is { } key && (!IsScalar(key) || key is "double" or "float" or "bytes"))
                throw Invalid(message.FullName, $"keys of the map '{field.Name}' cannot be of type '{key}'");
        }

        foreach (var oneOf in message.OneOfs)
        {
            if (!names.Add(oneOf.Name))
                throw Invalid(message.FullName, $"it has a field or oneof '{oneOf.Name}' already");
        }

        foreach (var inner in message.Messages)
            Link(inner);
        foreach (var extend in message.Extends)
            Link(extend, message.FullName);
    }

    private void Link(ProtoExtend extend, string scope)
    {
        _ = Find(extend.TypeName, scope);
        foreach (var field in extend.Fields)
            LinkField(field, scope);
        foreach (var group in extend.Messages)
            Link(group);
    }

    private void LinkField(ProtoField field, string scope)
    {
        if (field.Number is < 1 or > NumberMax or (>= 19_000 and <= 19_999))
            throw Invalid(scope, $"its field '{field.Name}' cannot have the number {field.Number}");
        if (_file.IsProto3 && (field.Label == ProtoLabel.Required || field.IsGroup))
            throw Invalid(scope, $"its field '{field.Name}' is required or a group, which proto3 does not know");
        if (!_file.IsProto3 && _file.Syntax == "proto2" && field is { Label: ProtoLabel.None, IsMap: false, OneOf: null })
            throw Invalid(scope, $"its field '{field.Name}' has no label: in proto2 it is optional, required or repeated");
        if (!IsScalar(field.TypeName))
            field.Type = Find(field.TypeName, scope);
    }

    private static void CheckEnum(ProtoEnum type)
    {
        if (type.Values.Count == 0)
            throw Invalid(type.FullName, "an enum has at least one value");
        var names = new HashSet<string>(StringComparer.Ordinal);
        var numbers = new HashSet<int>();
        var mayAlias = type.Options.Any(option => option is { Name: "allow_alias", Value: "true" });
        foreach (var value in type.Values)
        {
            if (!names.Add(value.Name))
                throw Invalid(type.FullName, $"it has a value '{value.Name}' already");
            if (!numbers.Add(value.Number) && !mayAlias)
                throw Invalid(type.FullName, $"its value '{value.Name}' has the number {value.Number} of another");
        }
    }

    /// <summary>A type by its name as it was written, seen from a scope.</summary>
    private ProtoType Find(string name, string scope)
    {
        if (name[0] == '.')
            return _types.GetValueOrDefault(name[1..]) ?? throw Missing(name, scope);
        while (true)
        {
            if (_types.TryGetValue(scope.Length == 0 ? name : $"{scope}.{name}", out var type))
                return type;
            if (scope.Length == 0)
                throw Missing(name, scope);
            scope = scope.LastIndexOf('.') is var dot and >= 0 ? scope[..dot] : "";
        }
    }

    private static PlatformException Missing(string name, string scope) =>
        Invalid(scope, $"there is no type '{name}' here, nor in the files that it imports");

    private static PlatformException Invalid(string name, string reason) =>
        new PlatformException(ErrorCode.InvalidSchema, $"Invalid schema at '{(name.Length <= 80 ? name : name[..80] + "...")}': {reason}.");
}
