using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Queries;

[Collection(SharedPlatformCollection.Name)]
public sealed class PreviewTests(SharedPlatform shared)
{
    [SpineFact]
    public async Task A_preview_shows_what_a_query_would_write_for_the_newest_records_and_writes_nothing()
    {
        await using var project = await shared.Platform.ProjectAsync("previewed");
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers", partitions: 2);
        await project.DatasetAsync("minutes");
        var empty = await PreviewAsync(project, "SELECT n FROM numbers", 10);
        (empty.GetProperty("recordsRead").GetInt64(), empty.GetProperty("answer").GetProperty("columns").GetArrayLength()).ShouldBe((0, 1));
        await using (var writer = await project.WriterAsync("numbers"))
            await NumberedEvents.WriteAsync(writer, schemaId, 0, 150);

        var windows = await PreviewAsync(
            project, "SELECT window_start, count(*) AS n FROM numbers GROUP BY tumble(happened, INTERVAL '1 minute')", 10, new { column = "happened", delayMs = 600_000 });
        var few = await PreviewAsync(project, "SELECT n FROM numbers", 5);

        windows.GetProperty("answer").GetProperty("rows").EnumerateArray().Select(row => row[1].GetInt64()).ShouldBe([60, 60, 30], ignoreOrder: true, "all windows are closed");
        windows.GetProperty("recordsRead").GetInt64().ShouldBe(150);
        (few.GetProperty("answer").GetProperty("rowCount").GetInt32(), few.GetProperty("answer").GetProperty("truncatedBy").GetString()).ShouldBe((5, "rows"));
        (await project.Rest.CallAsync(HttpMethod.Get, $"projects/{project.Name}/files?path=minutes")).Body.GetProperty("items").GetArrayLength().ShouldBe(0);
        (await project.Rest.ListAsync($"projects/{project.Name}/queries").CountAsync()).ShouldBe(0);
    }

    private static async Task<System.Text.Json.JsonElement> PreviewAsync(TestProject project, string sql, int rowsMax, object? watermark = null)
    {
        var definition = new { name = "seen", topic = "numbers", sql, watermark };
        return (await project.Rest.CallAsync(HttpMethod.Post, $"projects/{project.Name}/query-previews", new { definition, rowsMax })).Body;
    }
}
