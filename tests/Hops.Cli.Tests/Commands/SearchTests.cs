using Hops.Cli.Tests.Support;

namespace Hops.Cli.Tests.Commands;

/// <summary>Finding things, by the executable.</summary>
[Collection(LiveServerGroup.Name)]
public sealed class SearchTests(LiveServer server)
{
    private const string Schema = """{"type":"record","name":"R","fields":[{"name":"wind_speed","type":"int","doc":"in knots"}]}""";

    [Fact]
    public async Task What_somebody_has_is_found_by_a_part_of_its_name_or_by_its_text()
    {
        var owner = await server.OwnerAsync("src_cli");
        await owner.DoAsync("topic", "create", "gusts", "--partitions", "1", "--value-schema", owner.Write("r.avsc", Schema));
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!(await owner.DoAsync("search", "knots")).Contains("FIELD", StringComparison.Ordinal))
            await Task.Delay(50, deadline.Token);

        (await owner.DoAsync("search", "knots")).ShouldBe("type\tproject\tname\tplace\ttext\nFIELD\tsrc_cli\twind_speed\tgusts-value\tin knots\n");
        (await owner.JsonAsync("search", "UST", "--type", "topic", "--project", "src_cli"))[0].GetProperty("name").GetString().ShouldBe("gusts");
        (await owner.JsonAsync("search", "knots", "wind", "nowhere")).GetArrayLength().ShouldBe(0);
        await owner.RefusedAsync(ExitCode.Usage, "search");
        await owner.RefusedAsync(ExitCode.Usage, "search", "x", "--type", "y");
        await owner.RefusedAsync(ExitCode.NotFound, "search", "x", "--project", "src_none");
    }
}
