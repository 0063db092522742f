using DuckDB.NET.Native;
using Hops.Kafka.Compression;
using Hops.Streaming.DuckDb;
using Snappier;

namespace Hops.Streaming.Parquet;

/// <summary>
/// Encodes the values of one column of a row group as they come: pages of version 1, compressed as each is full, and what the footer says of
/// them. Used again for the next row group, with its memory. One thread at a time.
/// </summary>
internal abstract unsafe class ColumnEncoder : IDisposable
{
    /// <summary>Most rows of a page; a multiple of 64.</summary>
    protected const int PageRowsMax = 8 * TableScanThread.RowsPerChunkMax;

    /// <summary>Bytes after which a page takes no more values.</summary>
    protected const int PageBytes = 1024 * 1024;

    private readonly DefinitionLevels _levels = new(PageRowsMax);
    private readonly ByteBuffer _page = new(64 * 1024);
    private readonly ByteBuffer _pages = new(64 * 1024);
    private readonly ByteBuffer _dictionaryPage = new(16);
    private readonly byte[] _dense;
    private readonly int _valueBytes;
    private ChunkFacts _facts;
    private bool? _isCompressed;

    /// <param name="valueBytes">Bytes of a value in DuckDB's vector: 1, 4, 8 or 16.</param>
    protected ColumnEncoder(int valueBytes)
    {
        _valueBytes = valueBytes;
        _dense = GC.AllocateUninitializedArray<byte>(valueBytes * TableScanThread.RowsPerChunkMax, pinned: true);
    }

    /// <summary>Bytes that the row group holds of this column so far, about.</summary>
    public int LengthBytes => _pages.LengthBytes + ValuesBytes;

    /// <summary>Bytes that the values of the page at hand take, about.</summary>
    protected abstract int ValuesBytes { get; }

