namespace Hops.Metadata.Tables;

/// <summary>Values of a primary key, of a leading part of one, or of a declared look-up; at most <see cref="PartsMax"/>.</summary>
public readonly struct Key
{
    /// <summary>The most columns that a key can have.</summary>
    public const int PartsMax = 4;

    private readonly KeyPart _first;
    private readonly KeyPart _second;
    private readonly KeyPart _third;
    private readonly KeyPart _fourth;

    private Key(int count, KeyPart first, KeyPart second, KeyPart third, KeyPart fourth) =>
        (Count, _first, _second, _third, _fourth) = (count, first, second, third, fourth);

    /// <summary>How many values it has.</summary>
    public int Count { get; }

    /// <summary>A value, by position.</summary>
    public KeyPart this[int index] => index switch
    {
        0 => _first,
        1 => _second,
        2 => _third,
        3 => _fourth,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    /// <summary>A key of one value.</summary>
    public static Key Of(KeyPart first) => new(1, first, default, default, default);

    /// <summary>A key of two values.</summary>
    public static Key Of(KeyPart first, KeyPart second) => new(2, first, second, default, default);

    /// <summary>A key of three values.</summary>
    public static Key Of(KeyPart first, KeyPart second, KeyPart third) => new(3, first, second, third, default);

    /// <summary>A key of four values.</summary>
    public static Key Of(KeyPart first, KeyPart second, KeyPart third, KeyPart fourth) => new(4, first, second, third, fourth);
}

/// <summary>One value of a <see cref="Key"/>: an integer, a text or bytes.</summary>
public readonly struct KeyPart
{
    private KeyPart(ColumnType type, long int64, object? reference) => (Type, Int64, Reference) = (type, int64, reference);

    /// <summary>Its type.</summary>
    public ColumnType Type { get; }

    /// <summary>The value of an integer.</summary>
    public long Int64 { get; }

    private object? Reference { get; }

    /// <summary>The value of a text.</summary>
    public string Text => (string)Reference!;

    /// <summary>The value of bytes.</summary>
    public byte[] Bytes => (byte[])Reference!;

    /// <summary>An integer.</summary>
    public static implicit operator KeyPart(long value) => new(ColumnType.Int64, value, null);

    /// <summary>A text.</summary>
    public static implicit operator KeyPart(string value) => new(ColumnType.Text, 0, value);

    /// <summary>Bytes.</summary>
    public static implicit operator KeyPart(byte[] value) => new(ColumnType.Bytes, 0, value);
}
