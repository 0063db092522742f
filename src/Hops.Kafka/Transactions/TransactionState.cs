using System.Collections.Immutable;
using Hops.Kafka.Groups;

namespace Hops.Kafka.Transactions;

/// <summary>
/// What is known of one transactional id, and what each request makes of it (reference 04 section 5.4; KIP-98, KIP-360, KIP-890). A value:
/// a step answers and gives the next one, which holds from the moment at which it is durable. Knows neither clock nor database.
/// </summary>
internal sealed record TransactionState
{
    /// <summary>The last epoch that a producer is given; the one above it only ever fences.</summary>
    private const short EpochMax = short.MaxValue - 1;

    /// <summary>So much text keeps as much memory as an offset.</summary>
    private const int CharactersPerEntry = 128;

    /// <summary>An id that nobody has asked a producer for.</summary>
    public static TransactionState New { get; } = new();

    /// <summary>Id of the producer; -1 if it has none yet.</summary>
    public long ProducerId { get; init; } = -1;

    /// <summary>Epoch of the producer, and of the markers while they are written.</summary>
    public short ProducerEpoch { get; init; } = -1;

    /// <summary>Id of the producer before this one, whose epochs were used up; -1 if there was none.</summary>
    public long FormerProducerId { get; init; } = -1;

    /// <summary>Epoch that the last request knew which was given a new one, or that was fenced since: who has it may ask for the present one (KIP-360, KIP-588). -1 for none.</summary>
    public short FormerEpoch { get; init; } = -1;

    /// <summary>Id that takes the place of this one when the transaction has ended, because its epochs are used up; -1 for none.</summary>
    public long NextProducerId { get; init; } = -1;

    /// <summary>How long a transaction may stay open.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>Where it stands.</summary>
    public TransactionStatus Status { get; init; }

    /// <summary>When the open transaction began; null if none is open.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When anything was last asked of it.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Partitions that the transaction writes to.</summary>
    public ImmutableHashSet<TopicPartition> Partitions { get; init; } = [];

    /// <summary>Offsets that become those of their groups if it is committed.</summary>
    public ImmutableDictionary<GroupPartition, CommittedOffset> Offsets { get; init; } = ImmutableDictionary<GroupPartition, CommittedOffset>.Empty;

    /// <summary>True while its end is decided and not everywhere yet.</summary>
    public bool IsEnding => Status is TransactionStatus.PrepareCommit or TransactionStatus.PrepareAbort;

    /// <summary>Length of the texts beside <see cref="Offsets"/>, all together.</summary>
    public long TextCharacters { get; init; }

    /// <summary>How much it makes us remember: partitions, offsets, and texts by their length.</summary>
    public int EntryCount => Partitions.Count + Offsets.Count + (int)(TextCharacters / CharactersPerEntry);

    /// <summary>The producer that writes from here on.</summary>
    public (long ProducerId, short Epoch) Producer => NextProducerId >= 0 ? (NextProducerId, (short)0) : (ProducerId, ProducerEpoch);

    /// <summary>The most by which offsets add to <see cref="EntryCount"/>.</summary>
    public static int EntriesOf(IReadOnlyCollection<KeyValuePair<GroupPartition, CommittedOffset>> offsets) =>
        offsets.Count + (int)((offsets.Sum(offset => (long)offset.Value.Metadata.Length) + CharactersPerEntry - 1) / CharactersPerEntry);

    /// <summary>InitProducerId: a producer begins, or goes on after an error; whoever had the id before is fenced.</summary>
    /// <param name="timeout">How long its transactions may stay open.</param>
    /// <param name="known">The producer that it was, if it goes on.</param>
    /// <param name="freshProducerId">An id for it, should it need one.</param>
    /// <param name="now">The time.</param>
    /// <returns><c>ConcurrentTransactions</c> while one that was open ends; this begins the abort of it. Whoever left it open goes on in the epoch behind it.</returns>
    public TransactionStep Initialize(TimeSpan timeout, (long ProducerId, short Epoch)? known, long freshProducerId, DateTimeOffset now)
    {
        var isRepetition = false;
        if (known is { } producer && ProducerId >= 0)
        {
            isRepetition = IsFormer(producer.ProducerId, producer.Epoch);
            if (!isRepetition && (producer.ProducerId != ProducerId || producer.Epoch != ProducerEpoch))
                return Refuse(KafkaError.ProducerFenced);
        }

        if (IsEnding)
            return Refuse(KafkaError.ConcurrentTransactions);
        if (Status == TransactionStatus.Ongoing)
            return isRepetition ? Refuse(KafkaError.ProducerFenced) : new(KafkaError.ConcurrentTransactions, Fenced(now));
        var next = this with { Status = TransactionStatus.Empty, Timeout = timeout, StartedAt = null, ChangedAt = now };
        if (ProducerId < 0)
            return new(KafkaError.None, next with { ProducerId = freshProducerId, ProducerEpoch = 0 });
        if (isRepetition && ProducerEpoch <= EpochMax)
            return new(KafkaError.None, next);
        var former = known?.Epoch ?? -1;
        return ProducerEpoch < EpochMax
            ? new(KafkaError.None, next with { ProducerEpoch = (short)(ProducerEpoch + 1), FormerEpoch = former })
            : new(KafkaError.None, next with { ProducerId = freshProducerId, ProducerEpoch = 0, FormerProducerId = ProducerId, FormerEpoch = former });
    }

