using System.Buffers;
using System.Text;
using Hops.Core.Errors;
using Hops.Kafka.Records;

namespace Hops.Api.Messages;

/// <summary>Encodes typed records into one batch for each partition, and says everything that is wrong with them at once.</summary>
/// <param name="codec">What values become.</param>
/// <param name="partitionCount">Partitions of the topic.</param>
/// <param name="time">The clock: it gives the timestamps.</param>
internal sealed class TypedRecords(TypedCodec codec, int partitionCount, TimeProvider time) : IDisposable
{
    private const int FaultsMax = 20;
    private const int HeadersMax = 100;

    private readonly SortedDictionary<int, RecordBatchWriter> _batches = [];
    private readonly ArrayBufferWriter<byte> _value = new(1024);

    /// <summary>Records without key and partition go together, and those of another request elsewhere.</summary>
    private readonly int _keyless = (int)((ulong)time.GetTimestamp() % (ulong)partitionCount);

    /// <summary>Bytes of the batches.</summary>
    public long LengthBytes => _batches.Values.Sum(batch => (long)batch.LengthBytes);

    /// <summary>Takes the records.</summary>
    /// <returns>Partition of each and its number in the batch of that, in their order.</returns>
    /// <exception cref="PlatformException"><c>InvalidArgument</c> with the fact <c>faults</c>: some are not as they must be; none was taken then.</exception>
    public IReadOnlyList<(int Partition, int Index)> Add(IReadOnlyList<TypedRecord> records)
    {
        var faults = new List<RecordFault>();
        var places = new List<(int, int)>(records.Count);
        for (var index = 0; index < records.Count && faults.Count < FaultsMax; index++)
        {
            try
            {
                places.Add(Add(records[index]));
            }
            catch (PlatformException misfit) when (misfit.Code is ErrorCode.InvalidArgument or ErrorCode.TooLarge)
            {
                faults.Add(new RecordFault(index, PointerOf(misfit), misfit.Message));
            }
        }

        if (faults.Count == 0)
            return places;
        throw new PlatformException(
            ErrorCode.InvalidArgument, $"Record {faults[0].Record}: {faults[0].Message}{(faults.Count > 1 ? " There are further faults." : "")} Nothing was written.")
            .With("faults", faults);
    }

    /// <summary>The batch of each partition; valid until disposal.</summary>
    public IReadOnlyDictionary<int, RecordBatchWriter> Batches => _batches;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var batch in _batches.Values)
            batch.Dispose();
    }

    private static string PointerOf(PlatformException misfit) => misfit.Facts.TryGetValue("pointer", out var pointer)
        ? $"/value{pointer}"
        : misfit.Facts.TryGetValue("field", out var field) ? $"/{field}" : "/value";

    private (int Partition, int Index) Add(TypedRecord record)
    {
        if (record.Partition is { } wish && (wish < 0 || wish >= partitionCount))
            throw new PlatformException(ErrorCode.InvalidArgument, $"The topic has the partitions 0 to {partitionCount - 1}.").With("field", "partition");
        if (record.Headers?.Count > HeadersMax)
            throw new PlatformException(ErrorCode.InvalidArgument, $"A record has at most {HeadersMax} headers.").With("field", "headers");
        _value.ResetWrittenCount();
        var isNull = !codec.Write(record.Value, _value);

        var key = record.Key is { } text ? Encoding.UTF8.GetBytes(text) : null;
        var partition = record.Partition ?? (key is null ? _keyless : KeyPartitions.Of(key, partitionCount));
        if (!_batches.TryGetValue(partition, out var batch))
            _batches[partition] = batch = new RecordBatchWriter(CompressionCodec.None);
        var headers = record.Headers?.Select(header => new KeyValuePair<byte[], byte[]?>(Encoding.UTF8.GetBytes(header.Name), Encoding.UTF8.GetBytes(header.Value))).ToList();
        batch.Add(time.GetUtcNow().ToUnixTimeMilliseconds(), key, isNull ? default : _value.WrittenSpan, headers);
        return (partition, batch.Count - 1);
    }

    /// <summary>What is wrong with a record.</summary>
    /// <param name="Record">Its number in the request, from 0.</param>
    /// <param name="Pointer">Which part of it, as a JSON pointer (RFC 6901).</param>
    /// <param name="Message">What is wrong.</param>
    internal sealed record RecordFault(int Record, string Pointer, string Message);
}
