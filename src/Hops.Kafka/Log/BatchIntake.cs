using System.Globalization;
using Hops.Core.Errors;
using Hops.Kafka.Records;

namespace Hops.Kafka.Log;

/// <summary>
/// One batch of a producer on its way into a partition: its header and CRC are checked when it is made, its records by
/// <see cref="Examine"/>, in as many pieces as the caller likes; then it is appended or refused. What is wrong is told with the number of
/// the record (KIP-467). Used by one caller at a time; disposed after the examination, before or after the appending.
/// </summary>
internal sealed class BatchIntake : IDisposable
{
    private readonly Partition _partition;
    private readonly ReadOnlyMemory<byte> _batch;
    private readonly TopicSettings _settings;
    private readonly SchemaDemand? _schemas;
    private readonly long _nowMs;
    private RecordBatchHeader _header;
    private RecordWalk? _walk;
    private AppendResult? _refusal;
    private long _maxTimestampMs = -1;

    /// <param name="partition">Where it goes.</param>
    /// <param name="batch">The whole batch; must not change before it has been appended.</param>
    /// <param name="schemas">Which schemas its keys and values must be of; null if any bytes will do.</param>
    public BatchIntake(Partition partition, ReadOnlyMemory<byte> batch, SchemaDemand? schemas = null)
    {
        _partition = partition;
        _schemas = schemas;
        _batch = batch;
        _settings = partition.Settings;
        _nowMs = partition.NowMs;
        _refusal = BatchCheck.Refuse(batch.Span, _settings, out _header);
        if (_refusal is not null)
            return;
        try
        {
            _walk = new RecordWalk(batch, _header, Math.Max(partition.BatchOpenedMaxBytes, _settings.MessageMaxBytes));
        }
        catch (PlatformException undecodable)
        {
            Refuse(undecodable, record: 0);
        }
    }

    /// <summary>Bytes opened so far.</summary>
    public long OpenedBytes => _walk?.OpenedBytes ?? 0;

    /// <summary>Checks its records.</summary>
    /// <param name="pauseBytes">Where to pause: when so many bytes have been opened in all.</param>
    /// <returns>False at the pause; the next call goes on.</returns>
    public bool Examine(long pauseBytes)
    {
        if (_walk is not { } walk)
            return true;
        try
        {
            while (_refusal is null)
            {
                switch (walk.Step(pauseBytes))
                {
                    case WalkStep.Paused:
                        return false;
                    case WalkStep.End:
                        return Finish();
                    default:
                        Take(walk);
                        break;
                }
            }
        }
        catch (PlatformException undecodable)
        {
            Refuse(undecodable, walk.Index + 1);
        }

        return Finish();
    }

    /// <summary>Appends it if nothing is wrong with it; to be called after <see cref="Examine"/> has come to the end.</summary>
    /// <param name="beginsAtZero">True if the epoch of its producer is that of one transaction (<see cref="ProducerTable.Check"/>).</param>
    public Task<AppendResult> AppendAsync(bool beginsAtZero = false) => _refusal is { } refusal
        ? Task.FromResult(refusal with { LogStartOffset = _partition.LogStartOffset })
        : _partition.AppendAsync(_batch, _header, beginsAtZero);

    /// <inheritdoc/>
    public void Dispose() => _walk?.Dispose();

    /// <summary>The largest time is what its records say, whatever its header said.</summary>
    private bool Finish()
    {
        _header = _header.With(isLogAppendTime: false, _maxTimestampMs);
        _walk?.Dispose();
        _walk = null;
        return true;
    }

    private void Take(RecordWalk walk)
    {
        var timestampMs = walk.TimestampMs;
        _maxTimestampMs = Math.Max(_maxTimestampMs, timestampMs);
        if (walk.OffsetDelta != walk.Index)
            Refuse(KafkaError.InvalidRecord, $"The record has offset {walk.OffsetDelta} in its batch instead of {walk.Index}.", walk.Index);
        else if (_settings.IsCompacted && walk.IsKeyNull)
            Refuse(KafkaError.InvalidRecord, $"The topic is compacted and keeps the newest record of each key: this one has no key.", walk.Index);
        else if (!_settings.IsLogAppendTime && timestampMs != -1)
            CheckTime(timestampMs, walk.Index);
        if (_refusal is null && _schemas?.Refuse(walk) is { } why)
            _refusal = AppendResult.Refused(KafkaError.InvalidRecord, why) with { RecordIndex = walk.Index };
    }

    private void CheckTime(long timestampMs, int record)
    {
        if (_settings.TimestampAfterMax is { } after && timestampMs > _nowMs && timestampMs - _nowMs > after.TotalMilliseconds)
            Refuse(KafkaError.InvalidTimestamp, $"The record is dated {timestampMs - _nowMs} ms ahead of the broker's clock; see message.timestamp.after.max.ms.", record);
        else if (_settings.TimestampBeforeMax is { } before && timestampMs < _nowMs && (double)_nowMs - timestampMs > before.TotalMilliseconds)
            Refuse(KafkaError.InvalidTimestamp, $"The record is dated {(double)_nowMs - timestampMs:F0} ms behind the broker's clock; see message.timestamp.before.max.ms.", record);
    }

    private void Refuse(PlatformException undecodable, int record)
    {
        var error = undecodable.Code == ErrorCode.TooLarge ? KafkaError.MessageTooLarge : KafkaError.InvalidRecord;
        _refusal = AppendResult.Refused(error, undecodable.Message) with { RecordIndex = Math.Min(record, Math.Max(0, _header.RecordCount - 1)) };
    }

    private void Refuse(KafkaError error, FormattableString message, int record) =>
        _refusal = AppendResult.Refused(error, message.ToString(CultureInfo.InvariantCulture)) with { RecordIndex = record };
}
