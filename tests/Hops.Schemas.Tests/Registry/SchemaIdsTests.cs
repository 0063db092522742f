using Hops.Schemas.Registry;
using Hops.Schemas.Tests.Support;

namespace Hops.Schemas.Tests.Registry;

public sealed class SchemaIdsTests
{
    [Fact]
    public void No_two_numbers_have_one_id_and_none_looks_like_one_that_was_counted()
    {
        byte[] secret = [.. Enumerable.Range(0, 32).Select(value => (byte)value)];

        var ids = Enumerable.Range(1, 200_000).Select(number => SchemaIds.Scatter(secret, number)).ToHashSet();

        ids.Count.ShouldBe(200_000);
        ids.Min().ShouldBeGreaterThanOrEqualTo(1 << 30);
    }

    [Fact]
    public void Ids_of_a_secret_are_the_same_for_ever()
    {
        byte[] secret = [.. Enumerable.Range(0, 32).Select(value => (byte)value)];

        SchemaIds.Scatter(secret, 1).ShouldBe(SchemaIds.Scatter(secret, 1));
        SchemaIds.Scatter(secret, 1).ShouldNotBe(SchemaIds.Scatter([.. secret.Reverse()], 1));
    }

    [Fact]
    public async Task Neighbouring_ids_of_a_registry_tell_nothing_of_each_other()
    {
        await using var database = new TestDatabase();

        var ids = new List<int>();
        for (var count = 0; count < 20; count++)
            ids.Add(await database.Registry.NextIdAsync());

        ids.Distinct().Count().ShouldBe(20);
        ids.Zip(ids.Skip(1)).Count(pair => Math.Abs((long)pair.First - pair.Second) < 1000).ShouldBeLessThan(3);
    }
}
