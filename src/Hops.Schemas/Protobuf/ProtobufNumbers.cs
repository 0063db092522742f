namespace Hops.Schemas.Protobuf;

/// <summary>Numbers of the language.</summary>
internal static class ProtobufNumbers
{
    /// <summary>Largest number of a field (29 bits): what <c>max</c> stands for.</summary>
    public const int FieldMax = 536_870_911;
}
