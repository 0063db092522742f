using Hops.Core.Errors;
using Hops.Schemas.Avro;
using Hops.Schemas.Binary;

namespace Hops.Schemas.Json;

/// <summary>
/// Decodes values under schema headers as <see cref="PlainJson"/>, each by the schema that its writer named. Keeps the plans of the schemas that it
/// was told; it looks for none itself. Bounded; for one caller at a time.
/// </summary>
public sealed class RecordPlans
{
    private const int PlansMax = 1000;
    private readonly Dictionary<int, DecodeStep?> _plans = [];

    /// <summary>The schema that a value names and that was not told yet; null if it can be decoded, or refused, as it is.</summary>
    public int? MissingOf(ReadOnlySpan<byte> value) =>
        value.Length >= WireHeader.LengthBytes && value[0] == 0 && WireHeader.ReadId(value) is var id && !_plans.ContainsKey(id) ? id : null;

    /// <summary>Tells of a schema.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="schema">The schema; null if there is none of the id.</param>
    public void Add(int id, AvroSchema? schema)
    {
        if (_plans.Count == PlansMax)
            _plans.Clear();
        _plans[id] = schema is null ? null : DecodePlan.Of(schema);
    }

    /// <summary>Decodes a value into UTF-8 JSON on one line.</summary>
    /// <param name="value">The value, with its header.</param>
    /// <exception cref="PlatformException"><c>UndecodableRecord</c>; <c>TooLarge</c>.</exception>
    public byte[] Decode(ReadOnlySpan<byte> value)
    {
        var id = WireHeader.ReadId(value);
        var plan = _plans.GetValueOrDefault(id) ?? throw new PlatformException(ErrorCode.UndecodableRecord, $"The registry has no schema {id}.");
        return PlainJson.Decode(plan, value[WireHeader.LengthBytes..]);
    }
}
