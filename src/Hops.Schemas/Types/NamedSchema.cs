namespace Hops.Schemas.Types;

/// <summary>A schema to which another refers.</summary>
/// <param name="Name">How the other names it: the full name of a type in Avro, the address of a document in JSON Schema, the file that is imported in Protobuf.</param>
/// <param name="Schema">The schema.</param>
public sealed record NamedSchema(string Name, TypedSchema Schema);
