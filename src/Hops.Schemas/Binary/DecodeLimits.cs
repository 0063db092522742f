namespace Hops.Schemas.Binary;

/// <summary>Limits on what one record may become: items of zero bytes and defaults cost nothing on the wire.</summary>
internal static class DecodeLimits
{
    /// <summary>Most values in a record.</summary>
    public const int ValuesMax = 1_000_000;

    /// <summary>Most values inside one another.</summary>
    public const int DepthMax = 64;

    /// <summary>Most bytes of JSON of a record.</summary>
    public const int JsonLengthBytesMax = 64 << 20;
}
