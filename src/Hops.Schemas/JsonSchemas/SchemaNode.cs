using System.Text.Json;

namespace Hops.Schemas.JsonSchemas;

/// <summary>
/// One thing that a JSON Schema demands of a value. A schema object that demands several is a <see cref="CombinedNode"/> of them, so that
/// each node is of one kind, and two of them can be compared.
/// </summary>
/// <param name="element">The schema object, or boolean, that it was made of.</param>
internal abstract class SchemaNode(JsonElement element)
{
    /// <summary>The schema object that it was made of.</summary>
    public JsonElement Element { get; } = element;

    /// <summary>True if it names a value that stands for an absent one.</summary>
    public bool HasDefault => Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty("default", out _);

    /// <summary>The node itself, or that to which it refers.</summary>
    public virtual SchemaNode Target => this;

    /// <summary>Text of an annotation or foreign keyword; null if there is none.</summary>
    public string? Text(string keyword) =>
        Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(keyword, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>Kinds of nodes that hold no others.</summary>
internal enum PlainKind
{
    /// <summary>Takes every value.</summary>
    Any,

    /// <summary>Takes none.</summary>
    Never,

    /// <summary>Takes <c>null</c>.</summary>
    Null,

    /// <summary>Takes true and false.</summary>
    Boolean,

    /// <summary>Takes texts.</summary>
    String,

    /// <summary>Takes numbers.</summary>
    Number,

    /// <summary>Takes the values of <c>enum</c>.</summary>
    Enum,

    /// <summary>Takes the value of <c>const</c>.</summary>
    Const,
}

/// <summary>A node that holds no others.</summary>
internal sealed class PlainNode(PlainKind kind, JsonElement element) : SchemaNode(element)
{
    private readonly Lazy<IReadOnlySet<string>> _values = new(() => kind switch
    {
        PlainKind.Enum => element.GetProperty("enum").EnumerateArray().Select(JsonText.KeyOf).ToHashSet(StringComparer.Ordinal),
        PlainKind.Const => new HashSet<string>(StringComparer.Ordinal) { JsonText.KeyOf(element.GetProperty("const")) },
        _ => new HashSet<string>(),
    });

    public PlainKind Kind { get; } = kind;

    /// <summary>True if only whole numbers are taken.</summary>
    public bool IsInteger { get; init; }

    /// <summary>Keys of the values of <c>enum</c> or <c>const</c>, by which equal ones are found.</summary>
    public IReadOnlySet<string> Values => _values.Value;

    /// <summary>Keywords of limits and their numbers, and <c>pattern</c>.</summary>
    public IReadOnlyDictionary<string, JsonElement> Limits { get; init; } = new Dictionary<string, JsonElement>();
}

/// <summary>Demands on objects.</summary>
internal sealed class ObjectNode(JsonElement element) : SchemaNode(element)
{
    public required IReadOnlyDictionary<string, SchemaNode> Properties { get; init; }

    public required IReadOnlySet<string> Required { get; init; }

    /// <summary>Regular expressions of names, as they were written, and what is demanded under such names.</summary>
    public required IReadOnlyDictionary<string, SchemaNode> Patterns { get; init; }

    /// <summary>Demand on other properties; null if none.</summary>
    public required SchemaNode? Additional { get; init; }

    /// <summary>Demand on properties that no other schema of the value looked at; null if none.</summary>
    public required SchemaNode? Unevaluated { get; init; }

    public required SchemaNode? Names { get; init; }

    /// <summary>Properties that have to be there where another is.</summary>
    public required IReadOnlyDictionary<string, IReadOnlySet<string>> RequiredWith { get; init; }

    /// <summary>Demands on the object where a property is there.</summary>
    public required IReadOnlyDictionary<string, SchemaNode> DemandedWith { get; init; }

    public required IReadOnlyDictionary<string, JsonElement> Limits { get; init; }
}

/// <summary>Demands on arrays.</summary>
internal sealed class ArrayNode(JsonElement element) : SchemaNode(element)
{
    /// <summary>Demand on each item; null if none, or if the first ones have their own.</summary>
    public required SchemaNode? Items { get; init; }

    /// <summary>Demands on the first items, one for each.</summary>
    public required IReadOnlyList<SchemaNode> First { get; init; }

    /// <summary>Demand on the items after those; null if none.</summary>
    public required SchemaNode? Additional { get; init; }

    public required SchemaNode? Unevaluated { get; init; }

    public required SchemaNode? Contains { get; init; }

    public required bool IsUnique { get; init; }

    public required IReadOnlyDictionary<string, JsonElement> Limits { get; init; }
}

/// <summary>How many of the parts of a <see cref="CombinedNode"/> a value has to fit.</summary>
internal enum Criterion
{
    All,
    Any,
    One,
}

/// <summary>Several demands on one value.</summary>
internal sealed class CombinedNode : SchemaNode
{
    private readonly Lazy<IReadOnlyList<SchemaNode>> _distinct;

    public CombinedNode(Criterion criterion, IReadOnlyList<SchemaNode> parts, JsonElement element)
        : base(element)
    {
        (Criterion, Parts) = (criterion, parts);
        _distinct = new(() => IsList ? [.. Parts.DistinctBy(part => part.Element.GetRawText(), StringComparer.Ordinal)] : Parts);
    }

    public Criterion Criterion { get; }

    public IReadOnlyList<SchemaNode> Parts { get; }

    /// <summary>True if the parts stand in a list of the text; false if they are what one schema object demands.</summary>
    public bool IsList { get; init; }

    /// <summary>The parts, of which those that were written alike count once.</summary>
    public IReadOnlyList<SchemaNode> Distinct => _distinct.Value;
}

/// <summary>What a value must not fit.</summary>
internal sealed class NotNode(SchemaNode refused, JsonElement element) : SchemaNode(element)
{
    public SchemaNode Refused { get; } = refused;
}

/// <summary>A demand that depends on another.</summary>
internal sealed class ConditionalNode(SchemaNode condition, SchemaNode? then, SchemaNode? otherwise, JsonElement element) : SchemaNode(element)
{
    public SchemaNode Condition { get; } = condition;

    public SchemaNode? Then { get; } = then;

    public SchemaNode? Otherwise { get; } = otherwise;
}

/// <summary>A reference. Its target is set when the whole text was read, and is no reference.</summary>
internal sealed class ReferenceNode(string address, SchemaPlace place, JsonElement element) : SchemaNode(element)
{
    private SchemaNode? _target;

    public string Address { get; } = address;

    public SchemaPlace Place { get; } = place;

    /// <summary>What it names, perhaps another reference.</summary>
    public SchemaNode? Named { get; set; }

    public override SchemaNode Target => _target ?? throw new System.Diagnostics.UnreachableException("a reference is followed before its text was read");

    /// <summary>True once <see cref="Target"/> is set.</summary>
    public bool IsClosed => _target is not null;

    /// <summary>True once the search for its target came by: a second time, and it goes in a circle.</summary>
    public bool IsVisited { get; set; }

    public void Close(SchemaNode target) => _target = target;
}
