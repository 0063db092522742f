using Hops.Schemas.Types;

namespace Hops.Schemas.Registry;

/// <summary>A schema as a client sends it.</summary>
/// <param name="Schema">The text.</param>
public sealed record SchemaSubmission(string Schema)
{
    /// <summary>In which language the text is written.</summary>
    public SchemaType Type { get; init; } = SchemaTypes.Default;

    /// <summary>Schemas of the same project and type that the text uses.</summary>
    public IReadOnlyList<SchemaReference> References { get; init; } = [];

    /// <summary>True to tell schemas apart by their normalized print.</summary>
    public bool Normalize { get; init; }
}

/// <summary>A reference of a schema to a version of a subject.</summary>
/// <param name="Name">How the schema names what is meant: the full name of an Avro type, the address of a JSON Schema, the file that Protobuf imports.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Version">The version; -1 for the latest, in a submission only.</param>
public sealed record SchemaReference(string Name, string Subject, int Version);

/// <summary>What a registration answers.</summary>
/// <param name="Id">Id of the schema in the project.</param>
/// <param name="Version">Its version in the subject.</param>
public sealed record RegisteredSchema(int Id, int Version);

/// <summary>A schema as the registry keeps it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">Its type.</param>
/// <param name="Schema">Its text as printed.</param>
/// <param name="References">Its references.</param>
public sealed record StoredSchema(int Id, SchemaType Type, string Schema, IReadOnlyList<SchemaReference> References);

/// <summary>A version of a subject.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Version">The version.</param>
/// <param name="Schema">Its schema.</param>
public sealed record SubjectVersion(string Subject, int Version, StoredSchema Schema);
