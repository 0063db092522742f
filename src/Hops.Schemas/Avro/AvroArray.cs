namespace Hops.Schemas.Avro;

/// <summary>A sequence of values of one type.</summary>
public sealed class AvroArray : AvroSchema
{
    internal AvroArray(AvroSchema items, IReadOnlyList<AvroProperty> properties)
        : base(AvroKind.Array, null, properties) => Items = items;

    /// <summary>Type of the items.</summary>
    public AvroSchema Items { get; }
}
