using System.Buffers.Binary;
using System.Text;
using Hops.Kafka.Compression;

namespace Hops.Streaming.Parquet;

/// <summary>The end of a file: <c>FileMetaData</c> of parquet.thrift, its length and the magic bytes.</summary>
internal static class Footer
{
    private const int Optional = 1;
    private const int Uncompressed = 0;
    private const int Snappy = 1;

    private static readonly byte[] Creator = Encoding.UTF8.GetBytes($"Hops.NET version {typeof(Footer).Assembly.GetName().Version?.ToString(3)}");

    /// <summary>First and last bytes of a file.</summary>
    public static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <summary>Writes it.</summary>
    /// <param name="output">Gets the bytes.</param>
    /// <param name="columns">Columns of the file.</param>
    /// <param name="groups">Its row groups in the order of their offsets.</param>
    public static void Write(ByteBuffer output, IReadOnlyList<ParquetColumn> columns, IReadOnlyList<RowGroupFacts> groups)
    {
        var start = output.LengthBytes;
        var names = columns.Select(column => Encoding.UTF8.GetBytes(column.Name)).ToArray();
        var footer = new CompactWriter(output);
        footer.Int32(1, 1);
        WriteSchema(footer, columns, names);
        footer.Int64(3, groups.Sum(group => (long)group.RowCount));
        footer.Structs(4, groups.Count);
        foreach (var group in groups)
            WriteGroup(footer, group, columns, names);
        footer.Binary(6, Creator);
        footer.Structs(7, columns.Count);
        foreach (var _ in columns)
        {
            // The order of the type.
            footer.BeginItem();
            footer.Empty(1);
            footer.EndStruct();
        }

        footer.End();
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(sizeof(int)), output.LengthBytes - start);
        output.Advance(sizeof(int));
        output.Write(Magic);
    }

    private static void WriteSchema(CompactWriter footer, IReadOnlyList<ParquetColumn> columns, byte[][] names)
    {
        footer.Structs(2, columns.Count + 1);
        footer.BeginItem();
        footer.Int32(3, 0);
        footer.Binary(4, "schema"u8);
        footer.Int32(5, columns.Count);
        footer.EndStruct();
        for (var index = 0; index < columns.Count; index++)
        {
            var column = columns[index];
            footer.BeginItem();
            footer.Int32(1, (int)column.Physical);
            footer.Int32(3, Optional);
            footer.Binary(4, names[index]);
            if (column.Converted is { } converted)
                footer.Int32(6, converted);
            if (column.IsDecimal)
            {
                footer.Int32(7, column.Type.Scale);
                footer.Int32(8, column.Type.Width);
            }

            if (column.IsDecimal || column.IsInstant is not null)
                WriteLogicalType(footer, column);
            footer.EndStruct();
        }
    }

    private static void WriteLogicalType(CompactWriter footer, ParquetColumn column)
    {
        footer.BeginStruct(10);
        if (column.IsInstant is { } isInstant)
        {
            footer.BeginStruct(8);
            footer.Bool(1, isInstant);
            // Microseconds.
            footer.BeginStruct(2);
            footer.Empty(2);
            footer.EndStruct();
        }
        else
        {
            footer.BeginStruct(5);
            footer.Int32(1, column.Type.Scale);
            footer.Int32(2, column.Type.Width);
        }

        footer.EndStruct();
        footer.EndStruct();
    }

    private static void WriteGroup(CompactWriter footer, RowGroupFacts group, IReadOnlyList<ParquetColumn> columns, byte[][] names)
    {
        footer.BeginItem();
        footer.Structs(1, group.Chunks.Count);
        for (var index = 0; index < group.Chunks.Count; index++)
        {
            var (facts, offset) = group.Chunks[index];
            footer.BeginItem();
            footer.Int64(2, 0);
            footer.BeginStruct(3);
            footer.Int32(1, (int)columns[index].Physical);
            WriteChunk(footer, facts, offset, names[index], group.RowCount);
            footer.EndStruct();
            footer.EndStruct();
        }

        footer.Int64(2, group.Chunks.Sum(chunk => chunk.Facts.UncompressedBytes));
        footer.Int64(3, group.RowCount);
        footer.Int64(5, group.Offset);
        footer.Int64(6, group.End - group.Offset);
        footer.EndStruct();
    }

    private static void WriteChunk(CompactWriter footer, in ChunkFacts facts, long offset, byte[] name, int rowCount)
    {
        footer.Int32s(2, (facts.HasDictionary, facts.HasPlain) switch
        {
            (true, true) => [Encodings.Plain, Encodings.Rle, Encodings.RleDictionary],
            (true, false) => [Encodings.Rle, Encodings.RleDictionary],
            _ => [Encodings.Plain, Encodings.Rle],
        });
        footer.Binaries(3, name);
        footer.Int32(4, facts.IsCompressed ? Snappy : Uncompressed);
        footer.Int64(5, rowCount);
        footer.Int64(6, facts.UncompressedBytes);
        footer.Int64(7, facts.CompressedBytes);
        footer.Int64(9, offset + facts.DictionaryPageBytes);
        if (facts.HasDictionary)
            footer.Int64(11, offset);
        footer.BeginStruct(12);
        footer.Int64(3, facts.NullCount);
        if (facts is { Least: { } least, Greatest: { } greatest })
        {
            footer.Binary(5, greatest);
            footer.Binary(6, least);
            footer.Bool(7, true);
            footer.Bool(8, true);
        }

        footer.EndStruct();
    }
}
