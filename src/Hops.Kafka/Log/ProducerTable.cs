using Hops.Kafka.Records;

namespace Hops.Kafka.Log;

/// <summary>One of the newest batches of an idempotent producer.</summary>
internal readonly record struct ProducerBatch(int FirstSequence, int LastSequence, long BaseOffset, long TimestampMs);

/// <summary>
/// What a partition knows of one idempotent producer: its epoch, its last five batches, oldest first, and the epoch of the coordinator that wrote its
/// last marker; -1 if there was none.
/// </summary>
internal sealed record ProducerEntry(short Epoch, ProducerBatch[] Recent, long SeenMs, int CoordinatorEpoch);

/// <summary>
/// The idempotent producers of one partition (reference 04 section 3.3, KIP-98, KIP-360). Used by the writer alone. What a round changes
/// is staged, and thrown away if the round fails.
/// </summary>
internal sealed class ProducerTable(int producersMax)
{
    /// <summary>Batches remembered per producer: clients keep at most five requests in flight.</summary>
    public const int RecentMax = 5;

    private readonly Dictionary<long, ProducerEntry> _entries = [];
    private readonly Dictionary<long, ProducerEntry> _staged = [];

    public IReadOnlyDictionary<long, ProducerEntry> Entries => _entries;

    /// <summary>Is a batch new, a repetition, or out of order?</summary>
    /// <param name="header">The batch.</param>
    /// <param name="beginsAtZero">
    /// True if its epoch is that of one transaction (KIP-890): what is unknown here has not begun yet, and was not forgotten. A later batch does not
    /// come before one that was refused and is sent again.
    /// </param>
    /// <param name="duplicate">The first time of it, if it is a repetition.</param>
    /// <returns><c>None</c> for new, <c>DuplicateSequenceNumber</c> for a repetition that must be answered as a success, or a refusal.</returns>
    public KafkaError Check(in RecordBatchHeader header, bool beginsAtZero, out ProducerBatch duplicate)
    {
        duplicate = default;
        var entry = Find(header.ProducerId);
        if (entry is null)
            return beginsAtZero && header.BaseSequence != 0 ? KafkaError.OutOfOrderSequenceNumber : KafkaError.None;
        if (header.ProducerEpoch < entry.Epoch)
            return KafkaError.InvalidProducerEpoch;
        if (header.ProducerEpoch > entry.Epoch || entry.Recent.Length == 0)
            return header.BaseSequence == 0 ? KafkaError.None : KafkaError.OutOfOrderSequenceNumber;
        foreach (var batch in entry.Recent)
        {
            if (batch.FirstSequence == header.BaseSequence && batch.LastSequence == header.LastSequence)
            {
                duplicate = batch;
                return KafkaError.DuplicateSequenceNumber;
            }
        }

        var expected = entry.Recent[^1].LastSequence == int.MaxValue ? 0 : entry.Recent[^1].LastSequence + 1;
        return header.BaseSequence == expected ? KafkaError.None : KafkaError.OutOfOrderSequenceNumber;
    }

    /// <summary>Takes note of a batch that was appended.</summary>
    public void Stage(in RecordBatchHeader header, long baseOffset, long nowMs)
    {
        var batch = new ProducerBatch(header.BaseSequence, header.LastSequence, baseOffset, header.MaxTimestamp);
        var entry = Find(header.ProducerId);
        ProducerBatch[] recent = entry is null || entry.Epoch != header.ProducerEpoch ? [batch]
            : entry.Recent.Length < RecentMax ? [.. entry.Recent, batch]
            : [.. entry.Recent.AsSpan(1), batch];
        _staged[header.ProducerId] = new ProducerEntry(header.ProducerEpoch, recent, nowMs, entry?.CoordinatorEpoch ?? -1);
    }

    /// <summary>Takes note of a marker: batches of lower epochs are refused from here on, and those of a higher one begin with sequence 0.</summary>
    /// <returns>False if the epoch is lower than one that was seen.</returns>
    public bool StageMarker(in TransactionMarker marker, long nowMs)
    {
        var (producerId, epoch) = (marker.ProducerId, marker.ProducerEpoch);
        var entry = Find(producerId);
        if (entry?.Epoch > epoch)
            return false;
        _staged[producerId] = new ProducerEntry(epoch, entry?.Epoch == epoch ? entry.Recent : [], nowMs, marker.CoordinatorEpoch);
        return true;
    }

    /// <summary>Keeps what was staged.</summary>
    /// <param name="transactions">Who has an open transaction is not forgotten.</param>
    public void Commit(TransactionIndex transactions)
    {
        foreach (var (producerId, entry) in _staged)
            _entries[producerId] = entry;
        _staged.Clear();
        if (_entries.Count > producersMax)
            ForgetOldest(transactions);
    }

    /// <summary>Throws away what was staged.</summary>
    public void Rollback() => _staged.Clear();

    /// <summary>Puts back an entry that was saved.</summary>
    public void Restore(long producerId, ProducerEntry entry) => _entries[producerId] = entry;

    /// <summary>Forgets producers that have been silent since a time.</summary>
    public void Expire(long beforeMs, TransactionIndex transactions)
    {
        foreach (var (producerId, entry) in _entries)
        {
            if (entry.SeenMs < beforeMs && !transactions.Open.ContainsKey(producerId))
                _entries.Remove(producerId);
        }
    }

    /// <summary>Makes room for a tenth of the bound at once, so that the sort is not paid for each new producer.</summary>
    private void ForgetOldest(TransactionIndex transactions)
    {
        var surplus = _entries.Count - producersMax + (producersMax / 10);
        foreach (var (producerId, _) in _entries.Where(pair => !transactions.Open.ContainsKey(pair.Key)).OrderBy(pair => pair.Value.SeenMs).Take(surplus).ToArray())
            _entries.Remove(producerId);
    }

    private ProducerEntry? Find(long producerId) =>
        _staged.TryGetValue(producerId, out var staged) ? staged : _entries.GetValueOrDefault(producerId);
}
