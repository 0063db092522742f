using Hops.Kafka.Groups;
using Hops.Kafka.Transactions;

namespace Hops.Kafka.Tests.Transactions;

/// <summary>The steps of one transactional id (KIP-98, KIP-360, KIP-890), without clock and database.</summary>
public sealed class TransactionStateTests
{
    private const long First = 100;
    private const long Second = 200;
    private const short EpochMax = short.MaxValue - 1;

    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TopicPartition Departures = new(Guid.NewGuid(), 0);
    private static readonly TopicPartition Arrivals = new(Guid.NewGuid(), 3);
    private static readonly KeyValuePair<GroupPartition, CommittedOffset> Offset = new(new("readers", Departures), new(7, -1, "", Now));

    private readonly TransactionState _fresh = TransactionState.New.Initialize(Minute, known: null, First, Now).State;

    [Fact]
    public void The_first_producer_begins_with_epoch_0() =>
        (_fresh.ProducerId, _fresh.ProducerEpoch, _fresh.Status, _fresh.Timeout).ShouldBe((First, (short)0, TransactionStatus.Empty, Minute));

    [Fact]
    public void The_next_one_fences_it()
    {
        var next = _fresh.Initialize(Minute, known: null, Second, Now).State;

        (next.ProducerId, next.ProducerEpoch).ShouldBe((First, (short)1));
        next.Add(First, 0, [Departures], Now).Error.ShouldBe(KafkaError.ProducerFenced);
        next.End(First, 0, isCommit: true, Now).Error.ShouldBe(KafkaError.ProducerFenced);
        next.Takes(First, 0, Departures).ShouldBe(KafkaError.InvalidProducerEpoch);
        next.Initialize(Minute, known: (First, 0), Second, Now).Error.ShouldBe(KafkaError.ProducerFenced);
    }

    [Fact]
    public void A_producer_that_goes_on_has_the_next_epoch_and_may_ask_twice()
    {
        var next = _fresh.Initialize(Minute, known: (First, 0), Second, Now).State;
        var again = next.Initialize(Minute, known: (First, 0), Second, Now);

        next.ProducerEpoch.ShouldBe((short)1);
        (again.Error, again.State.ProducerEpoch).ShouldBe((KafkaError.None, (short)1));
        next.Initialize(Minute, known: (Second, 0), Second, Now).Error.ShouldBe(KafkaError.ProducerFenced);
    }

    [Fact]
    public void Epochs_that_are_used_up_give_way_to_another_id()
    {
        var last = _fresh with { ProducerEpoch = EpochMax };

        var rotated = last.Initialize(Minute, known: (First, EpochMax), Second, Now).State;
        (rotated.ProducerId, rotated.ProducerEpoch).ShouldBe((Second, (short)0));
        var again = rotated.Initialize(Minute, known: (First, EpochMax), 300, Now);
        (again.Error, again.State.ProducerId, again.State.ProducerEpoch).ShouldBe((KafkaError.None, Second, (short)0));
    }

