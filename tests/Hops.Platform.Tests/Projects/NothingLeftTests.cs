using System.Globalization;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Platform.Credentials;
using Hops.Platform.Datasets;
using Hops.Platform.JoinRequests;
using Hops.Platform.Members;
using Hops.Platform.Projects;
using Hops.Platform.Queries;
using Hops.Platform.Schemas;
using Hops.Platform.Tokens;
using Hops.Platform.Topics;
using Hops.Platform.Users;
using Hops.Schemas.Registry;

namespace Hops.Platform.Tests.Projects;

/// <summary>Deletion, looked at in the rows of the database itself: a table that somebody adds and forgets to empty is found here.</summary>
public sealed class NothingLeftTests : IAsyncLifetime
{
    private const string Schema = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>What outlives a project: who did what, and what is still to be removed from the disk.</summary>
    private static readonly string[] Kept = ["audit", "audit_head", "kafka_topic_deletion", "reserved_names"];

    private readonly PlatformFixture _fixture = new();

    private HopsPlatform Platform => _fixture.Platform;

    public Task InitializeAsync() => _fixture.InitializeAsync();

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Of_a_deleted_project_no_table_has_its_id_or_name_but_those_that_are_meant_to()
    {
        var owner = await _fixture.UserAsync("gone_owner");
        var project = await FillAsync(owner, "vanishing");
        await AlterProject.RunAsync(Platform, owner, "vanishing", new ProjectChange(null, null, null) { IsListed = true }, CancellationToken.None);
        await AskToJoin.RunAsync(Platform, await _fixture.UserAsync("gone_asker"), "vanishing", "let me in", CancellationToken.None);
        await ArchiveProject.RunAsync(Platform, owner, "vanishing", CancellationToken.None);
        var id = project.Id.ToString(CultureInfo.InvariantCulture);
        string[] full = [.. Mentions(id, "vanishing").Distinct()];
        full.Length.ShouldBeGreaterThan(10, string.Join(' ', full));

        await DeleteProject.RunAsync(Platform, owner, "vanishing", null, CancellationToken.None);

        // Directories are reclaimed in the background.
        using var patience = new CancellationTokenSource(Patience);
        while (Mentions(id, "vanishing").Except(Kept).Any() && !patience.IsCancellationRequested)
            await Task.Delay(20);
        Mentions(id, "vanishing").Except(Kept).Distinct().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_member_who_is_removed_leaves_no_credential_and_nothing_that_acts_for_it()
    {
        var owner = await _fixture.UserAsync("stay_owner");
        var project = await FillAsync(owner, "staying");
        var member = (await Platform.Store.ReadAsync(read => read.ScanAsync(Member.Table, Key.Of(project.Id), null, 10)))
            .Single(one => one.UserId != owner.UserId);
        var inside = Platform.Roster.Now.Inside(project.Id, member.UserId, Channel.External, TokenScopes.All, "x")!;
        Tables($"{project.Id}|{member.UserId}|").ShouldBe(["members", "credentials"], ignoreOrder: true);

        await RemoveMember.RunAsync(Platform, owner, new MemberName("staying", inside.UserName), null, CancellationToken.None);

        Tables($"{project.Id}|{member.UserId}|").ShouldBeEmpty();
        Platform.Gate.Current(inside).ShouldBeNull();
        (await ListQueries.FindAsync(Platform, owner, new QueryName("staying", "of_member"), CancellationToken.None))
            .Desired.ShouldBe(QueryState.Stopped, "what ran as it is told to stop");
    }

    /// <summary>A project with one of everything, and a member with a query that should run.</summary>
    private async Task<Project> FillAsync(Principal owner, string name)
    {
        var project = await CreateProject.RunAsync(Platform, owner, name, "with one of everything", CancellationToken.None);
        var member = await _fixture.UserAsync(name[..3] + "_sci");
        await AddMember.RunAsync(Platform, owner, name, member.UserName, ProjectRole.DataScientist, CancellationToken.None);
        await CreateDataset.RunAsync(Platform, owner, name, new DatasetRequest("data"), CancellationToken.None);
        await CreateTopic.RunAsync(Platform, owner, name, new TopicRequest("events", 2, ValueSchema: new SchemaSubmission(Schema)), CancellationToken.None);
        await ProjectSchemas.RegisterAsync(Platform, owner, new SubjectName(name, "other"), new SchemaSubmission(Schema), CancellationToken.None);
        await CreateQuery.RunAsync(Platform, member, new QueryName(name, "of_member"), "{}", CancellationToken.None);
        await SetQueryState.RunAsync(Platform, member, new QueryName(name, "of_member"), new QueryWish(QueryState.Running), CancellationToken.None);
        await RotateCredential.RunAsync(Platform, owner, name, CancellationToken.None);
        await WriteReadme.RunAsync(Platform, owner, name, ("# Readme", 0), CancellationToken.None);
        await RotateCredential.RunAsync(Platform, member, name, CancellationToken.None);
        await _fixture.TokenAsync(member, new TokenRequest("bound", TokenScopes.Read, name, null));
        return project;
    }

    private IEnumerable<string> Mentions(params string[] texts) =>
        DatabaseDump.Read(_fixture.DatabasePath).Where(row => texts.Any(text => row.Row.Contains(text, StringComparison.Ordinal))).Select(row => row.Table);

    private IEnumerable<string> Tables(string start) =>
        DatabaseDump.Read(_fixture.DatabasePath).Where(row => row.Row.StartsWith(start, StringComparison.Ordinal)).Select(row => row.Table).Distinct();
}
