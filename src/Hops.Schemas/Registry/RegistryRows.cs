using Hops.Schemas.Types;

namespace Hops.Schemas.Registry;

/// <summary>Settings and usage of a project; null settings are the defaults.</summary>
public sealed record TenantRow(long ProjectId, long SubjectCount, long SchemaBytes, string? Compatibility, string? Mode);

/// <summary>A subject. It may exist for its settings alone, without a version.</summary>
public sealed record SubjectRow(long ProjectId, string Subject)
{
    /// <summary>Highest version ever given; 0 for none.</summary>
    public int LastVersion { get; init; }

    /// <summary>Versions that are not deleted.</summary>
    public int LiveCount { get; init; }

    /// <summary>Versions that are soft deleted.</summary>
    public int DeletedCount { get; init; }

    /// <summary>Grows with each change of its versions: tells a plan that it is out of date.</summary>
    public long ChangeCount { get; init; }

    /// <summary>Compatibility level of its own, or null.</summary>
    public string? Compatibility { get; init; }

    /// <summary>Mode of its own, or null.</summary>
    public string? Mode { get; init; }
}

/// <summary>A version of a subject.</summary>
public sealed record VersionRow(long ProjectId, string Subject, int Version, int SchemaId, bool IsDeleted);

/// <summary>A use of a schema by a version of a subject.</summary>
public sealed record UseRow(long ProjectId, int SchemaId, string Subject, int Version, bool IsDeleted);

/// <summary>A schema: <paramref name="Text"/> as printed, <paramref name="References"/> as a JSON array.</summary>
public sealed record TextRow(long ProjectId, int SchemaId, byte[] Digest, string Text, string References)
{
    /// <summary>Name of the type; null for Avro, which was the only one once.</summary>
    public string? TypeName { get; init; }

    /// <summary>The type.</summary>
    public SchemaType SchemaType
    {
        get => TypeName is null ? SchemaTypes.Default : SchemaTypes.Find(TypeName) ?? throw new InvalidDataException($"The schema {SchemaId} is of type {TypeName}, which this version does not know.");
        init => TypeName = value == SchemaTypes.Default ? null : SchemaTypes.NameOf(value);
    }
}

/// <summary>A version of a subject and a schema that refers to it.</summary>
public sealed record ReferrerRow(long ProjectId, string Subject, int Version, int SchemaId);

/// <summary>The secret of <see cref="SchemaIds"/>.</summary>
/// <param name="Number">Always <see cref="Only"/>.</param>
/// <param name="Secret">32 random bytes.</param>
public sealed record IdSecretRow(long Number, byte[] Secret)
{
    /// <summary>Number of the one row.</summary>
    public const long Only = 1;
}
