using Hops.Core.Storage;
using Hops.Kafka.Log;
using Hops.Kafka.Records;

namespace Hops.Kafka.Tests.Log;

/// <summary>Transactions as one partition sees them: who reads what is committed, and what is known of them after a stop of any kind.</summary>
public class TransactionTests
{
    private const long Alice = 7;
    private const long Bob = 8;

    [Fact]
    public void Who_reads_what_is_committed_reads_up_to_the_oldest_open_transaction()
    {
        var bench = new LogBench().Open();
        bench.Append(LogBench.Batch(3));
        Write(bench, Alice, sequence: 0, records: 2);
        Write(bench, Bob, sequence: 0, records: 2);
        bench.Append(LogBench.Batch(3));
        Ends(bench).ShouldBe((3, 10));
        bench.End(Alice, isCommit: true).BaseOffset.ShouldBe(10);
        Ends(bench).ShouldBe((5, 11), "the other one is open still");
        bench.End(Bob, isCommit: false).BaseOffset.ShouldBe(11);
        Ends(bench).ShouldBe((12, 12));
        bench.Partition.AbortedIn(0, 12).ShouldBe([new AbortedTransaction(Bob, 5, 11)]);
    }

    [Fact]
    public void What_is_read_ends_before_what_is_open_from_memory_and_from_disk()
    {
        var bench = new LogBench().Open();
        bench.Append(LogBench.Batch(3));
        bench.Append(LogBench.Batch(3));
        Write(bench, Alice, sequence: 0, records: 2);
        foreach (var cached in new[] { true, false })
        {
            if (!cached)
                bench.DropCache();
            EndOf(bench, isCommitted: true).ShouldBe(6);
            EndOf(bench, isCommitted: false).ShouldBe(8);
            using var atItsEnd = bench.Partition.Read(6, 1000, atLeastOne: true, isCommitted: true);
            (atItsEnd.Error, atItsEnd.LengthBytes).ShouldBe((KafkaError.None, 0));
            using var within = bench.Partition.Read(7, 1000, atLeastOne: true, isCommitted: true);
            (within.Error, within.LengthBytes).ShouldBe((KafkaError.None, 0), "it is there, and not to be read yet");
        }
    }

    [Fact]
    public void Aborted_transactions_are_named_to_who_reads_some_of_their_records_and_to_nobody_else()
    {
        var bench = new LogBench().Open();
        var expected = new List<AbortedTransaction>();
        for (var i = 0; i < 50; i++)
        {
            var first = bench.Partition.HighWatermark;
            Write(bench, Alice, sequence: i * 2, records: 2);
            var marker = bench.End(Alice, isCommit: i % 3 == 0).BaseOffset;
            if (i % 3 != 0)
                expected.Add(new AbortedTransaction(Alice, first, marker));
        }

        for (var from = 0L; from < 150; from += 7)
        {
            for (var to = from + 1; to < 151; to += 11)
                bench.Partition.AbortedIn(from, to).ShouldBe(expected.Where(aborted => aborted.LastOffset >= from && aborted.FirstOffset < to), $"{from} to {to}");
        }
    }

    [Fact]
    public void A_marker_is_a_control_batch_as_clients_know_it()
    {
        var bench = new LogBench().Open();
        Write(bench, Alice, sequence: 0, records: 1);
        bench.End(Alice, isCommit: true);
        using var slice = bench.Partition.Read(1, 1000, atLeastOne: true);
        using var batch = RecordBatch.Open(slice.Buffers[0], 1 << 20);
        (batch.Header.IsControl, batch.Header.IsTransactional, batch.Header.ProducerId, batch.Header.BaseSequence).ShouldBe((true, true, Alice, -1));
        RecordBatchHeader.CrcMatches(slice.Buffers[0].Span).ShouldBeTrue();
        var reader = batch.Read();
        reader.MoveNext().ShouldBeTrue();
        reader.Current.Key.ToArray().ShouldBe([0, 0, 0, 1]);
        reader.Current.Value.ToArray().ShouldBe([0, 0, 0, 0, 0, 0]);
        reader.MoveNext().ShouldBeFalse();
    }