    /// <summary>Adds the rows of a chunk.</summary>
    /// <param name="vector">DuckDB's vector of them.</param>
    /// <param name="count">How many, at most 2,048.</param>
    public void Add(nint vector, int count)
    {
        var data = (byte*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
        var validity = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        for (var first = 0; first < count;)
        {
            var taken = RowsOfPage(data, validity, first, count);
            if (_levels.Count + taken > PageRowsMax || ValuesBytes > PageBytes)
                ClosePage();
            var values = data + ((long)first * _valueBytes);
            var valueCount = _levels.Add(validity, first, taken);
            if (valueCount < taken)
                values = Compact(data, validity, first, taken);
            AddValues(values, valueCount);
            first += taken;
        }
    }

    /// <summary>Ends the row group.</summary>
    /// <param name="content">Gets what is to be written, which is valid until <see cref="Clear"/>.</param>
    public ChunkFacts Finish(List<ReadOnlyMemory<byte>> content)
    {
        if (_levels.Count > 0)
            ClosePage();
        if (_facts.HasDictionary)
        {
            WriteDictionary(_page, out var count);
            var compressed = Compress(_page, out var lengthBytes);
            var header = new CompactWriter(_dictionaryPage);
            WriteSizes(header, type: 2, lengthBytes, compressed.Length);
            header.BeginStruct(7);
            header.Int32(1, count);
            header.Int32(2, Encodings.Plain);
            header.EndStruct();
            header.End();
            _facts.UncompressedBytes += _dictionaryPage.LengthBytes + lengthBytes;
            _dictionaryPage.Write(compressed);
            _page.Clear();
            content.Add(_dictionaryPage.Memory);
        }

        content.Add(_pages.Memory);
        _facts.DictionaryPageBytes = _dictionaryPage.LengthBytes;
        _facts.CompressedBytes = _dictionaryPage.LengthBytes + _pages.LengthBytes;
        _facts.IsCompressed = _isCompressed ?? true;
        (_facts.Least, _facts.Greatest) = Bounds();
        return _facts;
    }

    /// <summary>Begins the next row group.</summary>
    public void Clear()
    {
        _levels.Clear();
        _page.Clear();
        _pages.Clear();
        _dictionaryPage.Clear();
        (_facts, _isCompressed) = (default, null);
        ClearValues();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _page.Dispose();
        _pages.Dispose();
        _dictionaryPage.Dispose();
        DisposeValues();
    }

    /// <summary>How many of the rows from <paramref name="first"/> on a page takes at a time, one at least.</summary>
    protected virtual int RowsOfPage(byte* data, ulong* validity, int first, int count) => count - first;

    /// <summary>Adds values, among which there is no null.</summary>
    protected abstract void AddValues(byte* values, int count);

    /// <summary>Decides how the page at hand is encoded.</summary>
    /// <param name="isFirst">True if it is the first one of the row group.</param>
    protected abstract int BeginPage(bool isFirst);

    /// <summary>Writes the values of the page at hand, and begins the next one.</summary>
    protected abstract void WriteValues(ByteBuffer page);

    /// <summary>Writes the values that the pages refer to by number.</summary>
    protected virtual void WriteDictionary(ByteBuffer page, out int count) => throw new NotSupportedException("there is no dictionary");

    /// <summary>Least and greatest value of the row group as they are written in pages, without the length; null if they are not known.</summary>
    protected abstract (byte[]? Least, byte[]? Greatest) Bounds();

    /// <summary>Forgets the values of the row group.</summary>
    protected abstract void ClearValues();

    /// <summary>Gives memory back.</summary>
    protected virtual void DisposeValues()
    {
    }

    private void ClosePage()
    {
        var (rowCount, nullCount) = (_levels.Count, _levels.Count - _levels.ValueCount);
        var encoding = BeginPage(isFirst: !_facts.HasDictionary && !_facts.HasPlain);
        _levels.Write(_page);
        WriteValues(_page);
        var compressed = Compress(_page, out var lengthBytes);
        var start = _pages.LengthBytes;
        var header = new CompactWriter(_pages);
        WriteSizes(header, type: 0, lengthBytes, compressed.Length);
        header.BeginStruct(5);
        header.Int32(1, rowCount);
        header.Int32(2, encoding);
        header.Int32(3, Encodings.Rle);
        header.Int32(4, Encodings.Rle);
        header.EndStruct();
        header.End();
        _facts.UncompressedBytes += _pages.LengthBytes - start + lengthBytes;
        _pages.Write(compressed);
        _page.Clear();
        _facts.NullCount += nullCount;
        _facts.HasDictionary |= encoding == Encodings.RleDictionary;
        _facts.HasPlain |= encoding == Encodings.Plain;
    }

    private static void WriteSizes(CompactWriter header, int type, int lengthBytes, int compressedBytes)
    {
        header.Int32(1, type);
        header.Int32(2, lengthBytes);
        header.Int32(3, compressedBytes);
    }

    /// <summary>Compresses a page behind itself, in the same buffer. Whether the pages of a row group are compressed is decided by the first one.</summary>
    private ReadOnlySpan<byte> Compress(ByteBuffer page, out int lengthBytes)
    {
        lengthBytes = page.LengthBytes;
        if (_isCompressed == false)
            return page.Span;
        var target = page.GetSpan(Snappy.GetMaxCompressedLength(lengthBytes));
        var compressedBytes = Snappy.Compress(page.Span, target);
        // Random numbers do not get smaller, and a reader has less to do then.
        _isCompressed ??= compressedBytes < lengthBytes - (lengthBytes / 8);
        return _isCompressed == true ? target[..compressedBytes] : page.Span;
    }

    /// <summary>The values of some rows without the nulls between them.</summary>
    private byte* Compact(byte* data, ulong* validity, int first, int count)
    {
        fixed (byte* dense = _dense)
        {
            switch (_valueBytes)
            {
                case 1:
                    Compact(data, validity, first, count, dense);
                    break;
                case sizeof(uint):
                    Compact((uint*)data, validity, first, count, (uint*)dense);
                    break;
                case sizeof(ulong):
                    Compact((ulong*)data, validity, first, count, (ulong*)dense);
                    break;
                default:
                    Compact((UInt128*)data, validity, first, count, (UInt128*)dense);
                    break;
            }

            // Pinned for good, where it was allocated.
            return dense;
        }
    }

    private static void Compact<T>(T* data, ulong* validity, int first, int count, T* dense)
        where T : unmanaged
    {
        for (var row = first; row < first + count; row++)
        {
            *dense = data[row];
            dense += (int)(validity[row >> 6] >> (row & 63)) & 1;
        }
    }
}

/// <summary>What the footer says of a column of a row group.</summary>
internal struct ChunkFacts
{
    public long UncompressedBytes;
    public long CompressedBytes;
    public int DictionaryPageBytes;
    public long NullCount;
    public bool HasDictionary;
    public bool HasPlain;
    public bool IsCompressed;
    public byte[]? Least;
    public byte[]? Greatest;
}
