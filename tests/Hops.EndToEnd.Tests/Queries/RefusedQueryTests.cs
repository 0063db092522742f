using System.Globalization;
using Hops.Core.Errors;
using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Queries;

[Collection(SharedPlatformCollection.Name)]
public sealed class RefusedQueryTests(SharedPlatform shared)
{
    private static readonly QueryDefinition Good = new("wrong", "numbers", "SELECT * FROM numbers") { Sink = "sink" };

    [SpineFact]
    public async Task A_wrong_definition_is_refused_before_there_is_a_query()
    {
        await using var project = await shared.Platform.ProjectAsync("refused");
        await NumberedEvents.CreateAsync(project, "numbers");
        await project.DatasetAsync("sink");

        var column = await RefusedAsync(project, Good with { Sql = "SELECT n,\n       nn FROM numbers" }, ErrorCode.InvalidQuery);
        (Fact(column, "line"), Fact(column, "column")).ShouldBe((2, 8), column.Message);
        column.Message.ShouldContain("nn");
        var syntax = await RefusedAsync(project, Good with { Sql = "SELECT n\nFROM numbers\nWHERE n >> > 3" }, ErrorCode.InvalidQuery);
        Fact(syntax, "line").ShouldBe(3, syntax.Message);
        var function = await RefusedAsync(project, Good with { Sql = "SELECT n, no_such_function(n) FROM numbers" }, ErrorCode.InvalidQuery);
        (Fact(function, "line"), Fact(function, "column")).ShouldBe((1, 11), function.Message);
        await RefusedAsync(project, Good with { Sql = "DELETE FROM numbers" }, ErrorCode.InvalidQuery);
        await RefusedAsync(project, Good with { Sql = "SELECT * FROM read_csv('/etc/passwd')" }, ErrorCode.InvalidQuery);

        (await RefusedAsync(project, Good with { Topic = "nothing", Sql = "SELECT * FROM nothing" }, ErrorCode.NotFound)).Message.ShouldContain("nothing");
        (await RefusedAsync(project, Good with { Sink = "nowhere" }, ErrorCode.NotFound)).Message.ShouldContain("nowhere");
        await RefusedAsync(project, Good with { WatermarkColumn = "nn" }, ErrorCode.InvalidQuery);
        await RefusedAsync(project, Good with { WatermarkColumn = "station" }, ErrorCode.InvalidQuery);
        await RefusedAsync(project, Good with { BadRecords = "deadLetter" }, ErrorCode.InvalidQuery);
        await RefusedAsync(project, Good with { RecordsPerBatchMax = -1 }, ErrorCode.InvalidQuery);
        await RefusedAsync(project, Good with { BadRecords = "ignore" }, ErrorCode.InvalidQuery);

        (await project.Rest.ListAsync($"projects/{project.Name}/queries").ToListAsync()).ShouldBeEmpty();
    }

    [SpineFact]
    public async Task The_same_definition_without_the_fault_is_taken()
    {
        await using var project = await shared.Platform.ProjectAsync("taken");
        await NumberedEvents.CreateAsync(project, "numbers");
        await project.DatasetAsync("sink");

        var query = await project.QueryAsync(Good);

        (await query.StatusAsync()).GetProperty("state").GetString().ShouldBe("STOPPED");
    }

    private static async Task<PlatformException> RefusedAsync(TestProject project, QueryDefinition definition, ErrorCode code)
    {
        var refusal = await Should.ThrowAsync<PlatformException>(() => project.QueryAsync(definition));
        refusal.Code.ShouldBe(code, refusal.Message);
        return refusal;
    }

    private static int Fact(PlatformException refusal, string name) =>
        refusal.Facts.TryGetValue(name, out var value) ? int.Parse(value?.ToString() ?? "-1", CultureInfo.InvariantCulture) : -1;
}
