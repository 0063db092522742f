namespace Hops.Search;

/// <summary>Something that can be found.</summary>
public sealed record Entry
{
    /// <summary>Longest text of an entry that is indexed, in characters; what is longer is cut.</summary>
    public const int TextLengthMax = 8 * 1024;

    /// <summary>What it is.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>Project that owns it.</summary>
    public required long ProjectId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What else is found by: a description, the text of a query. At most <see cref="TextLengthMax"/> characters.</summary>
    public string Text { get; init; } = "";

    /// <summary>In what it is: the subject of a field.</summary>
    public string Place { get; init; } = "";

    /// <summary>Number by which its owner knows it, whatever it is called and wherever it is: the inode of a file. 0 for none.</summary>
    public long Number { get; init; }

    /// <summary>The scope in which it is looked for by those to whom all of its project belongs.</summary>
    public required Scope Scope { get; init; }

    /// <summary>The scope in which others look for it; null if nobody else may.</summary>
    public Scope? OtherScope { get; init; }
}

/// <summary>Which row an entry was made of: the same row may make many, which come and go together.</summary>
/// <param name="Source">Number of the table.</param>
/// <param name="Key">Its primary key as bytes whose order is that of the keys.</param>
public readonly record struct RowKey(int Source, byte[] Key);

/// <summary>What a row makes from now on, in place of all that it made before.</summary>
/// <param name="Row">The row.</param>
/// <param name="Entries">Its entries; none if it is gone.</param>
public readonly record struct RowEntries(RowKey Row, IReadOnlyList<Entry> Entries);
