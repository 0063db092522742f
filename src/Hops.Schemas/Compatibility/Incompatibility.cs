namespace Hops.Schemas.Compatibility;

/// <summary>One reason why a reader schema cannot read what a writer schema wrote.</summary>
/// <param name="Kind">Which rule is broken.</param>
/// <param name="Detail">What breaks it, in the words of Avro's own library, which tools show.</param>
/// <param name="Path">JSON pointer into the reader schema: <c>/fields/0/type</c>.</param>
public sealed record Incompatibility(IncompatibilityKind Kind, string Detail, string Path);

/// <summary>Which rule of schema resolution is broken.</summary>
public enum IncompatibilityKind
{
    /// <summary>Named types have different names and no alias says that they are the same.</summary>
    NameMismatch,

    /// <summary>Fixed types differ in size.</summary>
    FixedSizeMismatch,

    /// <summary>The writer's enum has symbols that the reader's lacks, and the reader's has no default.</summary>
    MissingEnumSymbols,

    /// <summary>The reader has a field without a default that the writer lacks.</summary>
    ReaderFieldMissingDefaultValue,

    /// <summary>The types differ and no promotion leads from one to the other.</summary>
    TypeMismatch,

    /// <summary>No branch of the reader's union reads a type of the writer.</summary>
    MissingUnionBranch,
}
