namespace Hops.Schemas.JsonSchemas;

/// <summary>What the values are that a JSON Schema takes, as far as a column has to know.</summary>
public enum JsonShapeKind
{
    /// <summary>No one kind: several, or whatever there is.</summary>
    Any,

    /// <summary>True and false.</summary>
    Boolean,

    /// <summary>Whole numbers.</summary>
    Integer,

    /// <summary>Numbers.</summary>
    Number,

    /// <summary>Texts.</summary>
    String,

    /// <summary>Texts of the format <c>date-time</c> (RFC 3339).</summary>
    DateTime,

    /// <summary>Objects with properties that are known by name.</summary>
    Object,

    /// <summary>Arrays with items of one shape.</summary>
    Array,
}
