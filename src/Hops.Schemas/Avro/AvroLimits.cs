namespace Hops.Schemas.Avro;

/// <summary>Limits on a schema text, so that a hostile one costs bounded time and memory.</summary>
public static class AvroLimits
{
    /// <summary>Most bytes of UTF-8 in a schema text.</summary>
    public const int TextLengthBytesMax = 256 * 1024;

    /// <summary>Most types inside one another in a text, and most values inside one another in data.</summary>
    public const int DepthMax = 64;

    /// <summary>Most JSON values inside one another in a text: a record takes three of them.</summary>
    public const int JsonDepthMax = 256;

    /// <summary>Most named types that a text defines, those of its references included.</summary>
    public const int NamesMax = 1_000;

    /// <summary>Most characters in a full name.</summary>
    public const int NameLengthMax = 1_024;

    /// <summary>Most values looked at while the defaults of a text are checked: defaults of nested records can multiply.</summary>
    public const int DefaultValuesMax = 100_000;
}