    /// <summary>AddPartitionsToTxn, AddOffsetsToTxn: opens the transaction if none is, and writes to more partitions.</summary>
    /// <param name="producerId">Who asks.</param>
    /// <param name="epoch">Its epoch.</param>
    /// <param name="partitions">The partitions; none if it is only to be opened.</param>
    /// <param name="now">The time.</param>
    public TransactionStep Add(long producerId, short epoch, IReadOnlyCollection<TopicPartition> partitions, DateTimeOffset now)
    {
        if (RefuseProducer(producerId, epoch) is not KafkaError.None and var refusal)
            return Refuse(refusal);
        if (IsEnding)
            return Refuse(KafkaError.ConcurrentTransactions);
        if (Status == TransactionStatus.Ongoing && Partitions.IsSupersetOf(partitions))
            return new(KafkaError.None, this);
        return new(KafkaError.None, Opened(now) with { Partitions = Partitions.Union(partitions) }) { Partitions = partitions };
    }

    /// <summary>TxnOffsetCommit: keeps offsets of a group until the transaction ends.</summary>
    /// <param name="producerId">Who asks.</param>
    /// <param name="epoch">Its epoch.</param>
    /// <param name="offsets">The offsets.</param>
    /// <param name="opens">True if it opens the transaction too (KIP-890).</param>
    /// <param name="now">The time.</param>
    public TransactionStep Commit(
        long producerId, short epoch, IReadOnlyCollection<KeyValuePair<GroupPartition, CommittedOffset>> offsets, bool opens, DateTimeOffset now)
    {
        if (RefuseProducer(producerId, epoch) is not KafkaError.None and var refusal)
            return Refuse(refusal);
        if (IsEnding)
            return Refuse(KafkaError.ConcurrentTransactions);
        if (Status != TransactionStatus.Ongoing && !opens)
            return Refuse(KafkaError.InvalidTxnState);
        var moreCharacters = offsets.Sum(offset => (long)offset.Value.Metadata.Length - (Offsets.GetValueOrDefault(offset.Key)?.Metadata.Length ?? 0));
        return new(KafkaError.None, Opened(now) with { Offsets = Offsets.SetItems(offsets), TextCharacters = TextCharacters + moreCharacters }) { Offsets = offsets };
    }

    /// <summary>EndTxn up to version 4: the producer keeps its epoch.</summary>
    public TransactionStep End(long producerId, short epoch, bool isCommit, DateTimeOffset now)
    {
        if (RefuseProducer(producerId, epoch) is not KafkaError.None and var refusal)
            return Refuse(refusal);
        return (Status, isCommit) switch
        {
            (TransactionStatus.Ongoing, _) => new(KafkaError.None, Ended(isCommit, now)),
            (TransactionStatus.CompleteCommit, true) or (TransactionStatus.CompleteAbort, false) => new(KafkaError.None, this),
            (TransactionStatus.PrepareCommit, true) or (TransactionStatus.PrepareAbort, false) => Refuse(KafkaError.ConcurrentTransactions),
            _ => Refuse(KafkaError.InvalidTxnState),
        };
    }

    /// <summary>
    /// EndTxn from version 5 on: the producer has another epoch from here on, so that nothing of this transaction can get into the next one
    /// (KIP-890). An abort of nothing gives it one too: it may not know whether anything of it has arrived.
    /// </summary>
    /// <param name="producerId">Who asks.</param>
    /// <param name="epoch">The epoch in which it wrote.</param>
    /// <param name="isCommit">False to abort.</param>
    /// <param name="freshProducerId">An id for it, should it need one.</param>
    /// <param name="now">The time.</param>
    public TransactionStep EndAndBump(long producerId, short epoch, bool isCommit, long freshProducerId, DateTimeOffset now)
    {
        var hasRotated = HasRotatedFrom(producerId, epoch);
        var isRepetition = hasRotated || ProducerEpoch == epoch + 1;
        if (ProducerId < 0 || (producerId != ProducerId && !hasRotated))
            return Refuse(KafkaError.InvalidProducerIdMapping);
        var isOfEpoch = Status switch
        {
            TransactionStatus.Ongoing or TransactionStatus.Empty => epoch == ProducerEpoch,
            TransactionStatus.PrepareCommit or TransactionStatus.PrepareAbort => isRepetition,
            _ => isRepetition || epoch == ProducerEpoch,
        };
        if (!isOfEpoch)
            return Refuse(KafkaError.ProducerFenced);
        return (Status, isCommit, isRepetition) switch
        {
            (TransactionStatus.Ongoing, _, _) => new(KafkaError.None, Ended(isCommit, now).Bumped(freshProducerId)),
            (TransactionStatus.PrepareCommit, true, _) or (TransactionStatus.PrepareAbort, false, _) => Refuse(KafkaError.ConcurrentTransactions),
            (TransactionStatus.CompleteCommit, true, true) or (TransactionStatus.CompleteAbort, false, true) => new(KafkaError.None, this),
            (TransactionStatus.Empty, false, _) or (TransactionStatus.CompleteCommit or TransactionStatus.CompleteAbort, false, false) =>
                new(KafkaError.None, Ended(isCommit: false, now).Bumped(freshProducerId)),
            _ => Refuse(KafkaError.InvalidTxnState),
        };
    }

