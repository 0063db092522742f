using System.Text.Json;
using Hops.Core.Errors;
using Hops.Schemas.Types;

namespace Hops.Schemas.JsonSchemas;

/// <summary>
/// Makes nodes of the schemas of one text, each once by its place, so that schemas that refer to one another become a graph. References are
/// followed after the text that holds them was read, one after the other: no chain of them is as deep as it is long.
/// </summary>
internal sealed class SchemaReader
{
    private static readonly JsonElement True = JsonSerializer.SerializeToElement(true);

    private readonly JsonElement _root;
    private readonly SchemaAddresses _addresses;
    private readonly Dictionary<string, SchemaNode> _nodes = new(StringComparer.Ordinal);
    private readonly Queue<ReferenceNode> _open = new();

    public SchemaReader(JsonElement root, IReadOnlyList<NamedSchema> references)
    {
        if (root.ValueKind is not (JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False))
            throw Invalid("", "a schema is an object, or true or false");
        _root = root;
        var address = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("$schema", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString() : null;
        Draft = JsonDrafts.Of(address);
        _addresses = new SchemaAddresses(root, Draft, references);
    }

    public JsonDraft Draft { get; }

    /// <summary>The address that the text says it has; null if it says none.</summary>
    public string? OwnAddress => _addresses.OwnAddress;

    /// <summary>The whole text as a node, with all that it refers to.</summary>
    public SchemaNode Root()
    {
        var root = Read(_root, new SchemaPlace("", _addresses.RootBase, 0));
        Follow();
        return root;
    }

    /// <summary>The node of a place of this text, named by what follows the <c>#</c> of an address; null if there is none.</summary>
    public SchemaNode? Find(string? resource, string fragment)
    {
        if (_addresses.Find(resource, fragment) is not { } found)
            return null;
        var node = Read(found.Element, found.Place);
        Follow();
        return node;
    }

    /// <summary>Reads the schema at a place.</summary>
    /// <exception cref="PlatformException"><c>InvalidSchema</c>, <c>TooLarge</c>.</exception>
    internal SchemaNode Read(JsonElement element, SchemaPlace place)
    {
        if (_nodes.TryGetValue(place.Pointer, out var known))
            return known;
        if (place.Depth > JsonSchemaLimits.DepthMax)
            throw Invalid(place.Pointer, $"schemas lie more than {JsonSchemaLimits.DepthMax} deep inside one another; define the inner ones apart and refer to them");
        if (_nodes.Count >= JsonSchemaLimits.SchemasMax)
            throw new PlatformException(ErrorCode.TooLarge, $"The text holds more than {JsonSchemaLimits.SchemasMax} schemas; split it.").With("limit", JsonSchemaLimits.SchemasMax);
        SchemaNode node = element.ValueKind switch
        {
            JsonValueKind.True => new PlainNode(PlainKind.Any, element),
            JsonValueKind.False => new PlainNode(PlainKind.Never, element),
            JsonValueKind.Object => new KeywordReader(this, element, place with { Base = _addresses.BaseOf(element, place.Base) }).Read(),
            _ => throw Invalid(place.Pointer, "a schema is an object, or true or false"),
        };
        return _nodes[place.Pointer] = node;
    }

    /// <summary>A reference, which is followed later.</summary>
    internal ReferenceNode Refer(string address, SchemaPlace place, JsonElement element)
    {
        var node = new ReferenceNode(address, place, element);
        _open.Enqueue(node);
        return node;
    }

    internal static PlatformException Invalid(string pointer, string reason) =>
        new PlatformException(ErrorCode.InvalidSchema, $"Invalid schema at {(pointer.Length == 0 ? "its root" : pointer)}: {reason}.")
            .With("pointer", pointer);

    /// <summary>Text of the caller in a message: not more of it than helps.</summary>
    internal static string Shown(string text) => text.Length <= 80 ? text : string.Concat(text.AsSpan(0, 80), "...");

    private void Follow()
    {
        var followed = new List<ReferenceNode>();
        while (_open.TryDequeue(out var reference))
        {
            reference.Named = Named(reference);
            followed.Add(reference);
        }

        foreach (var reference in followed)
            Close(reference);
    }

    /// <summary>What an address names: a place of this text, one of a schema that was named with it, or the schema of schemas, which takes all.</summary>
    private SchemaNode Named(ReferenceNode reference)
    {
        var mark = reference.Address.IndexOf('#', StringComparison.Ordinal);
        var (document, fragment) = mark < 0 ? (reference.Address, "") : (reference.Address[..mark], reference.Address[(mark + 1)..]);
        var address = SchemaAddresses.Resolve(reference.Place.Base, document);
        if (_addresses.Find(address, fragment) is { } here)
            return Read(here.Element, here.Place);
        if (_addresses.FindOther(document, address) is { } other && other.Find(null, fragment) is { } there)
            return there;
        if (document.Length > 0 && JsonDrafts.IsMeta(document))
            return new PlainNode(PlainKind.Any, True);
        throw Invalid(
            reference.Place.Pointer,
            document.Length == 0
                ? $"'{Shown(reference.Address)}' is no place of the text"
                : $"'{Shown(reference.Address)}' is not known; register it first and name it among the references, as addresses are not fetched");
    }

    /// <summary>Sets what a chain of references ends in. The nodes of other texts are closed already.</summary>
    private static void Close(ReferenceNode first)
    {
        var chain = new List<ReferenceNode>();
        SchemaNode node = first;
        while (node is ReferenceNode { IsClosed: false } reference)
        {
            if (reference.IsVisited)
                throw Invalid(reference.Place.Pointer, "the reference leads to itself and nowhere else");
            reference.IsVisited = true;
            chain.Add(reference);
            node = reference.Named!;
        }

        foreach (var reference in chain)
            reference.Close(node.Target);
    }
}
