using Hops.Kafka.Log;

namespace Hops.Kafka.Tests.Log;

/// <summary>The index of aborted transactions against a list that is searched from its beginning to its end.</summary>
public class TransactionIndexTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_range_finds_the_same_as_a_search_through_all_before_and_after_it_was_saved(int seed)
    {
        var (index, all, end) = Random(new Random(seed), steps: 600, producers: 6);
        all.Count.ShouldBeGreaterThan(50);
        var restored = TransactionIndex.Restored(index.Open, all);
        var trimmed = index.TrimmedTo(end / 2);

        for (var from = 0L; from < end; from += 13)
        {
            for (var to = from + 1; to < end + 20; to += 17)
            {
                var expected = all.Where(aborted => aborted.LastOffset >= from && aborted.FirstOffset < to).ToList();
                index.AbortedIn(from, to).ShouldBe(expected, $"{from} to {to}");
                restored.AbortedIn(from, to).ShouldBe(expected, $"{from} to {to}, restored");
                trimmed.AbortedIn(from, to).ShouldBe(expected.Where(aborted => aborted.LastOffset >= end / 2), $"{from} to {to}, trimmed");
            }
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void A_search_may_stop_where_an_entry_says_so_and_soon(int seed)
    {
        var (index, all, end) = Random(new Random(seed), steps: 400, producers: 4);
        foreach (var entries in new[] { index.Aborted, TransactionIndex.Restored(index.Open, all).Aborted })
        {
            for (var at = 0; at < entries.Count; at++)
            {
                var stableOffset = entries[at].StableOffset;
                entries.Skip(at + 1).ShouldAllBe(later => later.Transaction.FirstOffset >= stableOffset);
                index.Open.Values.ShouldAllBe(first => first >= stableOffset, "what is open may be aborted yet");
                stableOffset.ShouldBeLessThanOrEqualTo(end, "what begins later begins behind it");
            }
        }

        var one = TransactionIndex.None;
        for (var offset = 0; offset < 100; offset += 2)
            one = one.With(1, offset).Ended(1, offset + 1, isCommit: false);
        one.Aborted.ShouldAllBe(entry => entry.StableOffset == entry.Transaction.LastOffset + 1, "one after the other, the next one is never looked at in vain");
    }

    /// <summary>Producers that write, commit and abort as they come; some are left open.</summary>
    private static (TransactionIndex Index, IReadOnlyList<AbortedTransaction> All, long End) Random(Random random, int steps, int producers)
    {
        var (index, all, end) = (TransactionIndex.None, new List<AbortedTransaction>(), 0L);
        for (var step = 0; step < steps; step++)
        {
            var producer = (long)random.Next(producers);
            if (!index.Open.TryGetValue(producer, out var first) || random.Next(3) > 0)
            {
                index = index.With(producer, end);
                end += random.Next(1, 5);
                continue;
            }

            var isCommit = random.Next(3) == 0;
            if (!isCommit)
                all.Add(new AbortedTransaction(producer, first, end));
            index = index.Ended(producer, end++, isCommit);
        }

        return (index, all, end);
    }
}
