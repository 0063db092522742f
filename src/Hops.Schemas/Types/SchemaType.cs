namespace Hops.Schemas.Types;

/// <summary>In which language a schema is written.</summary>
public enum SchemaType
{
    /// <summary>Apache Avro.</summary>
    Avro,

    /// <summary>JSON Schema, drafts 4 to 2020-12.</summary>
    Json,

    /// <summary>Protocol Buffers: a file of definitions.</summary>
    Protobuf,
}
