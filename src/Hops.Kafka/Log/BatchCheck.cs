using System.Globalization;
using Hops.Kafka.Records;

namespace Hops.Kafka.Log;

/// <summary>
/// What the header of a batch must be like for it to be appended (reference 04 section 2.3, Produce), and its CRC; its records are the
/// business of <see cref="BatchIntake"/>. Runs on the caller's thread, so that connections check in parallel.
/// </summary>
internal static class BatchCheck
{
    /// <summary>Records that one byte of a compressed batch may stand for; more is not believed.</summary>
    private const int RecordsPerByteMax = 1024;

    /// <summary>Bytes of the smallest record.</summary>
    private const int RecordLeastBytes = 7;

    /// <summary>Why a batch is refused; null if it is not.</summary>
    public static AppendResult? Refuse(ReadOnlySpan<byte> batch, TopicSettings settings, out RecordBatchHeader header)
    {
        header = default;
        if (batch.Length > settings.MessageMaxBytes)
            return Refused(KafkaError.MessageTooLarge, $"The batch has {batch.Length} bytes; the topic takes at most {settings.MessageMaxBytes} (max.message.bytes).");
        if (batch.Length < RecordBatchHeader.LengthBytes)
            return Refused(KafkaError.InvalidRecord, $"A batch has at least {RecordBatchHeader.LengthBytes} bytes; this one has {batch.Length}.");
        if (RecordBatchHeader.Parse(batch).Magic is not 2 and var magic)
            return Refused(KafkaError.InvalidRecord, $"Format {magic} of message sets is not taken; use a client that writes record batches (format 2).");
        if (!RecordBatchHeader.TryParse(batch, out header) || header.TotalBytes != batch.Length)
            return Refused(KafkaError.InvalidRecord, "A partition takes exactly one whole batch per request.");
        if (!RecordBatchHeader.CrcMatches(batch))
            return Refused(KafkaError.CorruptMessage, "The CRC of the batch does not match its bytes.");
        return RefuseFields(header, settings);
    }

    private static AppendResult? RefuseFields(in RecordBatchHeader header, TopicSettings settings)
    {
        var recordBytes = header.TotalBytes - RecordBatchHeader.LengthBytes;
        var countMax = header.Codec == CompressionCodec.None ? recordBytes / RecordLeastBytes : (long)recordBytes * RecordsPerByteMax;
        if (header.BaseOffset != 0)
            return Refused(KafkaError.InvalidRecord, "The base offset of a new batch is 0; the broker gives offsets.");
        if (header.RecordCount == 0 || header.LastOffsetDelta != header.RecordCount - 1 || header.RecordCount > countMax)
            return Refused(KafkaError.InvalidRecord, "The number of records does not agree with the offsets or the length of the batch.");
        if (header.Codec > CompressionCodec.Zstd)
            return Refused(KafkaError.UnsupportedCompressionType, "The codec of the batch is not one of none, gzip, snappy, lz4, zstd.");
        if (header.IsControl)
            return Refused(KafkaError.InvalidRecord, "Only the broker writes control batches.");
        if (header.IsTransactional && header.ProducerId < 0)
            return Refused(KafkaError.InvalidRecord, "A batch of a transaction needs a producer id.");
        if (header.ProducerId >= 0 && (header.BaseSequence < 0 || header.ProducerEpoch < 0))
            return Refused(KafkaError.InvalidRecord, "A batch with a producer id needs an epoch and a sequence number.");
        if (header.IsLogAppendTime && !settings.IsLogAppendTime)
            return Refused(KafkaError.InvalidTimestamp, "Only the broker sets the time of appending.");
        return null;
    }

    private static AppendResult Refused(KafkaError error, FormattableString message) =>
        AppendResult.Refused(error, message.ToString(CultureInfo.InvariantCulture));

    private static AppendResult Refused(KafkaError error, string message) => AppendResult.Refused(error, message);
}
