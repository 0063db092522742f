namespace Hops.Schemas.Protobuf;

/// <summary>Limits on a Protobuf schema, so that a hostile one costs bounded time and memory.</summary>
public static class ProtobufLimits
{
    /// <summary>Most bytes of UTF-8 in a text, and most bytes of a descriptor.</summary>
    public const int TextLengthBytesMax = 256 * 1024;

    /// <summary>Most messages inside one another, most values inside one another in an option, and most messages inside one another in data.</summary>
    public const int DepthMax = 32;

    /// <summary>Most messages and enums in a text, those inside others included.</summary>
    public const int TypesMax = 10_000;

    /// <summary>Most characters in a name with its package.</summary>
    public const int NameLengthMax = 1_024;
}
