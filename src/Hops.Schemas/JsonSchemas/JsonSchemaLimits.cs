namespace Hops.Schemas.JsonSchemas;

/// <summary>Limits on the text of a JSON Schema, so that a hostile one costs bounded time and memory.</summary>
public static class JsonSchemaLimits
{
    /// <summary>Most bytes of UTF-8 in a text.</summary>
    public const int TextLengthBytesMax = 256 * 1024;

    /// <summary>Most schemas inside one another in a text.</summary>
    public const int DepthMax = 64;

    /// <summary>Most JSON values inside one another in a text: a schema takes two or three of them.</summary>
    public const int JsonDepthMax = 256;

    /// <summary>Most schemas in a text, those inside others included.</summary>
    public const int SchemasMax = 10_000;

    /// <summary>Most characters in the address of a schema, and in the JSON pointer to one.</summary>
    public const int AddressLengthMax = 1_024;

    /// <summary>Most characters in a regular expression.</summary>
    public const int ExpressionLengthMax = 10_000;

    /// <summary>Most characters in a regular expression that is tried on the name of a property; a longer one matches none.</summary>
    public const int PatternLengthMax = 1_000;
}