    /// <summary>Lets time act: what has been open for too long is aborted, and its producer fenced.</summary>
    public TransactionStep TimeOut(DateTimeOffset now) =>
        Status == TransactionStatus.Ongoing && StartedAt + Timeout <= now ? new(KafkaError.None, Fenced(now)) : new(KafkaError.None, this);

    /// <summary>The project has lost a partition that the transaction writes to: it is aborted, and its producer fenced.</summary>
    public TransactionStep Revoke(DateTimeOffset now) =>
        Status == TransactionStatus.Ongoing ? new(KafkaError.None, Fenced(now)) : new(KafkaError.None, this);

    /// <summary>All markers are written.</summary>
    public TransactionState Completed(DateTimeOffset now)
    {
        var completed = this with
        {
            Status = Status == TransactionStatus.PrepareCommit ? TransactionStatus.CompleteCommit : TransactionStatus.CompleteAbort,
            StartedAt = null,
            ChangedAt = now,
            Partitions = [],
            Offsets = ImmutableDictionary<GroupPartition, CommittedOffset>.Empty,
            TextCharacters = 0,
        };
        return NextProducerId < 0
            ? completed
            : completed with { ProducerId = NextProducerId, ProducerEpoch = 0, FormerProducerId = ProducerId, NextProducerId = -1 };
    }

    /// <summary>May a batch of this producer be appended to a partition?</summary>
    public KafkaError Takes(long producerId, short epoch, TopicPartition partition)
    {
        if (producerId != ProducerId)
            return KafkaError.InvalidProducerIdMapping;
        if (epoch != ProducerEpoch)
            return KafkaError.InvalidProducerEpoch;
        return Status == TransactionStatus.Ongoing && Partitions.Contains(partition) ? KafkaError.None : KafkaError.InvalidTxnState;
    }

    /// <summary>Is a transaction of this producer open in a partition, or will the end of one be written there?</summary>
    public bool IsOpenIn(long producerId, TopicPartition partition) => producerId == ProducerId && Partitions.Contains(partition);

    private TransactionStep Refuse(KafkaError error) => new(error, this);

    /// <summary>Did a producer of this id and epoch ask last, and may not have been answered?</summary>
    private bool IsFormer(long producerId, short epoch) =>
        HasRotatedFrom(producerId, epoch) || (producerId == ProducerId && FormerEpoch >= 0 && epoch == FormerEpoch && epoch != ProducerEpoch);

    private bool HasRotatedFrom(long producerId, short epoch) => producerId == FormerProducerId && epoch == EpochMax && ProducerEpoch == 0;

    private KafkaError RefuseProducer(long producerId, short epoch)
    {
        if (ProducerId < 0 || producerId != ProducerId)
            return KafkaError.InvalidProducerIdMapping;
        return epoch == ProducerEpoch ? KafkaError.None : KafkaError.ProducerFenced;
    }

    private TransactionState Opened(DateTimeOffset now) =>
        Status == TransactionStatus.Ongoing ? this with { ChangedAt = now } : this with { Status = TransactionStatus.Ongoing, StartedAt = now, ChangedAt = now };

    private TransactionState Ended(bool isCommit, DateTimeOffset now) =>
        this with { Status = isCommit ? TransactionStatus.PrepareCommit : TransactionStatus.PrepareAbort, ChangedAt = now };

    /// <summary>Aborted with the next epoch, which the producer is not told. It may ask for it and go on, unless another one has begun by then (KIP-588).</summary>
    private TransactionState Fenced(DateTimeOffset now) =>
        Ended(isCommit: false, now) with { ProducerEpoch = (short)(ProducerEpoch + 1), FormerEpoch = ProducerEpoch };

    private TransactionState Bumped(long freshProducerId) => this with
    {
        ProducerEpoch = (short)(ProducerEpoch + 1),
        FormerEpoch = ProducerEpoch,
        NextProducerId = ProducerEpoch >= EpochMax ? freshProducerId : -1,
    };
}

/// <summary>What a request is answered, and what it makes of the state; the same state if it changes nothing.</summary>
internal readonly record struct TransactionStep(KafkaError Error, TransactionState State)
{
    /// <summary>Partitions among which are all that the state has more than before: they are not looked for in all that it has.</summary>
    public IReadOnlyCollection<TopicPartition> Partitions { get; init; } = [];

    /// <summary>The same of offsets.</summary>
    public IReadOnlyCollection<KeyValuePair<GroupPartition, CommittedOffset>> Offsets { get; init; } = [];
}

/// <summary>A partition as one group of the tenant reads it.</summary>
internal readonly record struct GroupPartition(string GroupId, TopicPartition Partition);
