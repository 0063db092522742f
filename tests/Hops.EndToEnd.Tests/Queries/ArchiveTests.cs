using Hops.Core.Errors;
using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Queries;

/// <summary>What an archived project refuses, over every protocol, and that its work stops where it can go on.</summary>
[Collection(SharedPlatformCollection.Name)]
public sealed class ArchiveTests(SharedPlatform shared)
{
    private static readonly QueryDefinition Copied = new("copied", "numbers", "SELECT n FROM numbers") { IntervalMs = 100 };

    [SpineFact]
    public async Task A_query_stops_at_a_commit_when_its_project_is_archived_and_goes_on_after_it()
    {
        await using var project = await shared.Platform.ProjectAsync("archive_query");
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers");
        await using var writer = await project.WriterAsync("numbers");
        await NumberedEvents.WriteAsync(writer, schemaId, 0, 100);
        var query = await project.QueryAsync(Copied);
        await query.StartAsync();
        await query.CommitsAsync(100);

        await project.Rest.CallAsync(HttpMethod.Post, "projects/archive_query/archive");

        (await query.StatusAsync()).GetProperty("state").GetString().ShouldBe("STOPPED", "the answer comes when it has stopped");
        (await Should.ThrowAsync<PlatformException>(query.StartAsync())).Code.ShouldBe(ErrorCode.ProjectArchived);
        (await Should.ThrowAsync<PlatformException>(project.SqlAsync("SELECT 1"))).Code.ShouldBe(ErrorCode.ProjectArchived);
        await project.Rest.CallAsync(HttpMethod.Post, "projects/archive_query/unarchive");
        await NumberedEvents.WriteAsync(writer, schemaId, 100, 200);
        await query.StartAsync();
        await query.CommitsAsync(200);
        (await project.SqlAsync("SELECT count(*), count(DISTINCT n) FROM copied"))[0].Select(cell => cell.GetInt64()).ShouldBe([200, 200]);
    }

    [SpineFact]
    public async Task Open_connections_write_nothing_into_an_archived_project_and_its_owner_still_reads()
    {
        await using var project = await shared.Platform.ProjectAsync("archive_doors");
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers");
        await project.DatasetAsync("data");
        await project.Files.CreateAsync("/Projects/archive_doors/data/a.csv", "a"u8.ToArray());
        await using var writer = await project.WriterAsync("numbers");
        await NumberedEvents.WriteAsync(writer, schemaId, 0, 10);

        await project.Rest.CallAsync(HttpMethod.Post, "projects/archive_doors/archive");

        await Should.ThrowAsync<PlatformException>(NumberedEvents.WriteAsync(writer, schemaId, 10, 20));
        (await Should.ThrowAsync<PlatformException>(project.Files.CreateAsync("/Projects/archive_doors/data/b.csv", "b"u8.ToArray()))).Code.ShouldBe(ErrorCode.ProjectArchived);
        (await project.ReadAsync("/Projects/archive_doors/data/a.csv")).ShouldBe("a"u8.ToArray());
        var messages = await project.Rest.CallAsync(HttpMethod.Get, "projects/archive_doors/topics/numbers/messages?limit=100");
        messages.Body.GetProperty("items").GetArrayLength().ShouldBe(10);
    }
}
