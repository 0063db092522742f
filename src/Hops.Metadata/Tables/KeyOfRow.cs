namespace Hops.Metadata.Tables;

/// <summary>Takes the primary key out of a row.</summary>
internal sealed class KeyOfRow : RowWriter
{
    private readonly KeyPart[] _parts = new KeyPart[Key.PartsMax];
    private int _count;

    internal static Key Of<TRow>(Table<TRow> table, TRow row)
        where TRow : class
    {
        var taken = new KeyOfRow();
        table.Write(row, taken);
        var parts = taken._parts;
        return table.KeyLength switch
        {
            1 => Key.Of(parts[0]),
            2 => Key.Of(parts[0], parts[1]),
            3 => Key.Of(parts[0], parts[1], parts[2]),
            _ => Key.Of(parts[0], parts[1], parts[2], parts[3]),
        };
    }

    public override void Int64(long? value) => Add(value is { } some ? some : default(KeyPart));

    public override void Text(string? value) => Add(value is null ? default(KeyPart) : value);

    public override void Bytes(byte[]? value) => Add(value is null ? default(KeyPart) : value);

    private void Add(KeyPart part)
    {
        if (_count < _parts.Length)
            _parts[_count] = part;
        _count++;
    }
}
