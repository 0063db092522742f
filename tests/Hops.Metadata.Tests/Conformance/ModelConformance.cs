using Hops.Core.Errors;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Metadata.Tests.Conformance;

/// <summary>Random transactions against a dictionary that does what a table with a unique look-up should; an engine derives from this.</summary>
public abstract class ModelConformance : MetadataStoreConformance
{
    private const int Regions = 3;
    private const int NamesInUse = 12;
    private const int IdsInUse = 25;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Random_transactions_do_what_a_dictionary_does_and_failed_ones_nothing(int seed)
    {
        var random = new Random(seed);
        var model = new SortedDictionary<(long Region, string Name), Town>(Comparer<(long Region, string Name)>.Create(
            (one, other) => one.Region != other.Region ? one.Region.CompareTo(other.Region) : string.CompareOrdinal(one.Name, other.Name)));
        var committed = 0;
        for (var round = 0; round < 250; round++)
        {
            var copy = new SortedDictionary<(long Region, string Name), Town>(model, model.Comparer);
            var (steps, fails) = (random.Next(1, 12), random.Next(4) == 0);
            try
            {
                await Store.WriteAsync(async transaction =>
                {
                    for (var step = 0; step < steps; step++)
                        await StepAsync(transaction, copy, random, $"seed {seed}, round {round}, step {step}");
                    return fails ? throw new InvalidOperationException("changed its mind") : 0;
                });
                model = copy;
                committed++;
            }
            catch (InvalidOperationException) when (fails)
            {
                // Nothing of it has happened.
            }
            catch (PlatformException refusal) when (refusal.Code == ErrorCode.AlreadyExists)
            {
                // A change broke the look-up: nothing of it has happened either.
            }

            if (round % 50 == 49)
                await ReopenAsync();
            if (round % 10 == 9)
                await CompareAsync(model, $"seed {seed}, round {round}");
        }

        committed.ShouldBeInRange(50, 220, "or one of the two was not tried");
    }

    [Fact]
    public async Task Sums_that_transfers_keep_are_the_same_in_every_snapshot_by_every_way_of_reading()
    {
        const int Accounts = 20;
        await Store.WriteAsync(async transaction =>
        {
            for (var id = 0; id < Accounts; id++)
                await transaction.InsertAsync(Tally.Table, new Tally(id, 100));
            return 0;
        });
        using var stop = new CancellationTokenSource();

        var readers = Enumerable.Range(0, 3).Select(reader => Task.Run(async () =>
        {
            var reads = 0;
            for (; !stop.IsCancellationRequested || reads == 0; reads++)
                (await SumAsync(reader, Accounts)).ShouldBe(100 * Accounts);
            return reads;
        })).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            var random = new Random(writer);
            for (var round = 0; round < 100; round++)
                await TransferAsync(random.Next(Accounts), random.Next(Accounts), random.Next(50));
        })));
        await stop.CancelAsync();

        (await Task.WhenAll(readers)).ShouldAllBe(reads => reads > 0);
    }

    private async Task TransferAsync(long from, long to, long amount) => await Store.WriteAsync(async transaction =>
    {
        var source = (await transaction.GetAsync(Tally.Table, Key.Of(from), LockMode.Write))!;
        await transaction.UpdateAsync(Tally.Table, source with { Count = source.Count - amount });
        var target = (await transaction.GetAsync(Tally.Table, Key.Of(to), LockMode.Write))!;
        await transaction.UpdateAsync(Tally.Table, target with { Count = target.Count + amount });
        return 0;
    });

    /// <summary>Row by row, many keys at once, or by a sweep in pages.</summary>
    private async Task<long> SumAsync(int way, int accounts) => await Store.ReadAsync(async transaction =>
    {
        long sum = 0;
        if (way == 0)
        {
            for (var id = 0; id < accounts; id++)
                sum += (await transaction.GetAsync(Tally.Table, Key.Of(id)))!.Count;
        }
        else if (way == 1)
        {
            sum = (await transaction.GetManyAsync(Tally.Table, [.. Enumerable.Range(0, accounts).Select(id => Key.Of(id))])).Sum(row => row!.Count);
        }
        else
        {
            Key? after = null;
            while (await transaction.SweepAsync(Tally.Table, after, 3) is { Count: > 0 } page)
            {
                sum += page.Sum(row => row.Count);
                after = Key.Of(page[^1].Id);
            }
        }

        return sum;
    });

    private static async Task StepAsync(
        WriteTransaction transaction, SortedDictionary<(long Region, string Name), Town> model, Random random, string when)
    {
        var town = new Town(random.Next(Regions), $"n{random.Next(NamesInUse)}", random.Next(IdsInUse), Motto: random.Next(2) == 0 ? null : when);
        var (place, isThere) = ((town.Region, town.Name), model.ContainsKey((town.Region, town.Name)));
        var isIdTaken = model.Any(other => other.Value.Id == town.Id && other.Key != place);
        switch (random.Next(6))
        {
            case 0 or 1:
                (await transaction.InsertAsync(Town.Table, town)).ShouldBe(!isThere && !isIdTaken, when);
                if (!isThere && !isIdTaken)
                    model[place] = town;
                break;
            case 2:
                // One that breaks the look-up ends the transaction.
                (await transaction.UpdateAsync(Town.Table, town)).ShouldBe(isThere, when);
                if (isThere)
                    model[place] = town;
                isThere.ShouldBe(isThere && !isIdTaken, "a look-up was broken and it was not refused: " + when);
                break;
            case 3:
                (await transaction.DeleteAsync(Town.Table, town.Key)).ShouldBe(model.Remove(place), when);
                break;
            case 4:
                var limit = random.Next(1, 4);
                var removed = model.Keys.Where(key => key.Region == town.Region).Take(limit).ToArray();
                (await transaction.DeletePrefixAsync(Town.Table, Key.Of(town.Region), limit)).ShouldBe(removed.Length, when);
                foreach (var each in removed)
                    model.Remove(each);
                break;
            default:
                (await transaction.GetAsync(Town.Table, town.Key, LockMode.Write)).ShouldBe(model.GetValueOrDefault(place), when);
                var found = model.Values.FirstOrDefault(other => other.Id == town.Id);
                (await transaction.LookupAsync(Town.Table, Town.ById, Key.Of(town.Id))).ShouldBe(found, when);
                break;
        }
    }

    private async Task CompareAsync(SortedDictionary<(long Region, string Name), Town> model, string when) => await Store.ReadAsync(async transaction =>
    {
        (await transaction.SweepAsync(Town.Table, null, 1_000)).ToArray().ShouldBe(model.Values.ToArray(), when);
        for (var region = 0; region < Regions; region++)
            (await transaction.ScanAsync(Town.Table, Key.Of(region), null, 1_000)).ToArray().ShouldBe(model.Values.Where(town => town.Region == region).ToArray(), when);
        for (var id = 0; id < IdsInUse; id++)
            (await transaction.LookupAsync(Town.Table, Town.ById, Key.Of(id))).ShouldBe(model.Values.FirstOrDefault(town => town.Id == id), when);
        return 0;
    });
}
