using System.Globalization;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Schemas.Json;

namespace Hops.Schemas.Avro;

/// <summary>
/// One pass over the JSON tree of a schema (Avro specification, "Schema Declaration"). Names are known from their definition on, so that
/// a record may hold itself; defaults are checked at the end, when every type is whole.
/// </summary>
internal sealed class AvroParser
{
    private readonly Dictionary<string, AvroSchema> _types = new(StringComparer.Ordinal);
    private readonly List<(AvroField Field, string Pointer)> _defaults = [];

    public AvroParser(IReadOnlyList<AvroSchema> references)
    {
        foreach (var type in NamedTypes.Of(references))
        {
            if (!_types.TryAdd(type.TypeName, type))
                throw Invalid("", $"two of the references define '{type.TypeName}'");
        }
    }

    public AvroSchema Parse(string json)
    {
        var root = JsonInput.Parse(json, AvroLimits.TextLengthBytesMax, AvroLimits.JsonDepthMax, ErrorCode.InvalidSchema);
        var schema = ParseType(root, new Place("", "", 0));
        DefaultRules.Check(_defaults);
        return schema;
    }

    private AvroSchema ParseType(JsonElement element, Place place)
    {
        if (place.Depth > AvroLimits.DepthMax)
            throw Invalid(place.Pointer, $"types lie more than {AvroLimits.DepthMax} deep inside one another; give the inner ones names");
        return element.ValueKind switch
        {
            JsonValueKind.String => Resolve(element.GetString()!, place),
            JsonValueKind.Array => ParseUnion(element, place),
            JsonValueKind.Object => ParseObject(element, place),
            _ => throw Invalid(place.Pointer, "a type is a name, an array of types or an object"),
        };
    }

    private AvroSchema Resolve(string text, Place place)
    {
        if (AvroKinds.FindPrimitive(text) is { } primitive)
            return primitive;
        if (_types.TryGetValue(AvroName.Of(text, place.Space).Full, out var type) || _types.TryGetValue(text, out type))
            return type;
        throw Invalid(place.Pointer, $"'{Shown(text)}' is neither a primitive type nor defined before this place");
    }

