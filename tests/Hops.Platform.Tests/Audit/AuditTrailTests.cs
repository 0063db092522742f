using System.Text;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Audit;
using Hops.Metadata.Tables;
using Hops.Platform.Audit;
using Hops.Platform.Datasets;
using Hops.Platform.Projects;

namespace Hops.Platform.Tests.Audit;

public sealed class AuditTrailTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private HopsPlatform Platform => fixture.Platform;

    [Fact]
    public async Task A_filter_takes_what_it_names_and_goes_on_where_a_part_ended()
    {
        var owner = await SceneAsync("fil");
        (await ActionsAsync(owner, "fil", new AuditFilter(Action: "dataset."))).ShouldBe(["dataset.create", "dataset.create", "dataset.delete"]);
        (await ActionsAsync(owner, "fil", new AuditFilter(Actor: "fil_owner", Outcome: "ok", Target: "D2"))).ShouldBe(["dataset.create"]);
        (await ActionsAsync(owner, "fil", new AuditFilter(Actor: "nobody"))).ShouldBeEmpty();
        (await ActionsAsync(owner, "fil", new AuditFilter(From: Platform.Time.GetUtcNow().AddHours(1)))).ShouldBeEmpty();
        (await ActionsAsync(owner, "fil", new AuditFilter(Until: Platform.Time.GetUtcNow().AddDays(-3)))).ShouldBeEmpty();

        var first = await ListAudit.RunAsync(Platform, owner, "fil", new AuditSlice(0, 2, IsNewestFirst: true, new AuditFilter(Action: "dataset.")), CancellationToken.None);
        first.Entries.Select(entry => entry.Action).ShouldBe(["dataset.delete", "dataset.create"]);
        var rest = await ListAudit.RunAsync(Platform, owner, "fil", new AuditSlice(first.Next!.Value, 2, IsNewestFirst: true, new AuditFilter(Action: "dataset.")), CancellationToken.None);
        (rest.Entries.Single().Target, rest.Next).ShouldBe(("d1", null));
    }

    [Fact]
    public async Task The_trail_of_the_server_is_checked_and_a_changed_row_is_named()
    {
        var owner = await SceneAsync("chk");
        (await CheckAudit.RunAsync(Platform, owner, "chk", 0, CancellationToken.None)).Check.Broken.ShouldBeNull();
        var id = Platform.Roster.Now.FindProject("chk")!.Row.Id;
        var third = await Platform.Store.ReadAsync(read => read.GetAsync(AuditLog.Entries, Key.Of(id, 3)));
        await Platform.Store.WriteAsync(transaction => transaction.UpdateAsync(AuditLog.Entries, third! with { Actor = "chk__somebody" }));

        (await CheckAudit.RunAsync(Platform, owner, "chk", 0, CancellationToken.None)).Check.Broken!.Sequence.ShouldBe(3);
        (await CheckAudit.RunAsync(Platform, owner, "chk", 3, CancellationToken.None)).Check.Broken.ShouldBeNull("what follows is as it was");
        await Should.ThrowAsync<PlatformException>(CheckAudit.RunAsync(Platform, owner, "chk", 99, CancellationToken.None));
    }

    [Fact]
    public async Task An_export_holds_all_that_is_needed_to_check_it_and_is_in_the_trail_itself()
    {
        var owner = await SceneAsync("exp");
        var file = await ExportAsync(owner, "exp", AuditFilter.None);

        var report = CheckAuditFile.Run(new StringReader(file));
        (report.Broken, report.Check.Count).ShouldBe((null, 5));
        file.Split('\n')[5].ShouldContain("audit.export");
        var head = await CheckAudit.HeadAsync(Platform, owner, "exp", 2, CancellationToken.None);
        CheckAuditFile.Run(new StringReader(file), head).Broken.ShouldBeNull();
        CheckAuditFile.Run(new StringReader(file), head with { Sequence = 3 }).Broken!.Sequence.ShouldBe(3);
        CheckAuditFile.Run(new StringReader(file), head with { Sequence = 30 }).Broken!.Sequence.ShouldBe(30);
    }

    [Fact]
    public async Task A_changed_removed_or_swapped_line_of_an_export_and_a_file_that_was_cut_off_are_found()
    {
        var owner = await SceneAsync("tam");
        var lines = (await ExportAsync(owner, "tam", AuditFilter.None)).TrimEnd('\n').Split('\n').ToList();
        lines.Count.ShouldBe(7);

        BrokenAt([.. lines.Select((line, at) => at == 3 ? line.Replace("d2", "d3", StringComparison.Ordinal) : line)]).ShouldBe(3);
        BrokenAt([.. lines[..2], .. lines[3..]]).ShouldBe(2);
        BrokenAt([.. lines[..2], lines[3], lines[2], .. lines[4..]]).ShouldBe(2);
        BrokenAt([.. lines[..^1]]).ShouldBe(6, "cut off");
        BrokenAt([.. lines[..^2], lines[^1]]).ShouldBe(5, "the end says how many");
        BrokenAt([lines[0].Replace("\"projectId\":", "\"projectId\":1", StringComparison.Ordinal), .. lines[1..]]).ShouldBe(1, "of another trail");
    }

    [Fact]
    public async Task A_selection_is_checked_entry_by_entry()
    {
        var owner = await SceneAsync("sel");
        var file = await ExportAsync(owner, "sel", new AuditFilter(Action: "dataset."));
        var report = CheckAuditFile.Run(new StringReader(file));
        (report.Broken, report.Check.Count, report.Header.Filter!.Action).ShouldBe((null, 3, "dataset."));
        CheckAuditFile.Run(new StringReader(file.Replace("dataset.delete", "dataset.create", StringComparison.Ordinal))).Broken!.Sequence.ShouldBe(4);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"format\":\"hops-audit/2\",\"trail\":\"x\",\"projectId\":1,\"time\":\"2026-01-01T00:00:00Z\",\"after\":0,\"headSequence\":1,\"headHash\":\"\"}")]
    [InlineData("{\"format\":\"hops-audit/1\",\"trail\":\"x\",\"projectId\":1,\"time\":\"2026-01-01T00:00:00Z\",\"after\":0,\"headSequence\":1,\"headHash\":\"\"}\n{\"sequence\":1}")]
    [InlineData("{\"format\":\"hops-audit/1\",\"trail\":\"x\",\"projectId\":1,\"time\":\"2026-01-01T00:00:00Z\",\"after\":0,\"headSequence\":1,\"headHash\":\"zz\"}\n{\"entries\":0,\"lastSequence\":0,\"isComplete\":true}")]
    public void What_is_no_export_is_refused(string text) =>
        Should.Throw<PlatformException>(() => CheckAuditFile.Run(new StringReader(text))).Code.ShouldBe(ErrorCode.InvalidArgument);

    private static long? BrokenAt(IReadOnlyList<string> lines) => CheckAuditFile.Run(new StringReader(string.Join('\n', lines) + "\n")).Broken?.Sequence;

    /// <summary>A project with four entries: made, two datasets, one of them deleted.</summary>
    private async Task<Principal> SceneAsync(string name)
    {
        var owner = await fixture.UserAsync(name + "_owner");
        await CreateProject.RunAsync(Platform, owner, name, "", CancellationToken.None);
        foreach (var dataset in new[] { "d1", "d2" })
            await CreateDataset.RunAsync(Platform, owner, name, new DatasetRequest(dataset), CancellationToken.None);
        await DeleteDataset.RunAsync(Platform, owner, new DatasetName(name, "d1"), null, CancellationToken.None);
        return owner;
    }

    private async Task<IEnumerable<string>> ActionsAsync(Principal actor, string project, AuditFilter filter) =>
        (await ListAudit.RunAsync(Platform, actor, project, new AuditSlice(0, 100, Filter: filter), CancellationToken.None)).Entries.Select(entry => entry.Action);

    private async Task<string> ExportAsync(Principal actor, string project, AuditFilter filter)
    {
        var export = await ExportAudit.BeginAsync(Platform, actor, project, filter, 0, CancellationToken.None);
        var text = new StringBuilder(JsonSerializer.Serialize(AuditFileHeader.Of(export), AuditFile.Json)).Append('\n');
        var end = new AuditFileEnd(0, 0, IsComplete: true);
        await foreach (var (entry, previous) in ExportAudit.ReadAsync(Platform, export, CancellationToken.None))
        {
            text.Append(JsonSerializer.Serialize(AuditFileEntry.Of(entry, previous), AuditFile.Json)).Append('\n');
            end = new AuditFileEnd(end.Entries + 1, entry.Sequence, IsComplete: true);
        }

        return text.Append(JsonSerializer.Serialize(end, AuditFile.Json)).Append('\n').ToString();
    }
}
