namespace Hops.Schemas.JsonSchemas;

/// <summary>Versions of JSON Schema.</summary>
public enum JsonDraft
{
    /// <summary>Draft 4 of 2013: <c>id</c>; limits are made exclusive by a boolean.</summary>
    Draft4,

    /// <summary>Draft 6 of 2017: <c>$id</c>, <c>const</c>, <c>contains</c>, <c>propertyNames</c>.</summary>
    Draft6,

    /// <summary>Draft 7 of 2018: <c>if</c>.</summary>
    Draft7,

    /// <summary>Draft 2019-09: <c>$defs</c>, <c>$anchor</c>, keywords beside <c>$ref</c>, <c>unevaluatedProperties</c>.</summary>
    Draft201909,

    /// <summary>Draft 2020-12: <c>prefixItems</c>.</summary>
    Draft202012,
}

/// <summary>Which version a text is of.</summary>
internal static class JsonDrafts
{
    /// <summary>The version of a text that names none, or one that nobody knows, as in Confluent's registry.</summary>
    private const JsonDraft Default = JsonDraft.Draft7;

    private static readonly Dictionary<string, JsonDraft> ByAddress = new(StringComparer.Ordinal)
    {
        ["json-schema.org/draft-04/schema"] = JsonDraft.Draft4,
        ["json-schema.org/draft-06/schema"] = JsonDraft.Draft6,
        ["json-schema.org/draft-07/schema"] = JsonDraft.Draft7,
        ["json-schema.org/draft/2019-09/schema"] = JsonDraft.Draft201909,
        ["json-schema.org/draft/2020-12/schema"] = JsonDraft.Draft202012,
    };

    /// <summary>The version that <c>$schema</c> names.</summary>
    public static JsonDraft Of(string? address) => address is null ? Default : ByAddress.GetValueOrDefault(Bare(address), Default);

    /// <summary>True for the address of a schema of schemas.</summary>
    public static bool IsMeta(string address) => ByAddress.ContainsKey(Bare(address));

    private static string Bare(string address)
    {
        var start = address.IndexOf("://", StringComparison.Ordinal);
        return (start < 0 ? address : address[(start + 3)..]).TrimEnd('#');
    }
}
