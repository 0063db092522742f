namespace Hops.Schemas.Avro;

/// <summary>A type without parts: <see cref="AvroKind.Null"/> to <see cref="AvroKind.String"/>.</summary>
public sealed class AvroPrimitive : AvroSchema
{
    internal AvroPrimitive(AvroKind kind, LogicalType? logicalType, IReadOnlyList<AvroProperty> properties)
        : base(kind, logicalType, properties)
    {
    }
}
