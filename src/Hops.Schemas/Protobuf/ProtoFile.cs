namespace Hops.Schemas.Protobuf;

/// <summary>A file of Protobuf definitions.</summary>
internal sealed class ProtoFile
{
    /// <summary><c>proto2</c>, <c>proto3</c>, or an edition such as <c>2023</c>.</summary>
    public string Syntax { get; set; } = "proto2";

    /// <summary>True if fields without a label have no presence.</summary>
    public bool IsProto3 => Syntax == "proto3";

    public string Package { get; set; } = "";

    public List<ProtoImport> Imports { get; } = [];

    public List<ProtoOption> Options { get; } = [];

    public List<ProtoMessage> Messages { get; } = [];

    public List<ProtoEnum> Enums { get; } = [];

    public List<ProtoService> Services { get; } = [];

    public List<ProtoExtend> Extends { get; } = [];
}

/// <summary>An import.</summary>
/// <param name="Path">Name of the other file.</param>
/// <param name="Modifier"><c>public</c>, <c>weak</c> or nothing.</param>
internal sealed record ProtoImport(string Path, string Modifier);

/// <summary>An option.</summary>
/// <param name="Name">Its name as it was written: <c>deprecated</c>, <c>(my.option).part</c>.</param>
/// <param name="Value">Its value as tokens with single spaces between.</param>
internal sealed record ProtoOption(string Name, string Value);

/// <summary>A named type: a message or an enum.</summary>
internal abstract class ProtoType
{
    public required string Name { get; init; }

    /// <summary>The name with package and messages around, without a dot in front.</summary>
    public required string FullName { get; init; }

    /// <summary>The name within its package.</summary>
    public required string LocalName { get; init; }

    public List<ProtoOption> Options { get; } = [];

    /// <summary>Numbers and names that are not to be used, as they were written.</summary>
    public List<string> Reserved { get; } = [];
}

/// <summary>A message.</summary>
internal sealed class ProtoMessage : ProtoType
{
    private readonly Lazy<IReadOnlyDictionary<int, ProtoField>> _byNumber;
    private readonly Lazy<IReadOnlyDictionary<string, ProtoField>> _byName;

    public ProtoMessage()
    {
        _byNumber = new(() => Fields.ToDictionary(field => field.Number));
        _byName = new(() => Fields.Select(field => (field.Name, field)).Concat(Fields.Select(field => (field.JsonName, field)))
            .DistinctBy(each => each.Item1, StringComparer.Ordinal).ToDictionary(each => each.Item1, each => each.field, StringComparer.Ordinal));
    }

    /// <summary>The file that it is of. Set when all types are known.</summary>
    public ProtoFile? File { get; set; }

    public List<ProtoField> Fields { get; } = [];

    public List<ProtoOneOf> OneOfs { get; } = [];

    public List<ProtoMessage> Messages { get; } = [];

    public List<ProtoEnum> Enums { get; } = [];

    public List<ProtoExtend> Extends { get; } = [];

    /// <summary>Ranges of numbers that others may use, as they were written.</summary>
    public List<string> Extensions { get; } = [];

    /// <summary>Fields by number; asked for when all are known.</summary>
    public IReadOnlyDictionary<int, ProtoField> ByNumber => _byNumber.Value;

    /// <summary>Fields by their names and, where no field has that name, by those in JSON.</summary>
    public IReadOnlyDictionary<string, ProtoField> ByName => _byName.Value;
}

/// <summary>Fields of which a value has one.</summary>
/// <param name="Name">Its name.</param>
internal sealed record ProtoOneOf(string Name)
{
    public List<ProtoOption> Options { get; } = [];
}

/// <summary>How often a field is there.</summary>
internal enum ProtoLabel
{
    /// <summary>Nothing is said.</summary>
    None,
    Optional,
    Required,
    Repeated,
}

/// <summary>A field.</summary>
internal sealed class ProtoField
{
    public required string Name { get; init; }

    public required int Number { get; init; }

    public required ProtoLabel Label { get; init; }

    /// <summary>Its type as it was written; of the values, if it is a map.</summary>
    public required string TypeName { get; init; }

    /// <summary>Type of the keys, if it is a map; else null.</summary>
    public string? KeyTypeName { get; init; }

    /// <summary>The fields of which it is one; null if it stands alone.</summary>
    public ProtoOneOf? OneOf { get; init; }

    /// <summary>True if its message stands at it (<c>group</c>).</summary>
    public bool IsGroup { get; init; }

    public List<ProtoOption> Options { get; } = [];

    /// <summary>Its message or enum; null for a scalar. Set when all types are known.</summary>
    public ProtoType? Type { get; set; }

    /// <summary>Its name in Protobuf's JSON.</summary>
    public string JsonName => Options.Find(option => option.Name == "json_name") is { } named ? ProtoText.Unquote(named.Value) : ProtobufNames.JsonNameOf(Name);

    /// <summary>True for a map.</summary>
    public bool IsMap => KeyTypeName is not null;

    public bool IsRepeated => Label == ProtoLabel.Repeated || IsMap;
}

/// <summary>An enum.</summary>
internal sealed class ProtoEnum : ProtoType
{
    private readonly Lazy<IReadOnlyDictionary<int, ProtoEnumValue>> _byNumber;
    private readonly Lazy<IReadOnlyDictionary<string, ProtoEnumValue>> _byName;

    public ProtoEnum()
    {
        _byNumber = new(() => Values.DistinctBy(value => value.Number).ToDictionary(value => value.Number));
        _byName = new(() => Values.ToDictionary(value => value.Name, StringComparer.Ordinal));
    }

    public List<ProtoEnumValue> Values { get; } = [];

    /// <summary>Values by number, of several the first; asked for when all are known.</summary>
    public IReadOnlyDictionary<int, ProtoEnumValue> ByNumber => _byNumber.Value;

    /// <summary>Values by name.</summary>
    public IReadOnlyDictionary<string, ProtoEnumValue> ByName => _byName.Value;
}

/// <summary>A value of an enum.</summary>
internal sealed record ProtoEnumValue(string Name, int Number)
{
    public List<ProtoOption> Options { get; } = [];
}

/// <summary>Fields that are added to a message of others.</summary>
/// <param name="TypeName">The message, as it was written.</param>
internal sealed record ProtoExtend(string TypeName)
{
    public List<ProtoField> Fields { get; } = [];

    /// <summary>Messages of its groups.</summary>
    public List<ProtoMessage> Messages { get; } = [];
}

/// <summary>A service.</summary>
internal sealed record ProtoService(string Name)
{
    public List<ProtoOption> Options { get; } = [];

    public List<ProtoMethod> Methods { get; } = [];
}

/// <summary>A method of a service.</summary>
internal sealed record ProtoMethod(string Name, string Input, bool IsInputStream, string Output, bool IsOutputStream)
{
    public List<ProtoOption> Options { get; } = [];
}
