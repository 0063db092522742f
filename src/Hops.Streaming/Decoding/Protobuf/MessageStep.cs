namespace Hops.Streaming.Decoding.Protobuf;

/// <summary>The fields of a message that are columns, found by their numbers.</summary>
internal sealed class MessageStep
{
    /// <summary>Numbers below this are looked up by index; texts use small ones.</summary>
    private const int NumberedMax = 256;

    private readonly FieldStep?[] _numbered = new FieldStep?[NumberedMax];
    private readonly Dictionary<int, FieldStep> _others = [];

    public MessageStep(FieldStep[] fields)
    {
        Fields = fields;
        foreach (var field in fields)
        {
            if (field.Field.Number < NumberedMax)
                _numbered[field.Field.Number] = field;
            else
                _others[field.Field.Number] = field;
        }
    }

    public FieldStep[] Fields { get; }

    /// <summary>The same with these fields alone, and what takes a value of theirs away.</summary>
    public MessageStep Only(IReadOnlySet<int> positions) => new(
        [.. Fields.Select((field, position) => positions.Contains(position) ? field : field with { IsWanted = false }).Where(field => field.IsWanted || field.OtherSlots.Length > 0)]);

    /// <summary>The field of a number; null if it is none of them.</summary>
    public FieldStep? Find(int number) => number < NumberedMax ? _numbered[number] : _others.GetValueOrDefault(number);
}
