using System.Net;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Projects;
using Hops.Platform.Sessions;
using Hops.Platform.Tokens;

namespace Hops.Platform.Tests.Sessions;

/// <summary>A user sees where it is signed in, and ends what it does not know.</summary>
public sealed class SessionListTests : IAsyncLifetime
{
    private readonly PlatformFixture _fixture = new();

    private HopsPlatform Platform => _fixture.Platform;

    public Task InitializeAsync() => _fixture.InitializeAsync();

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_session_says_from_where_and_by_what_it_was_opened_also_after_a_restart()
    {
        var user = await _fixture.UserAsync("here");
        await SignInAsync("here", new SignInOrigin(IPAddress.Parse("::ffff:198.51.100.7"), "Firefox/150"));
        await _fixture.ReopenAsync();

        var session = ListSessions.Run(Platform, user).Single(one => one.Id != user.CredentialId);

        (session.Address, session.Agent).ShouldBe(("198.51.100.7", "Firefox/150"));
    }

    [Theory]
    [InlineData("plain/1.0 (X11; Linux)", "plain/1.0 (X11; Linux)")]
    [InlineData("\u001b[31mred\r\nSet-Cookie: x\0", "[31mredSet-Cookie: x")]
    [InlineData("\u202egnp.exe \u200bémoji \ud83d\ude00", "gnp.exe moji")]
    [InlineData("", "")]
    public void Of_what_a_program_calls_itself_only_what_shows_is_kept(string sent, string kept) =>
        new SignInOrigin(null, sent).AgentText.ShouldBe(kept);

    [Fact]
    public void And_no_more_than_its_first_signs() =>
        new SignInOrigin(null, new string('x', 100_000)).AgentText.Length.ShouldBe(SignInOrigin.AgentLengthMax);

    [Fact]
    public async Task One_or_all_others_are_ended_and_refused_at_once()
    {
        var user = await _fixture.UserAsync("ender");
        var (first, firstId) = await SignInAsync("ender");
        var (second, _) = await SignInAsync("ender");
        var robot = await _fixture.TokenAsync(user, new TokenRequest("robot", TokenScopes.Read, null, null));

        await EndSession.RunAsync(Platform, user, firstId, CancellationToken.None);
        (await Platform.Authentication.AuthenticateTokenAsync(first, CancellationToken.None)).ShouldBeNull();
        (await Platform.Authentication.AuthenticateTokenAsync(second, CancellationToken.None)).ShouldNotBeNull();
        (await EndOtherSessions.RunAsync(Platform, user, CancellationToken.None)).ShouldBe(1);

        (await Platform.Authentication.AuthenticateTokenAsync(second, CancellationToken.None)).ShouldBeNull();
        ListSessions.Run(Platform, user).Single().Id.ShouldBe(user.CredentialId);
        Platform.Gate.Current(robot).ShouldNotBeNull("a token is no session");
        (await _fixture.AuditAsync()).Count(entry => entry.Action == "session.delete").ShouldBe(2);
    }

    [Fact]
    public async Task What_has_ended_by_itself_is_not_listed()
    {
        var user = await _fixture.UserAsync("idler");
        await SignInAsync("idler");
        _fixture.Time.Advance(TimeSpan.FromMinutes(20));
        Platform.Gate.NoteUse(user);
        _fixture.Time.Advance(TimeSpan.FromMinutes(15));

        ListSessions.Run(Platform, user).Single().Id.ShouldBe(user.CredentialId);
    }

    [Fact]
    public async Task Nobody_ends_the_session_of_somebody_else_or_a_token_as_a_session()
    {
        var user = await _fixture.UserAsync("one");
        var other = await _fixture.UserAsync("two");
        var robot = await _fixture.TokenAsync(user, new TokenRequest("robot", TokenScopes.All, null, null));
        foreach (var id in new[] { other.CredentialId, robot.CredentialId, "nothing" })
        {
            var refusal = await Should.ThrowAsync<PlatformException>(() => EndSession.RunAsync(Platform, user, id, CancellationToken.None));
            (refusal.Code, refusal.Message).ShouldBe((ErrorCode.NotFound, "You have no such session."));
        }
    }

    [Fact]
    public async Task What_is_bound_to_a_project_neither_sees_nor_ends_sessions()
    {
        var user = await _fixture.UserAsync("bound");
        await CreateProject.RunAsync(Platform, user, "bound", "", CancellationToken.None);
        var robot = await _fixture.TokenAsync(user, new TokenRequest("robot", TokenScopes.All, "bound", null));

        ListSessions.Run(Platform, robot).ShouldBeEmpty();
        (await EndOtherSessions.RunAsync(Platform, robot, CancellationToken.None)).ShouldBe(0);
        await Should.ThrowAsync<PlatformException>(() => EndSession.RunAsync(Platform, robot, user.CredentialId, CancellationToken.None));
        Platform.Gate.Current(user).ShouldNotBeNull();
    }

    private async Task<(string Text, string Id)> SignInAsync(string name, SignInOrigin? origin = null)
    {
        var attempt = new SignInTry(name, PlatformFixture.PasswordOf(name), origin ?? new SignInOrigin(IPAddress.Loopback));
        var (text, session, _) = await SignIn.RunAsync(Platform, attempt, CancellationToken.None);
        return (text, session.Id);
    }
}
