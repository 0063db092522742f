using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Projects;
using Hops.Platform.Sessions;
using Hops.Platform.Tokens;
using Hops.Platform.Users;

namespace Hops.Platform.Tests.Users;

public sealed class SignInTests : IAsyncLifetime
{
    private readonly PlatformFixture _fixture = new();

    private HopsPlatform Platform => _fixture.Platform;

    public Task InitializeAsync() => _fixture.InitializeAsync();

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task The_first_administrator_must_change_its_one_time_secret_before_anything_else()
    {
        var secret = _fixture.InitialPassword;
        var (text, _, user) = await SignIn.RunAsync(Platform, "admin", secret, CancellationToken.None);
        user.MustChangePassword.ShouldBeTrue();
        var admin = (await Platform.Gate.AuthenticateTokenAsync(text, CancellationToken.None))!;
        var create = () => CreateUser.RunAsync(Platform, admin, "someone", false, CancellationToken.None);
        (await create.ShouldThrowAsync<PlatformException>()).Code.ShouldBe(ErrorCode.AccessDenied);
        await ChangePassword.RunAsync(Platform, admin, secret, "four words that fit", CancellationToken.None);
        (await create()).User.Name.ShouldBe("someone");
        (await _fixture.FirstRunAsync()).ShouldBeNull();
        Should.Throw<FileNotFoundException>(() => _fixture.InitialPassword);
    }

    [Fact]
    public async Task Wrong_passwords_and_unknown_names_say_the_same_and_slow_down_alike()
    {
        await _fixture.UserAsync("slow");
        foreach (var name in new[] { "slow", "nobody_at_all" })
        {
            var messages = new HashSet<string>();
            for (var count = 0; count < 5; count++)
                messages.Add((await RefusedAsync(name, "wrong wrong wrong", ErrorCode.Unauthenticated)).Message);
            messages.Single().ShouldBe("The user name or the password is not right.");
            var slowed = await RefusedAsync(name, PlatformFixture.PasswordOf(name), ErrorCode.Throttled);
            slowed.Facts.ShouldContainKey("retryAfter");
        }

        _fixture.Time.Advance(TimeSpan.FromMinutes(6));
        (await SignIn.RunAsync(Platform, "slow", PlatformFixture.PasswordOf("slow"), CancellationToken.None)).Text.ShouldStartWith("hps_");
    }

    [Fact]
    public async Task A_session_lives_on_while_a_connection_that_it_opened_is_in_use()
    {
        var user = await _fixture.UserAsync("con");
        await CreateProject.RunAsync(Platform, user, "con", "", CancellationToken.None);
        var (text, _, _) = await SignIn.RunAsync(Platform, "con", PlatformFixture.PasswordOf("con"), CancellationToken.None);
        var inside = (await Platform.Gate.AuthenticateAsync("con__con", text, CancellationToken.None))!;
        for (var count = 0; count < 3; count++)
        {
            _fixture.Time.Advance(TimeSpan.FromMinutes(20));
            Platform.Gate.Current(inside).ShouldNotBeNull();
        }

        _fixture.Time.Advance(TimeSpan.FromMinutes(31));
        Platform.Gate.Current(inside).ShouldBeNull();
    }

    [Fact]
    public async Task A_session_ends_when_idle_or_old_and_with_a_change_of_the_password()
    {
        await _fixture.UserAsync("ses");
        var password = PlatformFixture.PasswordOf("ses");
        var (idle, _, _) = await SignIn.RunAsync(Platform, "ses", password, CancellationToken.None);
        _fixture.Time.Advance(TimeSpan.FromMinutes(31));
        (await Platform.Gate.AuthenticateTokenAsync(idle, CancellationToken.None)).ShouldBeNull();

        var (first, _, _) = await SignIn.RunAsync(Platform, "ses", password, CancellationToken.None);
        var (second, _, _) = await SignIn.RunAsync(Platform, "ses", password, CancellationToken.None);
        var actor = (await Platform.Gate.AuthenticateTokenAsync(first, CancellationToken.None))!;
        await ChangePassword.RunAsync(Platform, actor, password, "another long secret", CancellationToken.None);
        (await Platform.Gate.AuthenticateTokenAsync(second, CancellationToken.None)).ShouldBeNull();
        (await Platform.Gate.AuthenticateTokenAsync(first, CancellationToken.None)).ShouldNotBeNull();
        await SignOut.RunAsync(Platform, actor, CancellationToken.None);
        (await Platform.Gate.AuthenticateTokenAsync(first, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_disabled_user_is_refused_everywhere_at_once()
    {
        var user = await _fixture.UserAsync("dis");
        var inside = await _fixture.TokenAsync(user, new TokenRequest("t", TokenScopes.All, null, null));
        await AlterUser.RunAsync(Platform, FirstRun.Itself, "dis", isDisabled: true, null, CancellationToken.None);
        Platform.Gate.Current(inside).ShouldBeNull();
        await RefusedAsync("dis", PlatformFixture.PasswordOf("dis"), ErrorCode.Unauthenticated);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("password1234")]
    [InlineData("Password-1234")]
    [InlineData("aaaaaaaaaaaaaaaaaa")]
    [InlineData("someuser someuser")]
    public void Weak_passwords_are_refused(string password) =>
        Should.Throw<PlatformException>(() => PasswordRules.Check("someuser", password)).Code.ShouldBe(ErrorCode.InvalidArgument);

    [Fact]
    public async Task A_flood_of_sign_ins_is_refused_instead_of_taking_all_processors()
    {
        using var hasher = new PasswordHasher(new PlatformOptions { PasswordIterations = 200_000, PasswordQueueMax = 2 });
        var hashes = Enumerable.Range(0, 20).Select(_ => hasher.HashAsync("whatever it may be", CancellationToken.None)).ToList();
        var refused = 0;
        foreach (var hash in hashes)
        {
            try
            {
                (await hash).Hash.Length.ShouldBe(64);
            }
            catch (PlatformException throttled) when (throttled.Code == ErrorCode.Throttled)
            {
                refused++;
            }
        }

        refused.ShouldBe(16);
    }

    private async Task<PlatformException> RefusedAsync(string name, string password, ErrorCode code)
    {
        var refusal = await Should.ThrowAsync<PlatformException>(() => SignIn.RunAsync(Platform, name, password, CancellationToken.None));
        refusal.Code.ShouldBe(code);
        return refusal;
    }
}
