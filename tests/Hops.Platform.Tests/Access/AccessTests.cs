using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Access;
using Hops.Platform.Members;
using Hops.Platform.Projects;
using Hops.Platform.Queries;
using Hops.Platform.Tokens;
using Hops.Platform.Users;
using Decide = Hops.Platform.Access.Access;

namespace Hops.Platform.Tests.Access;

public sealed class AccessTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    /// <summary>With HOPS_REWRITE=1 the page is written anew.</summary>
    [Fact]
    public void The_page_of_rights_is_the_table_of_rights()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Hops.slnx")))
            directory = Path.GetDirectoryName(directory)!;
        var path = Path.Combine(directory, "docs/access.md");
        if (Environment.GetEnvironmentVariable("HOPS_REWRITE") == "1")
            File.WriteAllText(path, AccessDocument.Render());
        File.ReadAllText(path).ShouldBe(AccessDocument.Render(), "run this test with HOPS_REWRITE=1 and review the change");
    }

    [Fact]
    public void No_row_shows_anything_of_a_project_to_others_or_lets_a_scientist_export()
    {
        AccessRules.InProject.ShouldAllBe(rule => rule[Standing.Anyone] == Grant.Hide);
        AccessRules.InProject.Single(rule => rule is { Kind: ResourceKind.File, Operation: Operation.Read })[Standing.Scientist].ShouldBe(Grant.Export);
        AccessRules.InProject.Single(rule => rule is { Kind: ResourceKind.Topic, Operation: Operation.Read })[Standing.Scientist].ShouldBe(Grant.Export);
        AccessRules.InProject.Where(rule => rule[Standing.Runner] == Grant.Allow).ShouldAllBe(rule => IsDataPath(rule));
        AccessRules.InProject.Where(rule => rule.Kind is ResourceKind.File or ResourceKind.Topic or ResourceKind.Sql)
            .ShouldAllBe(rule => rule[Standing.Administrator] == Grant.Hide);
    }

    [Fact]
    public async Task A_scientist_reads_through_a_runner_what_it_may_not_take_out()
    {
        var owner = await fixture.UserAsync("acc_owner");
        var scientist = await fixture.UserAsync("acc_sci");
        var project = await CreateProject.RunAsync(fixture.Platform, owner, "acc", "", CancellationToken.None);
        await AddMember.RunAsync(fixture.Platform, owner, "acc", "acc_sci", ProjectRole.DataScientist, CancellationToken.None);
        var topic = new Resource(ResourceKind.Topic, project.Id, "departures");

        fixture.Platform.Gate.Decide(scientist, Operation.Read, topic).IsExport.ShouldBeTrue();
        fixture.Platform.Gate.Decide(owner, Operation.Read, topic).Allowed.ShouldBeTrue();
        var text = RunnerTokens.Issue(fixture.Platform, project.Id, scientist.UserId, "query-1", TimeSpan.FromHours(1));
        var runner = (await fixture.Platform.Authentication.AuthenticateTokenAsync(text, CancellationToken.None))!;
        runner.Name.ShouldBe("acc__acc_sci");
        runner.Channel.ShouldBe(Channel.Runner);
        fixture.Platform.Gate.Decide(runner, Operation.Read, topic).Allowed.ShouldBeTrue();
        fixture.Platform.Gate.Decide(runner, Operation.Create, new Resource(ResourceKind.Member, project.Id, "x")).Allowed.ShouldBeFalse();
        RunnerTokens.Revoke(fixture.Platform, project.Id, "query-1");
        fixture.Platform.Gate.Current(runner).ShouldBeNull();
    }

    [Theory]
    [InlineData(TokenScopes.Run, false)]
    [InlineData(TokenScopes.Read, false)]
    [InlineData(TokenScopes.Run | TokenScopes.Read, true)]
    public async Task A_token_reads_no_data_by_a_statement_unless_it_may_read_and_run(TokenScopes scopes, bool isAllowed)
    {
        var name = $"run_{(int)scopes}";
        var owner = await fixture.UserAsync(name);
        var project = await CreateProject.RunAsync(fixture.Platform, owner, name, "", CancellationToken.None);
        var program = await fixture.TokenAsync(owner, new TokenRequest("t", scopes, null, null));

        fixture.Platform.Gate.Decide(program, Operation.Run, new Resource(ResourceKind.Sql, project.Id, name)).Allowed.ShouldBe(isAllowed);
    }

    [Theory]
    [InlineData(nameof(Project))]
    [InlineData(nameof(User))]
    [InlineData(nameof(StoredQuery))]
    public async Task An_id_tells_nothing_of_the_next_one(string kind)
    {
        var name = "ids" + kind.ToLowerInvariant();
        var user = await fixture.UserAsync(name);
        await CreateProject.RunAsync(fixture.Platform, user, name, "", CancellationToken.None);
        async Task<long> NextAsync(string which) => kind switch
        {
            nameof(Project) => (await CreateProject.RunAsync(fixture.Platform, user, name + which, "", CancellationToken.None)).Id,
            nameof(User) => (await fixture.UserAsync(name + which)).UserId,
            _ => (await CreateQuery.RunAsync(fixture.Platform, user, new QueryName(name, which), "{}", CancellationToken.None)).Id,
        };

        var (first, second) = (await NextAsync("a"), await NextAsync("b"));

        Math.Abs(first - second).ShouldBeGreaterThan(1000);
        new[] { first, second }.ShouldAllBe(id => id >= 1L << 40 && id < 1L << 53);
    }

    [Fact]
    public async Task A_token_of_a_user_is_a_secret_of_its_own_project_users_and_of_no_others()
    {
        var (authentication, gate) = (fixture.Platform.Authentication, fixture.Platform.Gate);
        var owner = await fixture.UserAsync("sec_owner");
        var stranger = await fixture.UserAsync("sec_stranger");
        await CreateProject.RunAsync(fixture.Platform, owner, "sec", "", CancellationToken.None);
        await CreateProject.RunAsync(fixture.Platform, stranger, "sec_other", "", CancellationToken.None);
        var (free, _) = await IssueToken.RunAsync(
            fixture.Platform, owner, new TokenRequest("free", TokenScopes.Read, null, null), CancellationToken.None);
        var (foreign, _) = await IssueToken.RunAsync(
            fixture.Platform, stranger, new TokenRequest("bound", TokenScopes.All, "sec_other", null), CancellationToken.None);

        var inside = (await authentication.AuthenticateAsync("sec__sec_owner", free, CancellationToken.None))!;
        (inside.Name, inside.ProjectName, inside.Scopes).ShouldBe(("sec__sec_owner", "sec", TokenScopes.Read));
        gate.Current(inside)!.ProjectId.ShouldBe(inside.ProjectId);
        foreach (var name in new[] { "sec_other__sec_owner", "sec_other__sec_stranger", "sec__nobody", "sec_stranger", "" })
            (await authentication.AuthenticateAsync(name, free, CancellationToken.None)).ShouldBeNull(name);
        (await authentication.AuthenticateAsync("sec__sec_owner", foreign, CancellationToken.None)).ShouldBeNull();
        (await authentication.AuthenticateAsync("sec_other__sec_stranger", foreign, CancellationToken.None))!.ProjectName.ShouldBe("sec_other");
    }

    [Fact]
    public async Task A_role_that_changes_holds_for_a_principal_that_is_older()
    {
        var owner = await fixture.UserAsync("rol_owner");
        var member = await fixture.UserAsync("rol_member");
        var project = await CreateProject.RunAsync(fixture.Platform, owner, "rol", "", CancellationToken.None);
        var name = new MemberName("rol", "rol_member");
        await AddMember.RunAsync(fixture.Platform, owner, "rol", "rol_member", ProjectRole.DataOwner, CancellationToken.None);
        var inside = await fixture.TokenAsync(member, new TokenRequest("t", TokenScopes.All, "rol", null));
        var file = new Resource(ResourceKind.File, project.Id, "/Projects/rol/a/b");

        fixture.Platform.Gate.Decide(inside, Operation.Read, file).Allowed.ShouldBeTrue();
        await ChangeRole.RunAsync(fixture.Platform, owner, name, ProjectRole.DataScientist, null, CancellationToken.None);
        fixture.Platform.Gate.Decide(inside, Operation.Read, file).IsExport.ShouldBeTrue();
        fixture.Platform.Gate.Current(inside)!.Role.ShouldBe(ProjectRole.DataScientist);
        await RemoveMember.RunAsync(fixture.Platform, owner, name, null, CancellationToken.None);
        fixture.Platform.Gate.Decide(inside, Operation.Describe, file).Hidden.ShouldBeTrue();
        fixture.Platform.Gate.Current(inside).ShouldBeNull();
    }

    [Fact]
    public async Task A_credential_of_one_project_reaches_nothing_of_another_of_the_same_user()
    {
        var owner = await fixture.UserAsync("two_owner");
        await CreateProject.RunAsync(fixture.Platform, owner, "two_a", "", CancellationToken.None);
        var other = await CreateProject.RunAsync(fixture.Platform, owner, "two_b", "", CancellationToken.None);
        var inside = await fixture.TokenAsync(owner, new TokenRequest("t", TokenScopes.All, "two_a", null));
        fixture.Platform.Gate.Decide(inside, Operation.Describe, new Resource(ResourceKind.Topic, other.Id, "t")).Hidden.ShouldBeTrue();
        fixture.Platform.Gate.Enter(inside, other.Id).ShouldBeNull();
    }

    [Fact]
    public async Task A_token_does_only_what_its_scopes_say()
    {
        var owner = await fixture.UserAsync("sco_owner");
        var project = await CreateProject.RunAsync(fixture.Platform, owner, "sco", "", CancellationToken.None);
        var reader = await fixture.TokenAsync(owner, new TokenRequest("t", TokenScopes.Read, "sco", null));
        var topic = new Resource(ResourceKind.Topic, project.Id, "t");
        fixture.Platform.Gate.Decide(reader, Operation.Read, topic).Allowed.ShouldBeTrue();
        fixture.Platform.Gate.Decide(reader, Operation.Write, topic).Allowed.ShouldBeFalse();
        var refused = await Should.ThrowAsync<PlatformException>(() => fixture.TokenAsync(reader, new TokenRequest("u", TokenScopes.All, null, null)));
        refused.Code.ShouldBe(ErrorCode.AccessDenied);
    }

    [Fact]
    public void Paths_below_projects_that_do_not_exist_belong_to_nobody()
    {
        var gate = fixture.Platform.Gate;
        gate.ProjectOfPath("/tmp/x").ShouldBe(0);
        gate.ProjectOfPath("/Projects").ShouldBe(0);
        var owner = gate.ProjectOfPath("/Projects/no_such/x");
        owner.ShouldNotBe(0);
        var anybody = FakePrincipal("nobody_here");
        Decide.Decide(fixture.Platform.Roster.Now, ShareSet.None, TimeProvider.System.GetUtcNow(), anybody, Operation.Describe, new Resource(ResourceKind.File, owner, "x")).Hidden.ShouldBeTrue();
    }

    private static bool IsDataPath(AccessRule rule) =>
        rule.Kind is ResourceKind.File or ResourceKind.Topic or ResourceKind.Group
        || (rule.Kind is ResourceKind.Schema or ResourceKind.Dataset or ResourceKind.Project && rule.Operation is Operation.Describe or Operation.Read);

    private static Principal FakePrincipal(string name) => new() { Name = name, UserName = name, UserId = 999_999 };
}