    [Fact]
    public void Partitions_open_it_and_batches_are_taken_where_they_were_added()
    {
        var open = _fresh.Add(First, 0, [Departures], Now).State;

        (open.Status, open.StartedAt).ShouldBe((TransactionStatus.Ongoing, Now));
        open.Takes(First, 0, Departures).ShouldBe(KafkaError.None);
        open.Takes(First, 0, Arrivals).ShouldBe(KafkaError.InvalidTxnState);
        open.Takes(Second, 0, Departures).ShouldBe(KafkaError.InvalidProducerIdMapping);
        _fresh.Takes(First, 0, Departures).ShouldBe(KafkaError.InvalidTxnState);
        open.Add(First, 0, [Departures], Now.AddSeconds(1)).State.ShouldBeSameAs(open);
        open.Add(First, 0, [Arrivals], Now.AddSeconds(1)).State.StartedAt.ShouldBe(Now, "it began when it began");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_ends_as_decided_and_that_may_be_asked_twice(bool isCommit)
    {
        var open = _fresh.Add(First, 0, [Departures], Now).State.Commit(First, 0, [Offset], opens: false, Now).State;

        var ending = open.End(First, 0, isCommit, Now).State;
        ending.IsEnding.ShouldBeTrue();
        ending.Takes(First, 0, Departures).ShouldBe(KafkaError.InvalidTxnState);
        ending.Add(First, 0, [Arrivals], Now).Error.ShouldBe(KafkaError.ConcurrentTransactions);
        ending.Initialize(Minute, known: null, Second, Now).Error.ShouldBe(KafkaError.ConcurrentTransactions);
        ending.End(First, 0, isCommit, Now).Error.ShouldBe(KafkaError.ConcurrentTransactions);
        ending.End(First, 0, !isCommit, Now).Error.ShouldBe(KafkaError.InvalidTxnState);

        var ended = ending.Completed(Now);
        (ended.Status, ended.EntryCount, ended.StartedAt, ended.ProducerEpoch)
            .ShouldBe((isCommit ? TransactionStatus.CompleteCommit : TransactionStatus.CompleteAbort, 0, null, (short)0));
        ended.End(First, 0, isCommit, Now).Error.ShouldBe(KafkaError.None);
        ended.End(First, 0, !isCommit, Now).Error.ShouldBe(KafkaError.InvalidTxnState);
        ended.Add(First, 0, [Arrivals], Now).State.Status.ShouldBe(TransactionStatus.Ongoing);
    }

    [Fact]
    public void A_text_beside_an_offset_counts_by_its_length_as_long_as_it_is_kept()
    {
        var open = _fresh.Add(First, 0, [Departures], Now).State;
        var heavy = open.Commit(First, 0, [WithText(1280)], opens: false, Now).State;
        heavy.EntryCount.ShouldBe(1 + 1 + 10);
        TransactionState.EntriesOf([WithText(1281)]).ShouldBe(1 + 11);

        heavy.Commit(First, 0, [WithText(128)], opens: false, Now).State.EntryCount.ShouldBe(1 + 1 + 1);
        heavy.End(First, 0, isCommit: true, Now).State.Completed(Now).EntryCount.ShouldBe(0);

        static KeyValuePair<GroupPartition, CommittedOffset> WithText(int characters) => new(Offset.Key, Offset.Value with { Metadata = new string('x', characters) });
    }

    [Fact]
    public void What_was_never_begun_has_no_end()
    {
        _fresh.End(First, 0, isCommit: true, Now).Error.ShouldBe(KafkaError.InvalidTxnState);
        _fresh.Commit(First, 0, [Offset], opens: false, Now).Error.ShouldBe(KafkaError.InvalidTxnState);
        _fresh.Commit(First, 0, [Offset], opens: true, Now).State.Status.ShouldBe(TransactionStatus.Ongoing);
        TransactionState.New.End(-1, -1, isCommit: true, Now).Error.ShouldBe(KafkaError.InvalidProducerIdMapping);
    }

    [Fact]
    public void A_new_producer_aborts_what_the_last_one_left_open_and_both_are_behind_it()
    {
        var open = _fresh.Add(First, 0, [Departures], Now).State;

        var (error, fenced) = open.Initialize(Minute, known: null, Second, Now);
        (error, fenced.Status, fenced.ProducerEpoch).ShouldBe((KafkaError.ConcurrentTransactions, TransactionStatus.PrepareAbort, (short)1));
        fenced.Completed(Now).Initialize(Minute, known: null, Second, Now).State.ProducerEpoch.ShouldBe((short)2);
    }

    [Fact]
    public void A_producer_that_goes_on_aborts_what_it_left_open_itself_and_is_not_fenced_by_that()
    {
        var open = _fresh.Add(First, 0, [Departures], Now).State;

        var (error, aborting) = open.Initialize(Minute, known: (First, 0), Second, Now);
        (error, aborting.Status).ShouldBe((KafkaError.ConcurrentTransactions, TransactionStatus.PrepareAbort));
        aborting.Initialize(Minute, known: (First, 0), Second, Now).Error.ShouldBe(KafkaError.ConcurrentTransactions);

        var next = aborting.Completed(Now).Initialize(Minute, known: (First, 0), Second, Now);
        (next.Error, next.State.ProducerId, next.State.ProducerEpoch).ShouldBe((KafkaError.None, First, (short)1));
        var again = next.State.Initialize(Minute, known: (First, 0), Second, Now);
        (again.Error, again.State.ProducerEpoch).ShouldBe((KafkaError.None, (short)1));
    }

    [Fact]
    public void A_producer_whose_time_was_over_goes_on_unless_another_one_has_begun()
    {
        var aborted = _fresh.Add(First, 0, [Departures], Now).State.TimeOut(Now.AddMinutes(1)).State.Completed(Now);

        var next = aborted.Initialize(Minute, known: (First, 0), Second, Now);
        (next.Error, next.State.ProducerId, next.State.ProducerEpoch).ShouldBe((KafkaError.None, First, (short)1));
        var another = aborted.Initialize(Minute, known: null, Second, Now).State;
        another.ProducerEpoch.ShouldBe((short)2);
        another.Initialize(Minute, known: (First, 0), Second, Now).Error.ShouldBe(KafkaError.ProducerFenced);
    }

    [Fact]
    public void The_epoch_that_only_fences_is_given_to_nobody()
    {
        var open = (_fresh with { ProducerEpoch = EpochMax }).Add(First, EpochMax, [Departures], Now).State;
        var aborted = open.TimeOut(Now.AddMinutes(1)).State.Completed(Now);

        var next = aborted.Initialize(Minute, known: (First, EpochMax), Second, Now);

        (next.Error, next.State.ProducerId, next.State.ProducerEpoch).ShouldBe((KafkaError.None, Second, (short)0));
        var again = next.State.Initialize(Minute, known: (First, EpochMax), 300, Now);
        (again.Error, again.State.ProducerId, again.State.ProducerEpoch).ShouldBe((KafkaError.None, Second, (short)0));
    }

    [Fact]
    public void Who_was_fenced_does_not_abort_what_its_successor_writes()
    {
        var open = _fresh.Initialize(Minute, known: (First, 0), Second, Now).State.Add(First, 1, [Departures], Now).State;

        var (error, state) = open.Initialize(Minute, known: (First, 0), Second, Now);
        error.ShouldBe(KafkaError.ProducerFenced);
        state.ShouldBeSameAs(open);
    }

    [Fact]
    public void Time_aborts_what_is_open_for_too_long_and_fences_its_producer()
    {
        var open = _fresh.Add(First, 0, [Departures], Now).State;

        open.TimeOut(Now.AddSeconds(59)).State.ShouldBeSameAs(open);
        var aborted = open.TimeOut(Now.AddSeconds(60)).State;
        (aborted.Status, aborted.ProducerEpoch).ShouldBe((TransactionStatus.PrepareAbort, (short)1));
        aborted.Completed(Now).End(First, 0, isCommit: true, Now).Error.ShouldBe(KafkaError.ProducerFenced);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_newer_end_gives_another_epoch_and_may_be_asked_twice(bool isCommit)
    {
        var open = _fresh.Add(First, 0, [Departures], Now).State;

        var ending = open.EndAndBump(First, 0, isCommit, Second, Now).State;
        (ending.ProducerEpoch, ending.Producer).ShouldBe(((short)1, (First, (short)1)));
        ending.EndAndBump(First, 0, isCommit, Second, Now).Error.ShouldBe(KafkaError.ConcurrentTransactions);
        ending.EndAndBump(First, 0, !isCommit, Second, Now).Error.ShouldBe(KafkaError.InvalidTxnState);

        var ended = ending.Completed(Now);
        var again = ended.EndAndBump(First, 0, isCommit, Second, Now);
        (again.Error, again.State.Producer).ShouldBe((KafkaError.None, (First, (short)1)));
        ended.EndAndBump(First, 0, !isCommit, Second, Now).Error.ShouldBe(KafkaError.InvalidTxnState);
        ended.EndAndBump(First, 1, isCommit: true, Second, Now).Error.ShouldBe(KafkaError.InvalidTxnState);
        ended.EndAndBump(First, 5, isCommit, Second, Now).Error.ShouldBe(KafkaError.ProducerFenced);
        ended.EndAndBump(Second, 0, isCommit, Second, Now).Error.ShouldBe(KafkaError.InvalidProducerIdMapping);
    }

    [Fact]
    public void The_newer_end_aborts_nothing_too_with_another_epoch()
    {
        var aborted = _fresh.EndAndBump(First, 0, isCommit: false, Second, Now);

        (aborted.Error, aborted.State.Status, aborted.State.ProducerEpoch).ShouldBe((KafkaError.None, TransactionStatus.PrepareAbort, (short)1));
        aborted.State.Completed(Now).EndAndBump(First, 1, isCommit: false, Second, Now).State.ProducerEpoch.ShouldBe((short)2);
        _fresh.EndAndBump(First, 0, isCommit: true, Second, Now).Error.ShouldBe(KafkaError.InvalidTxnState);
    }

    [Fact]
    public void The_newer_end_goes_on_with_another_id_when_epochs_are_used_up()
    {
        var open = (_fresh with { ProducerEpoch = EpochMax }).Add(First, EpochMax, [Departures], Now).State;

        var ending = open.EndAndBump(First, EpochMax, isCommit: true, Second, Now).State;
        (ending.ProducerId, ending.ProducerEpoch, ending.Producer).ShouldBe((First, short.MaxValue, (Second, (short)0)));
        var ended = ending.Completed(Now);
        (ended.ProducerId, ended.ProducerEpoch).ShouldBe((Second, (short)0));
        var again = ended.EndAndBump(First, EpochMax, isCommit: true, 300, Now);
        (again.Error, again.State.Producer).ShouldBe((KafkaError.None, (Second, (short)0)));
        ended.Add(Second, 0, [Departures], Now).Error.ShouldBe(KafkaError.None);
    }
}
