namespace Hops.Schemas.Canonical;

/// <summary>How a schema is printed.</summary>
internal enum TextStyle
{
    /// <summary>All attributes, in the order in which Avro's Java library prints them: what a registry stores and compares.</summary>
    Plain,

    /// <summary>All attributes, full names, attributes without a meaning sorted by name: equal for texts that differ in arrangement only.</summary>
    Normalized,

    /// <summary>Parsing Canonical Form: only what decoding needs.</summary>
    Canonical,
}
