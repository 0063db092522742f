using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Members;
using Hops.Platform.Projects;
using Hops.Platform.Tokens;

namespace Hops.Platform.Tests.Tokens;

/// <summary>What a token may be used for, how long, and what becomes of it while it is used.</summary>
public sealed class TokenRightsTests : IAsyncLifetime
{
    private readonly PlatformFixture _fixture = new();
    private Principal _owner = null!;
    private Project _project = null!;

    private HopsPlatform Platform => _fixture.Platform;

    public async Task InitializeAsync()
    {
        await _fixture.InitializeAsync();
        _owner = await _fixture.UserAsync("holder");
        _project = await CreateProject.RunAsync(Platform, _owner, "held", "", CancellationToken.None);
    }

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData(TokenScopes.Read, ResourceKind.Topic, Operation.Read, true)]
    [InlineData(TokenScopes.Read, ResourceKind.Topic, Operation.Write, false)]
    [InlineData(TokenScopes.Write, ResourceKind.Topic, Operation.Write, true)]
    [InlineData(TokenScopes.Write, ResourceKind.Topic, Operation.Read, false)]
    [InlineData(TokenScopes.Write, ResourceKind.Dataset, Operation.Create, true)]
    [InlineData(TokenScopes.Write, ResourceKind.Member, Operation.Create, false)]
    [InlineData(TokenScopes.Write, ResourceKind.Query, Operation.Run, false)]
    [InlineData(TokenScopes.Run, ResourceKind.Query, Operation.Run, true)]
    [InlineData(TokenScopes.Run, ResourceKind.Sql, Operation.Read, false)]
    [InlineData(TokenScopes.Manage, ResourceKind.Member, Operation.Create, true)]
    [InlineData(TokenScopes.Manage, ResourceKind.File, Operation.Write, false)]
    [InlineData(TokenScopes.All, ResourceKind.Member, Operation.Delete, true)]
    public async Task A_scope_narrows_what_an_owner_may(TokenScopes scopes, ResourceKind kind, Operation operation, bool isAllowed)
    {
        var bound = await _fixture.TokenAsync(_owner, new TokenRequest("bound", scopes, "held", null));
        var free = await _fixture.TokenAsync(_owner, new TokenRequest("free", scopes, null, null));

        foreach (var inside in new[] { bound, Platform.Gate.Enter(free, _project.Id)! })
            Platform.Gate.Decide(inside, operation, new Resource(kind, _project.Id, "x")).Allowed.ShouldBe(isAllowed, inside.CredentialId);
    }

    [Fact]
    public async Task No_token_makes_one_that_may_more_or_elsewhere()
    {
        await CreateProject.RunAsync(Platform, _owner, "elsewhere", "", CancellationToken.None);
        var narrow = await _fixture.TokenAsync(_owner, new TokenRequest("narrow", TokenScopes.Read | TokenScopes.Manage, "held", null));

        foreach (var scopes in new[] { TokenScopes.Write, TokenScopes.All, TokenScopes.None })
            (await RefusedAsync(narrow, new TokenRequest("wide", scopes, "held", null))).Code.ShouldBeOneOf(ErrorCode.InvalidArgument, ErrorCode.AccessDenied);
        var refused = await RefusedAsync(narrow, new TokenRequest("there", TokenScopes.Read, "elsewhere", null));
        refused.Code.ShouldBeOneOf(ErrorCode.NotFound, ErrorCode.AccessDenied);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(365, true)]
    [InlineData(366, false)]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    public async Task It_lives_as_long_as_it_says_and_no_longer_than_it_may(int days, bool isAllowed)
    {
        var request = new TokenRequest("days", TokenScopes.Read, "held", TimeSpan.FromDays(days));
        if (!isAllowed)
        {
            (await RefusedAsync(_owner, request)).Facts["field"].ShouldBe("lifetime");
            return;
        }

        var (text, token) = await IssueToken.RunAsync(Platform, _owner, request, CancellationToken.None);
        var inside = (await Platform.Authentication.AuthenticateTokenAsync(text, CancellationToken.None))!;
        _fixture.Time.Advance(TimeSpan.FromDays(days) - TimeSpan.FromMinutes(1));
        Platform.Gate.Current(inside).ShouldNotBeNull("a token has no idle time");

        _fixture.Time.Advance(TimeSpan.FromMinutes(2));

        token.Expires.ShouldBeLessThan(_fixture.Time.GetUtcNow());
        Platform.Gate.Current(inside).ShouldBeNull();
        Platform.Gate.Enter(inside, _project.Id).ShouldBeNull();
        (await Platform.Authentication.AuthenticateTokenAsync(text, CancellationToken.None)).ShouldBeNull();
        (await Platform.Authentication.AuthenticateAsync("held__holder", text, CancellationToken.None)).ShouldBeNull("nor as a password");
    }

    [Fact]
    public async Task Expired_ones_make_room_for_new_ones()
    {
        for (var number = 0; number < Platform.Options.TokensPerUserMax; number++)
            await IssueToken.RunAsync(Platform, _owner, new TokenRequest($"t{number}", TokenScopes.Read, "held", TimeSpan.FromMinutes(10)), CancellationToken.None);
        var more = new TokenRequest("more", TokenScopes.Read, "held", null);
        (await RefusedAsync(_owner, more)).Code.ShouldBe(ErrorCode.LimitExceeded);

        _fixture.Time.Advance(TimeSpan.FromMinutes(11));

        await IssueToken.RunAsync(Platform, _owner, more, CancellationToken.None);
        ListTokens.Run(Platform, _owner).Where(token => token.Kind == TokenKind.Api).Select(token => token.Name).ShouldBe(["more"]);
    }

    [Theory]
    [InlineData("hps_")]
    [InlineData("")]
    [InlineData("first half")]
    [InlineData("other secret")]
    public async Task A_text_that_is_not_wholly_right_is_nobody(string kind)
    {
        var (text, _) = await IssueToken.RunAsync(Platform, _owner, new TokenRequest("t", TokenScopes.Read, null, null), CancellationToken.None);
        var (other, _) = await IssueToken.RunAsync(Platform, _owner, new TokenRequest("u", TokenScopes.Read, null, null), CancellationToken.None);
        var wrong = kind switch
        {
            "first half" => text[..(text.Length / 2)],
            "other secret" => text[..^20] + other[^20..],
            _ => kind,
        };

        (await Platform.Authentication.AuthenticateTokenAsync(wrong, CancellationToken.None)).ShouldBeNull();
        (await Platform.Authentication.AuthenticateAsync("held__holder", wrong, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_token_bound_to_a_project_ends_with_the_membership_and_comes_back_with_none_of_its_own()
    {
        var member = await _fixture.UserAsync("visitor");
        await AddMember.RunAsync(Platform, _owner, "held", "visitor", ProjectRole.DataOwner, CancellationToken.None);
        var bound = await _fixture.TokenAsync(member, new TokenRequest("bound", TokenScopes.All, "held", null));

        await ChangeRole.RunAsync(Platform, _owner, new MemberName("held", "visitor"), ProjectRole.DataScientist, null, CancellationToken.None);
        Platform.Gate.Current(bound)!.Role.ShouldBe(ProjectRole.DataScientist);
        Platform.Gate.Decide(bound, Operation.Read, new Resource(ResourceKind.Topic, _project.Id, "t")).IsExport.ShouldBeTrue();
        await RemoveMember.RunAsync(Platform, _owner, new MemberName("held", "visitor"), null, CancellationToken.None);

        Platform.Gate.Current(bound).ShouldBeNull();
        Platform.Gate.Decide(bound, Operation.Describe, new Resource(ResourceKind.Topic, _project.Id, "t")).Hidden.ShouldBeTrue("also by an old principal");
        Platform.Gate.Current(member).ShouldNotBeNull("the session of the user is of no project");
    }

    private async Task<PlatformException> RefusedAsync(Principal actor, TokenRequest request) =>
        await Should.ThrowAsync<PlatformException>(() => IssueToken.RunAsync(Platform, actor, request, CancellationToken.None));
}
