using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Ownership;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Audit;
using Hops.Platform.Credentials;
using Hops.Platform.Datasets;
using Hops.Platform.Members;
using Hops.Platform.Projects;
using Hops.Platform.Queries;
using Hops.Platform.Schemas;
using Hops.Platform.Topics;
using Hops.Platform.Users;
using Hops.Schemas.Registry;

namespace Hops.Platform.Tests.Projects;

public sealed class ProjectLifeTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private const string Schema = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""";

    private static int _users;

    private HopsPlatform Platform => fixture.Platform;

    [Fact]
    public async Task A_project_and_all_that_is_its_own_come_and_go_in_one_transaction()
    {
        var owner = await fixture.UserAsync("life_owner");
        var project = await CreateProject.RunAsync(Platform, owner, "life", "first", CancellationToken.None);
        await CreateDataset.RunAsync(Platform, owner, "life", new DatasetRequest("data"), CancellationToken.None);
        await CreateTopic.RunAsync(Platform, owner, "life", new TopicRequest("events", 2, ValueSchema: new SchemaSubmission(Schema)), CancellationToken.None);
        foreach (var version in new[] { 1, 2 })
            await ProjectSchemas.RegisterAsync(Platform, owner, new SubjectName("life", $"base{version}"), new SchemaSubmission(Schema), CancellationToken.None);
        await CreateQuery.RunAsync(Platform, owner, new QueryName("life", "q"), "{}", CancellationToken.None);
        var (name, secret, _) = await RotateCredential.RunAsync(Platform, owner, "life", CancellationToken.None);
        var inside = (await Platform.Authentication.AuthenticateAsync(name, secret, CancellationToken.None))!;
        var status = await Platform.Files.StatAsync(inside, "/Projects/life/data", CancellationToken.None);
        (status.Owner, status.Group, status.Mode).ShouldBe(("life__life_owner", "life__data", 0x3F8));
        (await Platform.Files.FindQuotaAsync(FirstRun.Itself, "/Projects/life", CancellationToken.None))!.BytesLimit.ShouldBe(project.QuotaBytes);

        await fixture.ReopenAsync();
        Platform.Gate.Current(inside).ShouldNotBeNull("a restart forgets nothing");
        await DeleteProject.RunAsync(Platform, owner, "life", null, CancellationToken.None);
        (await Platform.Files.FindAsync(FirstRun.Itself, "/Projects/life", CancellationToken.None)).ShouldBeNull();
        Platform.Topics.Snapshot.List(project.Id).ShouldBeEmpty();
        (await Platform.Schemas.SubjectsAsync(inside)).ShouldBeEmpty();
        (await Platform.Authentication.AuthenticateAsync(name, secret, CancellationToken.None)).ShouldBeNull();
        (await Platform.Store.ReadAsync(read => read.ScanAsync(StoredQuery.Table, Key.Of(project.Id), null, 10))).ShouldBeEmpty();
        await EmptyAsync(RegistryTables.Subjects, RegistryTables.Texts);
        await fixture.ReopenAsync();
        Platform.Roster.Now.FindProject("life").ShouldBeNull();

        async Task EmptyAsync<TFirst, TSecond>(Table<TFirst> first, Table<TSecond> second)
            where TFirst : class
            where TSecond : class
        {
            (await Platform.Store.ReadAsync(read => read.ScanAsync(first, Key.Of(project.Id), null, 10))).ShouldBeEmpty();
            (await Platform.Store.ReadAsync(read => read.ScanAsync(second, Key.Of(project.Id), null, 10))).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task What_a_module_has_of_a_project_or_a_membership_ends_in_the_same_transaction()
    {
        var module = new Recorder();
        var own = new PlatformFixture { MoreResources = [module] };
        await own.InitializeAsync();
        try
        {
            var owner = await own.UserAsync("mod_owner");
            var member = await own.UserAsync("mod_member");
            var id = (await CreateProject.RunAsync(own.Platform, owner, "mod", "", CancellationToken.None)).Id;
            await AddMember.RunAsync(own.Platform, owner, "mod", "mod_member", ProjectRole.DataScientist, CancellationToken.None);

            await RemoveMember.RunAsync(own.Platform, owner, new MemberName("mod", "mod_member"), null, CancellationToken.None);
            module.Seen.ShouldBe([$"member {member.UserId} of {id}"]);
            module.IsRefusing = true;
            await Should.ThrowAsync<PlatformException>(() => DeleteProject.RunAsync(own.Platform, owner, "mod", null, CancellationToken.None));
            own.Platform.Roster.Now.FindProject("mod").ShouldNotBeNull("what one module refuses is not done by halves");
            module.IsRefusing = false;
            await DeleteProject.RunAsync(own.Platform, owner, "mod", null, CancellationToken.None);

            module.Seen.ShouldBe([$"member {member.UserId} of {id}", $"project {id}"]);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_name_of_a_deleted_project_stays_reserved_for_others()
    {
        var first = await fixture.UserAsync("res_one");
        var second = await fixture.UserAsync("res_two");
        await CreateProject.RunAsync(Platform, first, "res", "", CancellationToken.None);
        await DeleteProject.RunAsync(Platform, first, "res", null, CancellationToken.None);
        (await CodeOf(CreateProject.RunAsync(Platform, second, "res", "", CancellationToken.None))).ShouldBe(ErrorCode.AlreadyExists);
        (await CreateProject.RunAsync(Platform, first, "res", "", CancellationToken.None)).Name.ShouldBe("res");
    }

    [Theory]
    [InlineData("a__b")]
    [InlineData("_a")]
    [InlineData("a_")]
    [InlineData("A")]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("hops")]
    [InlineData("a\n")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Names_that_could_be_read_two_ways_are_refused(string name)
    {
        var owner = await fixture.UserAsync($"nam{Interlocked.Increment(ref _users)}");
        (await CodeOf(CreateProject.RunAsync(Platform, owner, name, "", CancellationToken.None))).ShouldBe(ErrorCode.InvalidArgument);
    }

    [Fact]
    public async Task Nobody_makes_more_projects_than_the_limit_even_at_the_same_time()
    {
        var owner = await fixture.UserAsync("lim_owner");
        var codes = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => CodeOf(CreateProject.RunAsync(Platform, owner, $"lim{number}", "", CancellationToken.None))));
        codes.Count(code => code is null).ShouldBe(3);
        codes.Where(code => code is not null).ShouldAllBe(code => code == ErrorCode.LimitExceeded);
    }

    [Fact]
    public async Task The_last_data_owner_can_neither_leave_nor_step_down_and_a_scientist_may_leave()
    {
        var owner = await fixture.UserAsync("last_owner");
        var scientist = await fixture.UserAsync("last_sci");
        await CreateProject.RunAsync(Platform, owner, "last", "", CancellationToken.None);
        await AddMember.RunAsync(Platform, owner, "last", "last_sci", ProjectRole.DataScientist, CancellationToken.None);
        var own = new MemberName("last", "last_owner");
        (await CodeOf(RemoveMember.RunAsync(Platform, owner, own, null, CancellationToken.None))).ShouldBe(ErrorCode.Conflict);
        (await CodeOf(ChangeRole.RunAsync(Platform, owner, own, ProjectRole.DataScientist, null, CancellationToken.None))).ShouldBe(ErrorCode.Conflict);
        (await CodeOf(RemoveMember.RunAsync(Platform, scientist, own, null, CancellationToken.None))).ShouldBe(ErrorCode.AccessDenied);
        await RemoveMember.RunAsync(Platform, scientist, new MemberName("last", "last_sci"), null, CancellationToken.None);
        (await CodeOf(AddMember.RunAsync(Platform, scientist, "last", "last_sci", ProjectRole.DataOwner, CancellationToken.None))).ShouldBe(ErrorCode.NotFound);
    }

    [Fact]
    public async Task Directories_of_projects_and_datasets_go_only_with_their_rows()
    {
        var owner = await fixture.UserAsync("dir_owner");
        await CreateProject.RunAsync(Platform, owner, "dir", "", CancellationToken.None);
        await CreateDataset.RunAsync(Platform, owner, "dir", new DatasetRequest("d"), CancellationToken.None);
        var administrator = FirstRun.Itself with { Name = "admin", UserName = "admin" };
        foreach (var path in new[] { "/Projects", "/Projects/dir", "/Projects/dir/d" })
            (await CodeOf(Platform.Files.DeleteAsync(administrator, path, recursive: true, CancellationToken.None).AsTask())).ShouldBe(ErrorCode.Conflict, path);
        (await CodeOf(Platform.Files.RenameAsync(administrator, "/Projects/dir/d", "/Projects/dir/e", false, CancellationToken.None).AsTask()))
            .ShouldBe(ErrorCode.Conflict);
    }

    [Fact]
    public async Task Each_change_leaves_one_entry_in_the_trail_of_its_project()
    {
        var owner = await fixture.UserAsync("aud_owner");
        await CreateProject.RunAsync(Platform, owner, "aud", "", CancellationToken.None);
        await CreateDataset.RunAsync(Platform, owner, "aud", new DatasetRequest("d"), CancellationToken.None);
        await CodeOf(CreateDataset.RunAsync(Platform, owner, "aud", new DatasetRequest("d"), CancellationToken.None));
        await DeleteDataset.RunAsync(Platform, owner, new DatasetName("aud", "d"), null, CancellationToken.None);
        var entries = (await ListAudit.RunAsync(Platform, owner, "aud", new AuditSlice(0, 100), CancellationToken.None)).Entries;
        entries.Select(entry => entry.Action).ShouldBe(["project.create", "dataset.create", "dataset.delete"]);
        entries.Select(entry => entry.Sequence).ShouldBe([1, 2, 3]);
        (await NewestAsync(owner, 0, 2)).ShouldBe([3, 2]);
        (await NewestAsync(owner, 2, 2)).ShouldBe([1]);
        (await NewestAsync(owner, 1, 2)).ShouldBeEmpty();
    }

    private async Task<IEnumerable<long>> NewestAsync(Principal actor, long beyond, int limit) =>
        (await ListAudit.RunAsync(Platform, actor, "aud", new AuditSlice(beyond, limit, IsNewestFirst: true), CancellationToken.None))
        .Entries.Select(entry => entry.Sequence);

    private static async Task<ErrorCode?> CodeOf(Task operation)
    {
        try
        {
            await operation;
            return null;
        }
        catch (PlatformException refusal)
        {
            return refusal.Code;
        }
    }

    /// <summary>A module that keeps what it is told when that has become durable.</summary>
    private sealed class Recorder : IProjectResource
    {
        public List<string> Seen { get; } = [];

        public bool IsRefusing { get; set; }

        public ValueTask RemoveInAsync(WriteTransaction transaction, Principal actor, long projectId)
        {
            if (IsRefusing)
                throw new PlatformException(ErrorCode.Conflict, "not now");
            transaction.OnCommitted(() => Seen.Add($"project {projectId}"));
            return ValueTask.CompletedTask;
        }

        public ValueTask<IReadOnlyList<ResourceUse>> UseInAsync(ReadTransaction read, long projectId) =>
            new([new ResourceUse("seen", UseUnit.Count, Seen.Count, null)]);

        public void MemberRemovedIn(WriteTransaction transaction, long projectId, long userId) =>
            transaction.OnCommitted(() => Seen.Add($"member {userId} of {projectId}"));
    }
}
