namespace Hops.Schemas.Avro;

/// <summary>Values of one type by string keys.</summary>
public sealed class AvroMap : AvroSchema
{
    internal AvroMap(AvroSchema values, IReadOnlyList<AvroProperty> properties)
        : base(AvroKind.Map, null, properties) => Values = values;

    /// <summary>Type of the values.</summary>
    public AvroSchema Values { get; }
}
