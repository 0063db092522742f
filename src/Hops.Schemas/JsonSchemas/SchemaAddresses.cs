using System.Globalization;
using System.Text.Json;
using Hops.Schemas.Types;

namespace Hops.Schemas.JsonSchemas;

/// <summary>
/// Addresses of a text: what <c>$id</c> and <c>$anchor</c> name in it, what a JSON pointer names, and the other schemas that were named with it.
/// </summary>
internal sealed class SchemaAddresses
{
    /// <summary>Address of a text without one of its own: relative ones are meant against it.</summary>
    private static readonly Uri NoBase = new("schema:///");

    private readonly string _idKeyword;
    private readonly bool _isReferenceAlone;
    private readonly Dictionary<string, (JsonElement Element, SchemaPlace Place)> _resources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (JsonElement Element, SchemaPlace Place)> _anchors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SchemaReader> _others = new(StringComparer.Ordinal);

    public SchemaAddresses(JsonElement root, JsonDraft draft, IReadOnlyList<NamedSchema> references)
    {
        _isReferenceAlone = draft < JsonDraft.Draft201909;
        _idKeyword = draft == JsonDraft.Draft4 ? "id" : "$id";
        RootBase = BaseOf(root, NoBase);
        _resources[Key(RootBase)] = (root, new SchemaPlace("", RootBase, 0));
        Index(root, new SchemaPlace("", NoBase, 0));
        foreach (var reference in references)
        {
            var reader = ((JsonSchema)reference.Schema).Reader;
            _others.TryAdd(reference.Name.TrimEnd('#'), reader);
            _others.TryAdd(Resolve(RootBase, reference.Name), reader);
            if (reader.OwnAddress is { } own)
                _others.TryAdd(own, reader);
        }
    }

    /// <summary>Address of the text.</summary>
    public Uri RootBase { get; }

    /// <summary>The address that the text says it has; null if it says none.</summary>
    public string? OwnAddress => RootBase == NoBase ? null : Key(RootBase);

    /// <summary>The address that counts inside of a schema.</summary>
    /// <exception cref="Core.Errors.PlatformException"><c>InvalidSchema</c>: it is too long.</exception>
    public Uri BaseOf(JsonElement element, Uri around)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(_idKeyword, out var id) || id.ValueKind != JsonValueKind.String
            || id.GetString() is not { Length: > 0 } text || text[0] == '#' || !Uri.TryCreate(around, text, out var address))
            return around;
        // Before draft 2019-09 nothing beside a reference counts; the address of the whole text is kept, by which others may know it.
        if (_isReferenceAlone && around != NoBase && element.TryGetProperty("$ref", out var reference) && reference.ValueKind == JsonValueKind.String)
            return around;
        return address.OriginalString.Length <= JsonSchemaLimits.AddressLengthMax && address.AbsoluteUri.Length <= JsonSchemaLimits.AddressLengthMax
            ? address
            : throw SchemaReader.Invalid("", $"the address '{SchemaReader.Shown(text)}' has more than {JsonSchemaLimits.AddressLengthMax} characters");
    }

    /// <summary>An address without its fragment, meant against another.</summary>
    public static string Resolve(Uri around, string address) =>
        address.Length == 0 ? Key(around) : Uri.TryCreate(around, address, out var resolved) ? Key(resolved) : address;

    /// <summary>A schema of the text.</summary>
    /// <param name="resource">Address of the part that the fragment is of; null for the text itself.</param>
    /// <param name="fragment">A JSON pointer, the name of an anchor, or nothing.</param>
    public (JsonElement Element, SchemaPlace Place)? Find(string? resource, string fragment)
    {
        var address = resource ?? Key(RootBase);
        if (fragment.Length > 0 && fragment[0] != '/')
            return _anchors.TryGetValue($"{address}#{fragment}", out var anchored) ? anchored : null;
        if (!_resources.TryGetValue(address, out var part))
            return null;
        return fragment.Length == 0 ? part : Walk(part.Element, part.Place, fragment);
    }

    /// <summary>The reader of another schema, by what a reference calls it.</summary>
    public SchemaReader? FindOther(string name, string address) =>
        _others.GetValueOrDefault(name) ?? _others.GetValueOrDefault(address);

    private static string Key(Uri address)
    {
        var text = address.AbsoluteUri;
        var mark = text.IndexOf('#', StringComparison.Ordinal);
        return mark < 0 ? text : text[..mark];
    }

    /// <summary>Follows a JSON pointer; the address that counts at its end is that of the last schema with one on the way.</summary>
    private (JsonElement Element, SchemaPlace Place)? Walk(JsonElement element, SchemaPlace place, string pointer)
    {
        foreach (var encoded in pointer.Split('/').Skip(1))
        {
            var token = Uri.UnescapeDataString(encoded).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(token, out var member))
                (element, place) = (member, place.Member(token));
            else if (element.ValueKind == JsonValueKind.Array && int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < element.GetArrayLength())
                (element, place) = (element[index], place.Index(index));
            else
                return null;
            place = place with { Base = BaseOf(element, place.Base) };
        }

        return (element, place with { Depth = 0 });
    }

    /// <summary>Finds what has an address. Values that are no schemas may look like some; the first of an address counts.</summary>
    private void Index(JsonElement element, SchemaPlace place)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in element.EnumerateArray())
                Index(item, place.Index(index++));
            return;
        }

        if (element.ValueKind != JsonValueKind.Object)
            return;
        var address = BaseOf(element, place.Base);
        place = place with { Base = address };
        _resources.TryAdd(Key(address), (element, place));
        foreach (var member in element.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.String && Anchor(member.Name, member.Value.GetString()!) is { } anchor)
                _anchors.TryAdd($"{Key(address)}#{anchor}", (element, place));
            else if (member.Name is not ("enum" or "const" or "default" or "examples"))
                Index(member.Value, place.Member(member.Name));
        }
    }

    private string? Anchor(string keyword, string text) => keyword switch
    {
        "$anchor" or "$dynamicAnchor" => text,
        _ when keyword == _idKeyword && text.Length > 1 && text[0] == '#' => text[1..],
        _ => null,
    };
}
