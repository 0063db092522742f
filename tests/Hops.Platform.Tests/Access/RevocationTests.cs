using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Credentials;
using Hops.Platform.Members;
using Hops.Platform.Projects;
using Hops.Platform.Sessions;
using Hops.Platform.Tokens;
using Hops.Platform.Users;

namespace Hops.Platform.Tests.Access;

/// <summary>Every way by which a right ends reaches, within two seconds, what its holder has under way.</summary>
public sealed class RevocationTests : IAsyncLifetime
{
    private static readonly MemberName TheMember = new("rev", "rev_member");

    private readonly PlatformFixture _fixture = new();
    private Principal _owner = null!;
    private Principal _member = null!;
    private long _projectId;

    private HopsPlatform Platform => _fixture.Platform;

    public async Task InitializeAsync()
    {
        await _fixture.InitializeAsync();
        _owner = await _fixture.UserAsync("rev_owner");
        _member = await _fixture.UserAsync("rev_member");
        _projectId = (await CreateProject.RunAsync(Platform, _owner, "rev", "", CancellationToken.None)).Id;
        await AddMember.RunAsync(Platform, _owner, "rev", "rev_member", ProjectRole.DataOwner, CancellationToken.None);
    }

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_credential_that_is_rotated()
    {
        var inside = await ByCredentialAsync();
        await ShouldLoseAsync(inside, ErrorCode.Unauthenticated, () => RotateCredential.RunAsync(Platform, _member, "rev", CancellationToken.None));
    }

    [Fact]
    public async Task A_credential_that_is_revoked()
    {
        var inside = await ByCredentialAsync();
        await ShouldLoseAsync(inside, ErrorCode.Unauthenticated, () => RevokeCredential.RunAsync(Platform, _member, TheMember, CancellationToken.None));
    }

    [Fact]
    public async Task A_token_that_is_deleted()
    {
        var token = await _fixture.TokenAsync(_member, new TokenRequest("t", TokenScopes.All, "rev", null));
        await ShouldLoseAsync(
            token, ErrorCode.Unauthenticated, () => RevokeToken.RunAsync(Platform, _member, token.CredentialId, CancellationToken.None));
    }

    [Fact]
    public async Task A_session_that_ends_by_a_change_of_the_password_elsewhere()
    {
        var (text, _, _) = await SignIn.RunAsync(Platform, PlatformFixture.TryOf("rev_member", PlatformFixture.PasswordOf("rev_member"), "192.0.2.1"), CancellationToken.None);
        var other = (await Platform.Authentication.AuthenticateAsync("rev__rev_member", text, CancellationToken.None))!;
        await ShouldLoseAsync(other, ErrorCode.Unauthenticated, () => ChangePassword.RunAsync(
            Platform, _member, PlatformFixture.PasswordOf("rev_member"), "another long secret", CancellationToken.None));
    }

    [Fact]
    public async Task A_session_that_is_signed_out()
    {
        var inside = Platform.Gate.Enter(_member, _projectId)!;
        await ShouldLoseAsync(inside, ErrorCode.Unauthenticated, () => SignOut.RunAsync(Platform, _member, CancellationToken.None));
    }

    [Fact]
    public async Task A_member_who_is_removed()
    {
        var inside = await ByCredentialAsync();
        await ShouldLoseAsync(
            inside, ErrorCode.Unauthenticated, () => RemoveMember.RunAsync(Platform, _owner, TheMember, null, CancellationToken.None));
    }

    [Fact]
    public async Task A_user_who_is_disabled()
    {
        var inside = await ByCredentialAsync();
        await ShouldLoseAsync(inside, ErrorCode.Unauthenticated, () => AlterUser.RunAsync(
            Platform, FirstRun.Itself, "rev_member", isDisabled: true, null, CancellationToken.None));
    }

    [Fact]
    public async Task An_owner_who_becomes_a_scientist()
    {
        var inside = await ByCredentialAsync();
        await ShouldLoseAsync(inside, ErrorCode.ExportDenied, () => ChangeRole.RunAsync(
            Platform, _owner, TheMember, ProjectRole.DataScientist, null, CancellationToken.None));
    }

    [Fact]
    public async Task A_project_that_is_deleted()
    {
        var inside = await ByCredentialAsync();
        await ShouldLoseAsync(inside, ErrorCode.Unauthenticated, () => DeleteProject.RunAsync(Platform, _owner, "rev", null, CancellationToken.None));
    }

    private async Task<Principal> ByCredentialAsync()
    {
        var (name, secret, _) = await RotateCredential.RunAsync(Platform, _member, "rev", CancellationToken.None);
        return (await Platform.Authentication.AuthenticateAsync(name, secret, CancellationToken.None))!;
    }

    private async Task ShouldLoseAsync(Principal principal, ErrorCode code, Func<Task> revoke)
    {
        using var watch = StandingWatch.Begin(
            Platform.Gate, TimeProvider.System, principal, Operation.Read, new Resource(ResourceKind.Topic, _projectId, "departures"));
        watch.Refusal.ShouldBeNull();
        var lost = Task.Delay(Timeout.InfiniteTimeSpan, watch.Lost);

        await revoke();

        await Should.ThrowAsync<OperationCanceledException>(() => lost.WaitAsync(TimeSpan.FromSeconds(2)));
        watch.Refusal!.Code.ShouldBe(code);
    }
}
