using Hops.Streaming.Planning;

namespace Hops.Streaming.Decoding;

/// <summary>
/// What did not decode in one batch, each record once however often the batch is scanned. Bounded by the batch. Thread safe.
/// </summary>
internal sealed class BadRecordLog(BadRecordPolicy policy)
{
    private readonly Lock _lock = new();
    private readonly HashSet<(int Slice, int Index)> _seen = [];
    private readonly List<BadRecord> _records = [];

    /// <summary>The record that ended the batch under <see cref="BadRecordPolicy.Fail"/>; null if none did.</summary>
    public BadRecord? Failure { get; private set; }

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _seen.Count;
        }
    }

    /// <summary>The records for the dead-letter topic in order of topic, partition and offset; empty under the other policies.</summary>
    public IReadOnlyList<BadRecord> Records
    {
        get
        {
            lock (_lock)
                return [.. _records.OrderBy(record => record.Topic, StringComparer.Ordinal).ThenBy(record => record.Partition).ThenBy(record => record.Offset)];
        }
    }

    /// <summary>Notes a record.</summary>
    /// <exception cref="InvalidDataException">The policy is to fail.</exception>
    public void Add(SourceSlice slice, int sliceIndex, int recordIndex, string reason)
    {
        lock (_lock)
        {
            if (!_seen.Add((sliceIndex, recordIndex)) || policy == BadRecordPolicy.Drop)
                return;
            var record = slice.Records.Span[recordIndex];
            var bad = new BadRecord(
                slice.Topic, slice.Partition, record.Offset, record.TimestampMs, reason,
                Copy(slice, record.KeyOffset, record.KeyLengthBytes), Copy(slice, record.ValueOffset, record.ValueLengthBytes));
            if (policy == BadRecordPolicy.Fail)
            {
                Failure ??= bad;
                throw new InvalidDataException(reason);
            }
            _records.Add(bad);
        }
    }

    private static byte[]? Copy(SourceSlice slice, int offset, int lengthBytes) =>
        lengthBytes < 0 ? null : slice.Buffer.Slice(offset, lengthBytes).ToArray();
}
