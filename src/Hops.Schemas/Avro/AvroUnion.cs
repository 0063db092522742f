namespace Hops.Schemas.Avro;

/// <summary>A value of one of several types.</summary>
public sealed class AvroUnion : AvroSchema
{
    internal AvroUnion(IReadOnlyList<AvroSchema> branches)
        : base(AvroKind.Union, null, []) => Branches = branches;

    /// <summary>The types, by position: no union among them, no unnamed kind twice, no name twice.</summary>
    public IReadOnlyList<AvroSchema> Branches { get; }

    /// <summary>Position of the null branch, or -1.</summary>
    public int NullIndex
    {
        get
        {
            for (var index = 0; index < Branches.Count; index++)
            {
                if (Branches[index].Kind == AvroKind.Null)
                    return index;
            }
            return -1;
        }
    }
}