    private AvroUnion ParseUnion(JsonElement element, Place place)
    {
        var branches = new List<AvroSchema>(element.GetArrayLength());
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in element.EnumerateArray())
        {
            var inner = place.Index(branches.Count);
            var branch = ParseType(item, inner.Deeper());
            if (branch.Kind == AvroKind.Union)
                throw Invalid(inner.Pointer, "a union may not lie directly in a union");
            if (!seen.Add(branch.TypeName))
                throw Invalid(inner.Pointer, $"'{branch.TypeName}' is in this union already");
            branches.Add(branch);
        }
        return new AvroUnion(branches);
    }

    private AvroSchema ParseObject(JsonElement element, Place place)
    {
        var attributes = new Attributes(element, place);
        var type = attributes.RequiredText("type");
        return type switch
        {
            "record" or "error" => ParseRecord(attributes, type == "error"),
            "enum" => ParseEnum(attributes),
            "fixed" => ParseFixed(attributes),
            "array" => new AvroArray(ParseType(attributes.Required("items"), place.Member("items").Deeper()), attributes.Others()),
            "map" => new AvroMap(ParseType(attributes.Required("values"), place.Member("values").Deeper()), attributes.Others()),
            _ when AvroKinds.FindPrimitive(type) is { } primitive => Annotate(primitive, attributes.Others()),
            _ => Resolve(type, place.Member("type")),
        };
    }

    private static AvroPrimitive Annotate(AvroPrimitive primitive, IReadOnlyList<AvroProperty> properties) =>
        properties.Count == 0 ? primitive : new AvroPrimitive(primitive.Kind, LogicalTypes.Find(primitive.Kind, 0, properties), properties);

    private AvroRecord ParseRecord(Attributes attributes, bool isError)
    {
        var record = new AvroRecord(attributes.Declaration(), isError, attributes.Others());
        Define(record, attributes.Place);
        var place = attributes.Place.Member("fields").In(record.Name.Namespace).Deeper();
        var element = attributes.Required("fields");
        if (element.ValueKind != JsonValueKind.Array)
            throw Invalid(place.Pointer, "fields are an array of objects");
        var fields = new List<AvroField>(element.GetArrayLength());
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in element.EnumerateArray())
        {
            var field = ParseField(new Attributes(item, place.Index(fields.Count)), fields.Count);
            if (!names.Add(field.Name))
                throw Invalid(place.Index(fields.Count).Pointer, $"the record has a field '{field.Name}' already");
            fields.Add(field);
        }
        record.Fields = fields;
        return record;
    }

    private AvroField ParseField(Attributes attributes, int position)
    {
        var place = attributes.Place;
        var name = attributes.RequiredText("name");
        if (name.Length > AvroLimits.NameLengthMax || !AvroName.IsSimpleName(name))
            throw Invalid(place.Member("name").Pointer, $"'{Shown(name)}' is not a name: letters, digits and _, not beginning with a digit");
        var order = attributes.OptionalText("order");
        if (order is not (null or "ascending" or "descending" or "ignore"))
            throw Invalid(place.Member("order").Pointer, "order is ascending, descending or ignore");
        var hasDefault = attributes.TryGet("default", out var value);
        var field = new AvroField
        {
            Name = name,
            Position = position,
            Schema = ParseType(attributes.Required("type"), place.Member("type")),
            HasDefault = hasDefault,
            Default = value,
            Aliases = attributes.Texts("aliases"),
            Doc = attributes.OptionalText("doc"),
            Order = order == "ascending" ? null : order,
            Properties = attributes.FieldOthers(),
        };
        if (hasDefault)
            _defaults.Add((field, place.Member("default").Pointer));
        return field;
    }

    private AvroEnum ParseEnum(Attributes attributes)
    {
        var place = attributes.Place.Member("symbols");
        _ = attributes.Required("symbols");
        var symbols = attributes.Texts("symbols");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < symbols.Count; index++)
        {
            if (!AvroName.IsSimpleName(symbols[index]))
                throw Invalid(place.Index(index).Pointer, $"'{Shown(symbols[index])}' is not a symbol: letters, digits and _, not beginning with a digit");
            if (!seen.Add(symbols[index]))
                throw Invalid(place.Index(index).Pointer, $"the enum has the symbol '{symbols[index]}' already");
        }
        var defaultSymbol = attributes.OptionalText("default");
        if (defaultSymbol != null && !seen.Contains(defaultSymbol))
            throw Invalid(attributes.Place.Member("default").Pointer, $"the default '{Shown(defaultSymbol)}' is not one of the symbols");
        var type = new AvroEnum(attributes.Declaration(), symbols, defaultSymbol, attributes.Others("default"));
        Define(type, attributes.Place);
        return type;
    }

    private AvroFixed ParseFixed(Attributes attributes)
    {
        var size = attributes.Required("size");
        if (size.ValueKind != JsonValueKind.Number || !size.TryGetInt32(out var lengthBytes) || lengthBytes < 0)
            throw Invalid(attributes.Place.Member("size").Pointer, "the size of a fixed is an integer from 0 to 2^31-1");
        var properties = attributes.Others();
        var type = new AvroFixed(
            attributes.Declaration(), lengthBytes, LogicalTypes.Find(AvroKind.Fixed, lengthBytes, properties), properties);
        Define(type, attributes.Place);
        return type;
    }

    private void Define(AvroSchema type, Place place)
    {
        var name = type.Name!;
        if (!name.IsValid())
            throw Invalid(place.Member("name").Pointer, $"'{Shown(name.Full)}' is not a name: parts of letters, digits and _, joined by dots");
        if (AvroKinds.FindPrimitive(name.Simple) != null)
            throw Invalid(place.Member("name").Pointer, $"'{name.Simple}' is the name of a primitive type");
        if (!_types.TryAdd(name.Full, type))
            throw Invalid(place.Member("name").Pointer, $"'{name.Full}' is defined already");
        if (_types.Count > AvroLimits.NamesMax)
            throw new PlatformException(ErrorCode.TooLarge, $"The schema names more than {AvroLimits.NamesMax} types; split it.")
                .With("limit", AvroLimits.NamesMax);
    }

    internal static PlatformException Invalid(string pointer, string reason) =>
        new PlatformException(ErrorCode.InvalidSchema, $"Invalid schema at {(pointer.Length == 0 ? "its root" : pointer)}: {reason}.")
            .With("pointer", pointer);

    /// <summary>Text of the caller in a message: not more of it than helps.</summary>
    internal static string Shown(string text) => text.Length <= 80 ? text : string.Concat(text.AsSpan(0, 80), "...");
}

/// <summary>Where the parser is.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) of the value.</param>
/// <param name="Space">Namespace of names without a dot.</param>
/// <param name="Depth">How many types lie around it.</param>
internal readonly record struct Place(string Pointer, string Space, int Depth)
{
    public Place Member(string name) => this with { Pointer = $"{Pointer}/{name}" };

    public Place Index(int index) => this with { Pointer = string.Create(CultureInfo.InvariantCulture, $"{Pointer}/{index}") };

    public Place In(string space) => this with { Space = space };

    public Place Deeper() => this with { Depth = Depth + 1 };
}
