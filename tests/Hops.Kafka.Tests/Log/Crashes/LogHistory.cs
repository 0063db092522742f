using System.Globalization;
using System.Text;
using Hops.Kafka.Log;
using Hops.Kafka.Records;

namespace Hops.Kafka.Tests.Log.Crashes;

/// <summary>
/// What was sent to one partition over any number of crashes and what was answered and seen of it, and whether what is read agrees with that:
/// nothing acknowledged is lost but what the settings of the topic let go, nothing is there twice, no offset changes, and no end goes back.
/// </summary>
internal sealed class LogHistory(TopicSettings settings)
{
    private readonly Dictionary<int, Sent> _sent = [];
    private long _startSeen;
    private long _startAsked;
    private long _endSeen;
    private long _stableSeen;

    /// <summary>Records that were acknowledged.</summary>
    public int Acknowledged => _sent.Values.Count(static sent => sent.IsAcknowledged);

    /// <summary>Notes a record that is about to be sent.</summary>
    public Sent Send(int number, string key, bool isTombstone, long timestampMs, CrashTransaction? transaction) =>
        _sent[number] = new Sent(number, key, isTombstone, timestampMs, transaction);

    /// <summary>Notes that a batch was acknowledged.</summary>
    public static void Acknowledge(IReadOnlyList<Sent> batch, long baseOffset, string when)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            batch[i].SeenAt(baseOffset + i, when);
            batch[i].IsAcknowledged = true;
        }
    }

    /// <summary>Notes that the records before an offset are asked to be deleted.</summary>
    public void AskStart(long offset) => _startAsked = Math.Max(_startAsked, offset);

    /// <summary>Notes what an observer sees of the ends, which never go back.</summary>
    public void Observe(Partition log, string when)
    {
        log.LogStartOffset.ShouldBeGreaterThanOrEqualTo(_startSeen, $"{when}: the start went back");
        log.HighWatermark.ShouldBeGreaterThanOrEqualTo(_endSeen, $"{when}: the high watermark went back");
        log.LastStableOffset.ShouldBeGreaterThanOrEqualTo(_stableSeen, $"{when}: the last stable offset went back");
        (_startSeen, _endSeen, _stableSeen) = (log.LogStartOffset, log.HighWatermark, log.LastStableOffset);
    }

    /// <summary>Reads all of a log that was opened after a crash and compares it.</summary>
    public void Verify(Partition log, long nowMs, string when)
    {
        log.Damage.ShouldBeNull(when);
        log.Gaps.ShouldBeEmpty(when);
        Observe(log, when);
        Read(log, isCommitted: false, when);
        var visible = Read(log, isCommitted: true, when);
        foreach (var sent in visible)
            (sent.Transaction?.IsCommitDecided ?? true).ShouldBeTrue($"{when}: record {sent.Number} of a transaction that was not committed is seen");

        VerifyStart(log, nowMs, when);
        var sure = _sent.Values.Where(sent => sent.IsSure && sent.Offset >= log.LogStartOffset && sent.Offset < log.LastStableOffset).ToList();
        if (settings.IsCompacted)
            VerifyKeys(sure, visible, nowMs, when);
        else
            sure.Except(visible).ShouldBeEmpty($"{when}: lost");
    }

    /// <summary>The start is where it was asked to be, or behind records that are old, or behind what was too much.</summary>
    private void VerifyStart(Partition log, long nowMs, string when)
    {
        var isFull = settings is { IsDeleted: true, RetentionBytes: { } bound } && log.SizeBytes >= bound;
        foreach (var sent in _sent.Values.Where(sent => sent.Offset >= _startAsked && sent.Offset < log.LogStartOffset))
        {
            var isOld = settings is { IsDeleted: true, Retention: { } age } && nowMs - sent.TimestampMs > age.TotalMilliseconds;
            (isOld || isFull).ShouldBeTrue($"{when}: record {sent.Number} at {sent.Offset} was let go, the log begins at {log.LogStartOffset}");
        }
    }

    /// <summary>Of each key the newest record is there, or a newer one; a tombstone may be gone in its time, and then so is all that it deleted.</summary>
    private void VerifyKeys(IEnumerable<Sent> sure, IReadOnlyList<Sent> visible, long nowMs, string when)
    {
        var last = visible.GroupBy(sent => sent.Key).ToDictionary(group => group.Key, group => group.MaxBy(sent => sent.Offset)!);
        foreach (var newest in sure.GroupBy(sent => sent.Key).Select(group => group.MaxBy(sent => sent.Offset)!))
        {
            var found = last.GetValueOrDefault(newest.Key);
            if (found?.Offset >= newest.Offset)
                continue;
            found.ShouldBeNull($"{when}: {newest.Key} has its record at {found?.Offset} again, and was written at {newest.Offset} last");
            newest.IsTombstone.ShouldBeTrue($"{when}: {newest.Key} is lost, which was written at {newest.Offset}");
            (nowMs - newest.TimestampMs).ShouldBeGreaterThanOrEqualTo(
                (long)settings.TombstoneRetention.TotalMilliseconds, $"{when}: the tombstone of {newest.Key} went too early");
        }
    }

    private List<Sent> Read(Partition log, bool isCommitted, string when)
    {
        const int PieceBytes = 900;
        var read = new List<Sent>();
        var epoch = -1;
        for (var from = log.LogStartOffset; from < (isCommitted ? log.LastStableOffset : log.HighWatermark);)
        {
            using var slice = log.Read(from, PieceBytes, atLeastOne: true, isCommitted);
            slice.Error.ShouldBe(KafkaError.None, when);
            var filter = new CommittedFilter(slice.AbortedFrom(from).Select(aborted => (aborted.ProducerId, aborted.FirstOffset)));
            foreach (var buffer in slice.Buffers)
            {
                for (var rest = buffer; !rest.IsEmpty; rest = rest[RecordBatchHeader.Parse(rest.Span).TotalBytes..])
                {
                    var header = RecordBatchHeader.Parse(rest.Span);
                    header.BaseOffset.ShouldBeLessThanOrEqualTo(from, $"{when}: a batch follows the one before it");
                    header.LeaderEpoch.ShouldBeGreaterThanOrEqualTo(epoch, $"{when}: leader epoch at {header.BaseOffset}");
                    epoch = header.LeaderEpoch;
                    if (header.BaseOffset >= log.LogStartOffset)
                        log.EpochAt(header.BaseOffset).ShouldBe(epoch, $"{when}: leader epoch at {header.BaseOffset}");
                    var isData = filter.Holds(header);
                    if (isCommitted ? isData : !header.IsControl)
                        Read(rest, from, read, when);
                    from = header.LastOffset + 1;
                }
            }
        }

        read.Select(sent => sent.Number).ShouldBeUnique($"{when}: a record is there twice");
        return read;
    }

    private void Read(ReadOnlyMemory<byte> bytes, long from, List<Sent> read, string when)
    {
        using var batch = RecordBatch.Open(bytes, 1 << 20);
        for (var records = batch.Read(); records.MoveNext();)
        {
            var record = records.Current;
            if (record.Offset < from)
                continue;
            var headers = record.Headers;
            headers.MoveNext().ShouldBeTrue(when);
            var sent = _sent[int.Parse(headers.Value, CultureInfo.InvariantCulture)];
            Encoding.UTF8.GetString(record.Key).ShouldBe(sent.Key, when);
            record.IsValueNull.ShouldBe(sent.IsTombstone, when);
            sent.SeenAt(record.Offset, when);
            read.Add(sent);
        }
    }

    /// <summary>One record.</summary>
    internal sealed record Sent(int Number, string Key, bool IsTombstone, long TimestampMs, CrashTransaction? Transaction)
    {
        /// <summary>Where it was acknowledged or read; null if it never was.</summary>
        public long? Offset { get; private set; }

        public bool IsAcknowledged { get; set; }

        /// <summary>True if it is in the log and its transaction, if it is in one, is known to be committed.</summary>
        public bool IsSure => Offset is not null && Transaction is null or { IsCommitDecided: true, IsEnded: true };

        public void SeenAt(long offset, string when)
        {
            (Offset ?? offset).ShouldBe(offset, $"{when}: record {Number} has another offset");
            Offset = offset;
        }
    }
}

/// <summary>A transaction as its coordinator knows it, who decides before markers are written.</summary>
internal sealed class CrashTransaction(long producerId)
{
    public long ProducerId => producerId;

    /// <summary>The logs it writes in, with the next sequence number in each.</summary>
    public Dictionary<CrashedLog, int> Sequences { get; } = [];

    public bool IsCommitDecided { get; set; }

    /// <summary>True if every log has its marker.</summary>
    public bool IsEnded { get; set; }
}
