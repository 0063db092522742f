using Hops.Metadata.Tables;

namespace Hops.Benchmarks;

/// <summary>A row of the shape and size of a directory entry.</summary>
internal sealed record Entry(long ParentId, byte[] Name, long Id, long SizeBytes, string Owner)
{
    internal static readonly Table<Entry> Table = new(
        "entry",
        [
            new("parent_id", ColumnType.Int64),
            new("name", ColumnType.Bytes),
            new("id", ColumnType.Int64),
            new("size", ColumnType.Int64),
            new("owner", ColumnType.Text),
        ],
        keyLength: 2,
        partitionLength: 1,
        read => new Entry(read.Int64(), read.Bytes(), read.Int64(), read.Int64(), read.Text()),
        (row, write) =>
        {
            write.Int64(row.ParentId);
            write.Bytes(row.Name);
            write.Int64(row.Id);
            write.Int64(row.SizeBytes);
            write.Text(row.Owner);
        });

    /// <summary>The entry of a number: sixteen to a directory, names of 34 bytes (reference 02 section 13.9).</summary>
    internal static Entry Of(long number) => new(
        number / 16,
        System.Text.Encoding.ASCII.GetBytes($"part-{number:D24}.data"),
        number,
        1 << 20,
        "airports__ada");
}