    [Fact]
    public void To_end_what_is_not_open_writes_nothing_and_fences_all_the_same()
    {
        var bench = new LogBench().Open();
        Write(bench, Alice, sequence: 0, records: 2);
        bench.End(Alice, isCommit: true, epoch: 1).Error.ShouldBe(KafkaError.None);
        var end = bench.Partition.HighWatermark;
        bench.End(Alice, isCommit: true, epoch: 1).ShouldBe(new AppendResult(KafkaError.None, -1, -1, 0, null));
        bench.Partition.HighWatermark.ShouldBe(end);
        bench.End(Alice, isCommit: false, epoch: 0).Error.ShouldBe(KafkaError.InvalidProducerEpoch);
        Append(bench, Alice, sequence: 2, epoch: 0).Error.ShouldBe(KafkaError.InvalidProducerEpoch);
        Append(bench, Alice, sequence: 2, epoch: 1).Error.ShouldBe(KafkaError.OutOfOrderSequenceNumber, "a new epoch begins anew");
        Append(bench, Alice, sequence: 0, epoch: 1).Error.ShouldBe(KafkaError.None);
    }

    [Fact]
    public void A_producer_with_an_open_transaction_adds_nothing_beside_it()
    {
        var bench = new LogBench().Open();
        Plain(sequence: 0).Error.ShouldBe(KafkaError.None);
        Append(bench, Alice, sequence: 1, epoch: 1, records: 2).Error.ShouldBe(KafkaError.OutOfOrderSequenceNumber, "a new epoch begins anew");
        Append(bench, Alice, sequence: 0, epoch: 1, records: 2).Error.ShouldBe(KafkaError.None, "what it wrote before is no transaction");
        Ends(bench).ShouldBe((1, 3));
        Plain(sequence: 2, epoch: 1).Error.ShouldBe(KafkaError.InvalidTxnState);
        Plain(sequence: 1).Error.ShouldBe(KafkaError.InvalidProducerEpoch, "who is fenced hears of that");
        bench.End(Alice, isCommit: true, epoch: 1);
        Plain(sequence: 2, epoch: 1).BaseOffset.ShouldBe(4);
        Append(bench, Alice, sequence: 3, epoch: 1).Error.ShouldBe(KafkaError.None);
        Plain(sequence: 2, epoch: 1).ShouldBe(new AppendResult(KafkaError.None, 4, -1, 0, null), "it was taken before the transaction");

        AppendResult Plain(int sequence, short epoch = 0) => bench.Append(LogBench.Batch(1, producerId: Alice, sequence: sequence, epoch: epoch));
    }

