using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Search;

namespace Hops.Platform.Tests.Search;

/// <summary>What the index has yet to follow: in order, each row once, and known to be forgotten when it is too much.</summary>
public sealed class WaitingChangesTests
{
    private static readonly Table<Row> Rows = new(
        "some_rows", [new("id", ColumnType.Int64)], keyLength: 1, partitionLength: 0, read => new Row(read.Int64()), (row, write) => write.Int64(row.Id));

    private readonly SettableTime _time = new();
    private readonly WaitingChanges _waiting;

    public WaitingChangesTests() => _waiting = new WaitingChanges(
        new Dictionary<Table, SearchSource> { [Rows] = new TableSource<Row>(1, Rows, (_, _) => new([])) }, countMax: 3, _time);

    [Fact]
    public void A_row_that_changes_often_waits_once_from_its_first_change_on()
    {
        var before = _time.GetUtcNow();
        Change(7, 8, 7);
        _time.Advance(TimeSpan.FromMinutes(1));
        Change(7);

        (_waiting.Oldest!.Value - before).ShouldBeLessThan(TimeSpan.FromMinutes(1));
        _waiting.Take(10).Select(change => change.Key[0].Int64).ShouldBe([7, 8]);
    }

    [Fact]
    public void What_was_taken_waits_until_it_is_done_and_may_come_again_meanwhile()
    {
        Change(7);
        var first = _waiting.Oldest;
        _waiting.Take(10);
        _time.Advance(TimeSpan.FromMinutes(1));
        Change(7);

        _waiting.Oldest.ShouldBe(first);
        _waiting.Done();
        _waiting.Oldest!.Value.ShouldBeGreaterThan(first!.Value);
        _waiting.Take(10).Count.ShouldBe(1);
        _waiting.Done();
        _waiting.Oldest.ShouldBeNull();
    }

    [Fact]
    public void Of_too_many_it_is_known_that_some_are_forgotten()
    {
        Change(1, 2, 3);
        _waiting.AreLost.ShouldBeFalse();

        Change(4);

        _waiting.AreLost.ShouldBeTrue();
        _waiting.Clear();
        (_waiting.AreLost, _waiting.Oldest).ShouldBe((false, null));
    }

    [Theory]
    [InlineData(-5, 3)]
    [InlineData(0, 1)]
    [InlineData(255, 256)]
    [InlineData(long.MinValue, long.MaxValue)]
    public void Keys_as_bytes_are_in_the_order_of_the_keys(long less, long more)
    {
        KeyBytes.Of(Key.Of(less, "z")).AsSpan().SequenceCompareTo(KeyBytes.Of(Key.Of(more, "a"))).ShouldBeLessThan(0);
        KeyBytes.Of(Key.Of(less, "a")).AsSpan().SequenceCompareTo(KeyBytes.Of(Key.Of(less, "aa"))).ShouldBeLessThan(0);
        var prefix = KeyBytes.Of(Key.Of(less));
        KeyBytes.After(prefix).AsSpan().SequenceCompareTo(KeyBytes.Of(Key.Of(less, "\uffff"))).ShouldBeGreaterThan(0);
        KeyBytes.After(prefix).AsSpan().SequenceCompareTo(KeyBytes.Of(Key.Of(more, ""))).ShouldBeLessThan(0);
    }

    private void Change(params long[] ids) => _waiting.Add([.. ids.Select(id => new RowChange(Rows, Key.Of(id)))]);

    private sealed record Row(long Id);
}
