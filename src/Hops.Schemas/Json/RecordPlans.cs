using Hops.Core.Errors;
using Hops.Schemas.Binary;
using Hops.Schemas.Types;

namespace Hops.Schemas.Json;

/// <summary>
/// Decodes values under schema headers into JSON, each by the schema that its writer named. Keeps the schemas that it was told; it looks for none itself. Bounded; for one caller at a time.
/// </summary>
public sealed class RecordPlans
{
    private const int PlansMax = 1000;
    private readonly Dictionary<int, TypedSchema?> _schemas = [];

    /// <summary>The schema that a value names and that was not told yet; null if it can be decoded, or refused, as it is.</summary>
    public int? MissingOf(ReadOnlySpan<byte> value) =>
        value.Length >= WireHeader.LengthBytes && value[0] == 0 && WireHeader.ReadId(value) is var id && !_schemas.ContainsKey(id) ? id : null;

    /// <summary>Tells of a schema.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="schema">The schema; null if there is none of the id.</param>
    public void Add(int id, TypedSchema? schema)
    {
        if (_schemas.Count == PlansMax)
            _schemas.Clear();
        _schemas[id] = schema;
    }

    /// <summary>Decodes a value into UTF-8 JSON on one line.</summary>
    /// <param name="value">The value, with its header.</param>
    /// <exception cref="PlatformException"><c>UndecodableRecord</c>; <c>TooLarge</c>.</exception>
    public byte[] Decode(ReadOnlySpan<byte> value)
    {
        var id = WireHeader.ReadId(value);
        var schema = _schemas.GetValueOrDefault(id) ?? throw new PlatformException(ErrorCode.UndecodableRecord, $"The registry has no schema {id}.");
        return schema.Decode(value[WireHeader.LengthBytes..]);
    }
}