    [Fact]
    public void A_batch_of_a_transaction_without_a_producer_is_refused()
    {
        var bench = new LogBench().Open();
        bench.Append(LogBench.Batch(1, isTransactional: true)).Error.ShouldBe(KafkaError.InvalidRecord);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Transactions_are_known_after_a_stop(bool isPowerCut)
    {
        var bench = new LogBench().Open();
        Write(bench, Alice, sequence: 0, records: 2);
        bench.End(Alice, isCommit: false);
        Write(bench, Bob, sequence: 0, records: 2);
        Write(bench, Alice, sequence: 2, records: 2);
        await StopAsync(bench, isPowerCut);

        Ends(bench).ShouldBe((3, 7));
        bench.Partition.AbortedIn(0, 7).ShouldBe([new AbortedTransaction(Alice, 0, 2)]);
        bench.End(Bob, isCommit: true);
        Ends(bench).ShouldBe((5, 8));
        await StopAsync(bench, isPowerCut);

        Ends(bench).ShouldBe((5, 8));
        Append(bench, Alice, sequence: 2, epoch: 0, records: 2).BaseOffset.ShouldBe(5, "it was taken before the stop");
        bench.End(Alice, isCommit: false);
        bench.Partition.AbortedIn(0, 9).ShouldBe([new AbortedTransaction(Alice, 0, 2), new AbortedTransaction(Alice, 5, 8)]);
        Ends(bench).ShouldBe((9, 9));
    }

    [Fact]
    public async Task Without_transactions_an_earlier_version_reads_what_is_saved()
    {
        const string State = "/data/topics/11112222333344445555666677778888/0/state";
        var bench = new LogBench().Open();
        bench.Append(LogBench.Batch(1, producerId: Alice, sequence: 0));
        await bench.Store.DisposeAsync();
        bench.Disk.ReadAll(State, 1 << 20)[7].ShouldBe((byte)1);
        bench.Open();
        Write(bench, Alice, sequence: 1, records: 1);
        await bench.Store.DisposeAsync();
        bench.Disk.ReadAll(State, 1 << 20)[7].ShouldBe((byte)2);
    }

    [Fact]
    public void A_round_that_fails_leaves_transactions_as_they_were()
    {
        var bench = new LogBench { Disk = new SimulatedDisk(1, capacityBytes: 1 << 20) }.Open();
        Write(bench, Alice, sequence: 0, records: 2);
        bench.Disk.CapacityBytes = 0;
        Append(bench, Bob, sequence: 0, epoch: 0, records: 1, valueBytes: 200_000).Error.ShouldBe(KafkaError.KafkaStorageError);
        Ends(bench).ShouldBe((0, 2));
        bench.Disk.CapacityBytes = 1 << 20;
        bench.End(Alice, isCommit: true);
        Ends(bench).ShouldBe((3, 3), "no transaction of the other one is open");
    }

    [Fact]
    public void Aborted_transactions_go_with_the_records_that_are_deleted()
    {
        var bench = new LogBench().Open();
        for (var i = 0; i < 3; i++)
        {
            Write(bench, Alice, sequence: i, records: 1);
            bench.End(Alice, isCommit: false);
        }

        bench.Run(bench.Partition.DeleteRecordsAsync(4)).Error.ShouldBe(KafkaError.None);
        bench.Partition.AbortedIn(0, 100).ShouldBe([new AbortedTransaction(Alice, 4, 5)]);
    }

    [Fact]
    public void What_is_stable_never_ends_before_the_log_begins()
    {
        var bench = new LogBench().Open();
        Write(bench, Alice, sequence: 0, records: 3);
        bench.Append(LogBench.Batch(3));
        bench.Run(bench.Partition.DeleteRecordsAsync(4)).Error.ShouldBe(KafkaError.None);
        Ends(bench).ShouldBe((4, 6));
        bench.Append(LogBench.Batch(1));
        Ends(bench).ShouldBe((4, 7));
        bench.End(Alice, isCommit: true);
        Ends(bench).ShouldBe((8, 8));
    }

    [Fact]
    public async Task A_silent_producer_is_remembered_while_its_transaction_is_open()
    {
        var bench = new LogBench().Open();
        Write(bench, Alice, sequence: 0, records: 1);
        bench.Append(LogBench.Batch(1, producerId: Bob, sequence: 0));
        bench.Time.Advance(bench.Options.ProducerExpiry + TimeSpan.FromMinutes(1));
        bench.Run(bench.Store.MaintainOnceAsync());
        Append(bench, Alice, sequence: 5, epoch: 0).Error.ShouldBe(KafkaError.OutOfOrderSequenceNumber);
        bench.Append(LogBench.Batch(1, producerId: Bob, sequence: 5)).Error.ShouldBe(KafkaError.None, "it was forgotten");
        await bench.Store.DisposeAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Producers_are_told_with_what_they_have_open_after_a_stop_too(bool? isPowerCut)
    {
        var bench = new LogBench().Open();
        (await ProducersAsync()).ShouldBeEmpty();
        bench.Append(LogBench.Batch(3, producerId: 6, sequence: 0, timestampMs: 5_000));
        Write(bench, Alice, sequence: 0, records: 2);
        bench.End(Alice, isCommit: true, coordinatorEpoch: 40_000);
        if (isPowerCut is not null)
            await StopAsync(bench, isPowerCut.Value);
        Write(bench, Alice, sequence: 2, records: 4);
        Append(bench, Bob, sequence: 0, epoch: 3, records: 1);
        bench.End(Bob, isCommit: false, epoch: 4, coordinatorEpoch: int.MaxValue);
        if (isPowerCut is not null)
            await StopAsync(bench, isPowerCut.Value);

        (await ProducersAsync()).ShouldBe(
        [
            new ProducerStanding(6, 0, 2, 5_002, -1, -1),
            new ProducerStanding(Alice, 0, 5, 1_003, 40_000, 6),
            new ProducerStanding(Bob, 4, -1, bench.Time.GetUtcNow().ToUnixTimeMilliseconds(), int.MaxValue, -1),
        ]);

        async Task<IReadOnlyList<ProducerStanding>> ProducersAsync()
        {
            var asked = bench.Partition.ProducersAsync();
            bench.Run(asked);
            var (error, producers) = await asked;
            error.ShouldBe(KafkaError.None);
            return producers;
        }
    }

    [Fact]
    public void Who_waits_for_what_is_committed_is_woken_by_the_end_of_a_transaction_and_not_by_its_records()
    {
        var bench = new LogBench().Open();
        Write(bench, Alice, sequence: 0, records: 1);
        var committed = new FetchWait(missingBytes: 1_000_000);
        bench.Partition.Watch(committed, sinceOffset: 0, isCommitted: true);
        Write(bench, Alice, sequence: 1, records: 100);
        committed.Ready.IsCompleted.ShouldBeFalse();
        bench.End(Alice, isCommit: true);
        committed.Ready.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public void What_was_aborted_by_a_marker_that_is_lost_does_not_hide_what_follows_it()
    {
        var bench = new LogBench().Open();
        Write(bench, Alice, sequence: 0, records: 1);
        bench.End(Alice, isCommit: false);
        Write(bench, Alice, sequence: 1, records: 1);
        bench.End(Alice, isCommit: true);
        bench.DropCache();
        var markerAt = LogBench.Batch(1, producerId: Alice, sequence: 0).Length;
        bench.Disk.FlipBit(bench.Partition.Segments[0].Path, markerAt + RecordBatchHeader.LengthBytes, 0);

        using var whole = bench.Partition.Read(0, 1 << 20, atLeastOne: true, isCommitted: true);
        (whole.FirstOffset, whole.EndOffset).ShouldBe((0, 1), "a piece ends before what is damaged");
        whole.AbortedFrom(0).ShouldBe([new AbortedTransaction(Alice, 0, 1)]);
        using var behind = bench.Partition.Read(1, 1 << 20, atLeastOne: true, isCommitted: true);
        (behind.FirstOffset, behind.EndOffset).ShouldBe((2, 4));
        behind.AbortedFrom(1).ShouldBeEmpty("nothing of it comes, and neither does the marker that would end it");
    }

    private static (long Stable, long End) Ends(LogBench bench) => (bench.Partition.LastStableOffset, bench.Partition.HighWatermark);

    private static void Write(LogBench bench, long producerId, int sequence, int records) =>
        Append(bench, producerId, sequence, epoch: 0, records).Error.ShouldBe(KafkaError.None);

    private static AppendResult Append(LogBench bench, long producerId, int sequence, short epoch, int records = 1, int valueBytes = 20) =>
        bench.Append(LogBench.Batch(records, producerId: producerId, sequence: sequence, epoch: epoch, valueBytes: valueBytes, isTransactional: true));

    private static async Task StopAsync(LogBench bench, bool isPowerCut)
    {
        if (isPowerCut)
            bench.Disk.PowerCut();
        else
            await bench.Store.DisposeAsync();
        bench.Open();
        bench.Partition.IsDamaged.ShouldBeFalse();
    }

    private static long EndOf(LogBench bench, bool isCommitted)
    {
        using var slice = bench.Partition.Read(0, 1 << 20, atLeastOne: true, isCommitted);
        return LogBench.EndOf(slice.Buffers[^1]);
    }
}
