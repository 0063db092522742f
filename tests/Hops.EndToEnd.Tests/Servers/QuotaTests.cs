using Hops.Core.Errors;
using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Servers;

[Collection(SharedPlatformCollection.Name)]
public sealed class QuotaTests(SharedPlatform shared)
{
    private const long QuotaBytes = 200_000;
    private const long EventsPerWrite = 2_000;

    [SpineFact]
    public async Task A_query_over_the_quota_says_so_reads_go_on_and_a_larger_quota_lets_it_go_on()
    {
        await using var project = await shared.Platform.ProjectAsync("quota");
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers");
        await project.DatasetAsync("files");
        await project.Files.CreateAsync(project.PathOf("files") + "/before", new byte[1000]);
        await SetQuotaAsync(project, QuotaBytes);
        var query = await project.QueryAsync(new QueryDefinition("raw", "numbers", "SELECT *, sha256(CAST(n AS VARCHAR)) AS filler FROM numbers"));
        await using var writer = await project.WriterAsync("numbers");
        await query.StartAsync();

        var written = 100L;
        await NumberedEvents.WriteAsync(writer, schemaId, 0, written);
        await query.CommitsAsync(written);
        await Until.HoldsAsync("the query is over the quota", async () =>
        {
            await NumberedEvents.WriteAsync(writer, schemaId, written, written + EventsPerWrite);
            written += EventsPerWrite;
            return (await query.StatusAsync()).GetProperty("state").GetString() == "FAILED";
        });

        (await query.StatusAsync()).GetProperty("error").GetString().ShouldBe("storage-quota-exceeded");
        await ShouldHoldAsync(project, (await project.LastCommitAsync("raw"))!.To.Single());
        (await project.ReadAsync(project.PathOf("files") + "/before")).Length.ShouldBe(1000);
        var refusal = await Should.ThrowAsync<PlatformException>(
            () => project.Files.CreateAsync(project.PathOf("files") + "/after", new byte[QuotaBytes]));
        refusal.Code.ShouldBe(ErrorCode.StorageQuotaExceeded);
        await NumberedEvents.WriteAsync(writer, schemaId, written, written + EventsPerWrite);
        written += EventsPerWrite;

        await SetQuotaAsync(project, 1L << 30);
        await query.StartAsync();
        await query.CommitsAsync(written);
        await query.StopAsync();
        await ShouldHoldAsync(project, written);
    }

    private async Task SetQuotaAsync(TestProject project, long quotaBytes) =>
        await shared.Platform.Administrator.CallAsync(HttpMethod.Patch, $"projects/{project.Name}", new { quotaBytes }, "*");

    private static async Task ShouldHoldAsync(TestProject project, long events)
    {
        var row = (await project.SqlAsync("SELECT count(*), count(DISTINCT n), min(n), max(n) FROM raw"))[0];
        row.Select(cell => cell.GetInt64()).ShouldBe([events, events, 0, events - 1]);
    }
}
