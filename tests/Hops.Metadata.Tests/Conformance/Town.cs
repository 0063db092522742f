using Hops.Metadata.Tables;

namespace Hops.Metadata.Tests.Conformance;

/// <summary>A row with every kind of column, keyed by two columns of different types, with a unique look-up.</summary>
internal sealed record Town(long Region, string Name, long Id, long? Mayor = null, string? Motto = null, byte[]? Seal = null)
{
    internal static readonly Lookup ById = new("town_by_id", "id");

    internal static readonly Table<Town> Table = new(
        "town",
        [
            new("region", ColumnType.Int64),
            new("name", ColumnType.Text),
            new("id", ColumnType.Int64),
            new("mayor", ColumnType.Int64, IsNullable: true),
            new("motto", ColumnType.Text, IsNullable: true),
            new("seal", ColumnType.Bytes, IsNullable: true),
        ],
        keyLength: 2,
        partitionLength: 1,
        read => new Town(read.Int64(), read.Text(), read.Int64(), read.Int64OrNull(), read.TextOrNull(), read.BytesOrNull()),
        (row, write) =>
        {
            write.Int64(row.Region);
            write.Text(row.Name);
            write.Int64(row.Id);
            write.Int64(row.Mayor);
            write.Text(row.Motto);
            write.Bytes(row.Seal);
        },
        ById);

    internal Key Key => Key.Of(Region, Name);
}

/// <summary>A row whose key is bytes, all columns of it.</summary>
internal sealed record Mark(byte[] Left, byte[] Right)
{
    internal static readonly Table<Mark> Table = new(
        "mark",
        [new("left_part", ColumnType.Bytes), new("right_part", ColumnType.Bytes)],
        keyLength: 2,
        partitionLength: 1,
        read => new Mark(read.Bytes(), read.Bytes()),
        (row, write) =>
        {
            write.Bytes(row.Left);
            write.Bytes(row.Right);
        });
}

/// <summary>A counter, for tests of concurrency.</summary>
internal sealed record Tally(long Id, long Count)
{
    internal static readonly Table<Tally> Table = new(
        "tally",
        [new("id", ColumnType.Int64), new("count", ColumnType.Int64)],
        keyLength: 1,
        partitionLength: 0,
        read => new Tally(read.Int64(), read.Int64()),
        (row, write) =>
        {
            write.Int64(row.Id);
            write.Int64(row.Count);
        });
}
