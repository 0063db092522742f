using System.ComponentModel.DataAnnotations;

namespace Hops.Schemas.Registry;

/// <summary>Limits of the registry for each project, so that none can fill the database of all.</summary>
public sealed record RegistryLimits
{
    /// <summary>Most subjects, 1 to 10,000: one scan lists them all.</summary>
    [Range(1, 10_000)]
    public int SubjectsMax { get; init; } = 10_000;

    /// <summary>Most versions of a subject, soft deleted ones included, 1 to 10,000: a transitive check reads them all.</summary>
    [Range(1, 10_000)]
    public int VersionsMax { get; init; } = 1_000;

    /// <summary>Most bytes of all schema texts together.</summary>
    [Range(1L, 1L << 36)]
    public long SchemaBytesMax { get; init; } = 64L << 20;

    /// <summary>Most schemas that a schema refers to, directly and indirectly.</summary>
    [Range(0, 10_000)]
    public int ReferencesMax { get; init; } = 100;

    /// <summary>Most characters in the name of a subject.</summary>
    [Range(1, 1_000)]
    public int SubjectLengthMax { get; init; } = 255;
}
