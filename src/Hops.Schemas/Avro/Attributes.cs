using System.Text.Json;

namespace Hops.Schemas.Avro;

/// <summary>Reads the attributes of one object of a schema text and names the offending one when it is missing or of the wrong type.</summary>
internal readonly struct Attributes
{
    private static readonly HashSet<string> TypeAttributes = new(StringComparer.Ordinal)
    {
        "type", "name", "namespace", "doc", "aliases", "fields", "items", "size", "symbols", "values",
    };

    private static readonly HashSet<string> FieldAttributes = new(StringComparer.Ordinal)
    {
        "type", "name", "doc", "aliases", "default", "order",
    };

    private readonly JsonElement _element;

    public Attributes(JsonElement element, Place place)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw AvroParser.Invalid(place.Pointer, "an object is expected here");
        (_element, Place) = (element, place);
    }

    public Place Place { get; }

    public bool TryGet(string name, out JsonElement value) => _element.TryGetProperty(name, out value);

    public JsonElement Required(string name) =>
        TryGet(name, out var value) ? value : throw AvroParser.Invalid(Place.Pointer, $"the attribute '{name}' is missing");

    public string RequiredText(string name) => Text(name, Required(name));

    public string? OptionalText(string name) => TryGet(name, out var value) ? Text(name, value) : null;

    /// <summary>An array of texts; empty if the attribute is absent.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        if (!TryGet(name, out var value))
            return [];
        if (value.ValueKind != JsonValueKind.Array)
            throw AvroParser.Invalid(Place.Member(name).Pointer, "an array of texts is expected here");
        var texts = new List<string>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String)
                throw AvroParser.Invalid(Place.Member(name).Index(texts.Count).Pointer, "a text is expected here");
            texts.Add(item.GetString()!);
        }
        return texts;
    }

    /// <summary>Name, documentation and aliases of a named type; the name itself is checked where it is defined.</summary>
    public AvroDeclaration Declaration()
    {
        var space = OptionalText("namespace") ?? Place.Space;
        var name = AvroName.Of(RequiredText("name"), space);
        var texts = Texts("aliases");
        var aliases = new List<AvroName>(texts.Count);
        foreach (var text in texts)
        {
            var alias = AvroName.Of(text, name.Namespace);
            if (!alias.IsValid())
                throw AvroParser.Invalid(Place.Member("aliases").Index(aliases.Count).Pointer, $"'{AvroParser.Shown(text)}' is not a name");
            aliases.Add(alias);
        }
        return new AvroDeclaration(name, OptionalText("doc"), aliases);
    }

    /// <summary>Attributes of a type that the specification gives no meaning.</summary>
    /// <param name="reserved">One more attribute that has a meaning here.</param>
    public IReadOnlyList<AvroProperty> Others(string? reserved = null) => Others(TypeAttributes, reserved);

    /// <summary>Attributes of a field that the specification gives no meaning.</summary>
    public IReadOnlyList<AvroProperty> FieldOthers() => Others(FieldAttributes, null);

    private List<AvroProperty> Others(HashSet<string> known, string? reserved)
    {
        var others = new List<AvroProperty>();
        foreach (var property in _element.EnumerateObject())
        {
            if (!known.Contains(property.Name) && property.Name != reserved)
                others.Add(new AvroProperty(property.Name, property.Value));
        }
        return others;
    }

    private string Text(string name, JsonElement value) => value.ValueKind == JsonValueKind.String
        ? value.GetString()!
        : throw AvroParser.Invalid(Place.Member(name).Pointer, "a text is expected here");
}
