using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Platform.Audit;
using Hops.Platform.Credentials;
using Hops.Platform.Members;
using Hops.Platform.Projects;
using Hops.Platform.Queries;
using Hops.Platform.Sessions;
using Hops.Platform.Tokens;
using Hops.Platform.Users;

namespace Hops.Platform.Tests.Users;

public sealed class DeleteUserTests : IAsyncLifetime
{
    private readonly PlatformFixture _fixture = new();

    private HopsPlatform Platform => _fixture.Platform;

    public Task InitializeAsync() => _fixture.InitializeAsync();

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_deleted_user_loses_everything_at_once_and_after_a_restart()
    {
        var owner = await _fixture.UserAsync("stays");
        var leaver = await _fixture.UserAsync("leaver");
        await CreateProject.RunAsync(Platform, owner, "lab", "", CancellationToken.None);
        await AddMember.RunAsync(Platform, owner, "lab", "leaver", ProjectRole.DataScientist, CancellationToken.None);
        var token = await _fixture.TokenAsync(leaver, new TokenRequest("t", TokenScopes.All, null, null));
        var secret = await RotateCredential.RunAsync(Platform, leaver, "lab", CancellationToken.None);
        var query = await CreateQuery.RunAsync(Platform, leaver, new QueryName("lab", "q"), "{}", CancellationToken.None);
        await SetQueryState.RunAsync(Platform, leaver, new QueryName("lab", "q"), new QueryWish(QueryState.Running), CancellationToken.None);

        await DeleteAsync("leaver");
        (await QueryDuty.FindAsync(Platform, query.Id, CancellationToken.None))!.Desired.ShouldBe(QueryState.Stopped);

        foreach (var isReopened in new[] { false, true })
        {
            if (isReopened)
                await _fixture.ReopenAsync();
            Platform.Gate.Current(token).ShouldBeNull();
            Platform.Roster.Now.FindProjectUser("lab__leaver").ShouldBeNull();
            (await Platform.Authentication.AuthenticateAsync("lab__leaver", secret.Secret, CancellationToken.None)).ShouldBeNull();
            var signIn = () => SignIn.RunAsync(Platform, PlatformFixture.TryOf("leaver", PlatformFixture.PasswordOf("leaver"), "192.0.2.1"), CancellationToken.None);
            (await signIn.ShouldThrowAsync<PlatformException>()).Code.ShouldBe(ErrorCode.Unauthenticated);
            ListUsers.Run(Platform, FirstRun.Itself, "", 100).Select(user => user.Name).ShouldBe(["admin", "stays"]);
        }
    }

    [Fact]
    public async Task The_name_of_a_deleted_user_is_never_given_again_and_it_cannot_be_enabled_or_invited()
    {
        var owner = await _fixture.UserAsync("host");
        await CreateProject.RunAsync(Platform, owner, "lab", "", CancellationToken.None);
        await _fixture.UserAsync("gone");
        await DeleteAsync("gone");

        await RefusedAsync(ErrorCode.AlreadyExists, () => CreateUser.RunAsync(Platform, FirstRun.Itself, "gone", false, CancellationToken.None));
        await RefusedAsync(ErrorCode.NotFound, () => AlterUser.RunAsync(Platform, FirstRun.Itself, "gone", false, null, CancellationToken.None));
        await RefusedAsync(
            ErrorCode.NotFound, () => AddMember.RunAsync(Platform, owner, "lab", "gone", ProjectRole.DataOwner, CancellationToken.None));
        await RefusedAsync(ErrorCode.NotFound, () => DeleteAsync("gone"));
    }

    [Fact]
    public async Task The_last_owner_of_a_project_is_not_deleted_and_keeps_acting()
    {
        var owner = await _fixture.UserAsync("alone");
        await CreateProject.RunAsync(Platform, owner, "lab", "", CancellationToken.None);
        var refusal = await RefusedAsync(ErrorCode.Conflict, () => DeleteAsync("alone"));
        refusal.Message.ShouldContain("lab");
        Platform.Gate.Current(owner).ShouldNotBeNull();

        await _fixture.UserAsync("heir");
        await AddMember.RunAsync(Platform, owner, "lab", "heir", ProjectRole.DataOwner, CancellationToken.None);
        await DeleteAsync("alone");
        Platform.Gate.Current(owner).ShouldBeNull();
    }

    [Fact]
    public async Task Who_has_become_the_last_owner_meanwhile_is_as_enabled_after_the_refusal_as_before()
    {
        var owner = await _fixture.UserAsync("rest");
        var other = await _fixture.UserAsync("other");
        var project = await CreateProject.RunAsync(Platform, owner, "lab", "", CancellationToken.None);
        await AddMember.RunAsync(Platform, owner, "lab", "other", ProjectRole.DataOwner, CancellationToken.None);

        // What is in memory does not tell yet that the other one has gone.
        await Platform.Store.WriteAsync(transaction => transaction.DeleteAsync(Member.Table, Key.Of(project.Id, other.UserId)));
        foreach (var isDisabled in new[] { false, true })
        {
            await AlterUser.RunAsync(Platform, FirstRun.Itself, "rest", isDisabled, null, CancellationToken.None);
            await RefusedAsync(ErrorCode.Conflict, () => DeleteAsync("rest"));
            Platform.Roster.Now.FindUser("rest")!.IsDisabled.ShouldBe(isDisabled);
        }
    }

    [Fact]
    public async Task A_deleted_user_keeps_none_of_more_tokens_than_a_page_holds()
    {
        var many = await _fixture.UserAsync("many");
        var now = Platform.Time.GetUtcNow();
        await Platform.Store.WriteAsync(async transaction =>
        {
            for (var number = 0; number < 2_500; number++)
            {
                var made = TokenText.Make();
                await transaction.InsertAsync(Token.Table, new Token { UserId = many.UserId, Id = made.Id, Kind = TokenKind.Api, SecretSha256 = made.SecretSha256, Created = now, Expires = now.AddDays(1) });
            }

            return true;
        });
        await DeleteAsync("many");
        (await Platform.Store.ReadAsync(read => read.ScanAsync(Token.Table, Key.Of(many.UserId), null, 10_000))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_an_administrator_deletes_and_never_itself()
    {
        var user = await _fixture.UserAsync("mere");
        await RefusedAsync(ErrorCode.AccessDenied, () => DeleteUser.RunAsync(Platform, user, "admin", null, CancellationToken.None));
        var admin = FirstRun.Itself with { UserName = "admin" };
        await RefusedAsync(ErrorCode.Conflict, () => DeleteUser.RunAsync(Platform, admin, "admin", null, CancellationToken.None));
    }

    private Task DeleteAsync(string name) =>
        DeleteUser.RunAsync(Platform, FirstRun.Itself, name, null, CancellationToken.None);

    private static async Task<PlatformException> RefusedAsync(ErrorCode code, Func<Task> act)
    {
        var refusal = await act.ShouldThrowAsync<PlatformException>();
        refusal.Code.ShouldBe(code);
        return refusal;
    }
}
