namespace Hops.Schemas.Avro;

/// <summary>A fixed number of bytes.</summary>
public sealed class AvroFixed : AvroSchema
{
    internal AvroFixed(
        AvroDeclaration declaration, int lengthBytes, LogicalType? logicalType, IReadOnlyList<AvroProperty> properties)
        : base(AvroKind.Fixed, logicalType, properties)
    {
        Declaration = declaration;
        LengthBytes = lengthBytes;
    }

    /// <inheritdoc/>
    public override AvroName Name => Declaration.Name;

    /// <summary>Namespace and name, dotted.</summary>
    public string FullName => Name.Full;

    /// <summary>Name, documentation and aliases.</summary>
    public AvroDeclaration Declaration { get; }

    /// <summary>How many bytes, 0 or more.</summary>
    public int LengthBytes { get; }
}
