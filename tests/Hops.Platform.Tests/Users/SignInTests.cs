using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Core.Storage;
using Hops.Platform.Projects;
using Hops.Platform.Sessions;
using Hops.Platform.Tokens;
using Hops.Platform.Users;

namespace Hops.Platform.Tests.Users;

public sealed class SignInTests : IAsyncLifetime
{
    private const string Here = "192.0.2.1";

    private readonly PlatformFixture _fixture = new();

    private HopsPlatform Platform => _fixture.Platform;

    public Task InitializeAsync() => _fixture.InitializeAsync();

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task The_first_administrator_must_change_its_one_time_secret_before_anything_else()
    {
        var secret = _fixture.InitialPassword;
        var (text, _, user) = await SignIn.RunAsync(Platform, PlatformFixture.TryOf("admin", secret, Here), CancellationToken.None);
        user.MustChangePassword.ShouldBeTrue();
        var admin = (await Platform.Authentication.AuthenticateTokenAsync(text, CancellationToken.None))!;
        var create = () => CreateUser.RunAsync(Platform, admin, "someone", false, CancellationToken.None);
        (await create.ShouldThrowAsync<PlatformException>()).Code.ShouldBe(ErrorCode.AccessDenied);
        await ChangePassword.RunAsync(Platform, admin, secret, "four words that fit", CancellationToken.None);
        (await create()).User.Name.ShouldBe("someone");
        (await _fixture.FirstRunAsync()).ShouldBeNull();
        Should.Throw<FileNotFoundException>(() => _fixture.InitialPassword);
    }

    [Fact]
    public async Task On_a_full_disk_one_signs_in_by_the_reserve()
    {
        var disk = new SimulatedDisk(1) { CapacityBytes = 10_000_000 };
        disk.CreateDirectory("/data");
        FullOnceStore? store = null;
        var fixture = new PlatformFixture
        {
            Reserve = DiskReserve.Open(disk, "/data/reserve", 1_000_000, health: null),
            Wrap = inner => store = new FullOnceStore(inner),
        };
        await fixture.InitializeAsync();
        store!.IsFull = true;
        var (text, _, _) = await SignIn.RunAsync(fixture.Platform, PlatformFixture.TryOf("admin", fixture.InitialPassword, Here), CancellationToken.None);
        (await fixture.Platform.Authentication.AuthenticateTokenAsync(text, CancellationToken.None)).ShouldNotBeNull();
        fixture.Reserve.IsGivenUp.ShouldBeTrue();
        await fixture.DisposeAsync();
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
        (await SignIn.RunAsync(Platform, PlatformFixture.TryOf("slow", PlatformFixture.PasswordOf("slow"), Here), CancellationToken.None)).Text.ShouldStartWith("hps_");
    }

    [Fact]
    public async Task A_session_lives_on_while_a_connection_that_it_opened_is_in_use()
    {
        var user = await _fixture.UserAsync("con");
        await CreateProject.RunAsync(Platform, user, "con", "", CancellationToken.None);
        var (text, _, _) = await SignIn.RunAsync(Platform, PlatformFixture.TryOf("con", PlatformFixture.PasswordOf("con"), Here), CancellationToken.None);
        var inside = (await Platform.Authentication.AuthenticateAsync("con__con", text, CancellationToken.None))!;
        for (var count = 0; count < 3; count++)
        {
            _fixture.Time.Advance(TimeSpan.FromMinutes(20));
            Platform.Gate.NoteUse(Platform.Gate.Current(inside).ShouldNotBeNull());
        }

        _fixture.Time.Advance(TimeSpan.FromMinutes(31));
        Platform.Gate.Current(inside).ShouldBeNull();
        Platform.Gate.NoteUse(inside);
        Platform.Gate.Current(inside).ShouldBeNull("what has ended does not come back by being used");
    }

    [Fact]
    public async Task A_session_that_is_only_watched_ends_as_idle_and_ends_what_it_waits_for()
    {
        var user = await _fixture.UserAsync("idl");
        await CreateProject.RunAsync(Platform, user, "idl", "", CancellationToken.None);
        var (text, _, _) = await SignIn.RunAsync(Platform, PlatformFixture.TryOf("idl", PlatformFixture.PasswordOf("idl"), Here), CancellationToken.None);
        var inside = (await Platform.Authentication.AuthenticateAsync("idl__idl", text, CancellationToken.None))!;
        using var watch = StandingWatch.Begin(
            Platform.Gate, TimeProvider.System, inside, Operation.Read, new Resource(ResourceKind.Topic, inside.ProjectId, "departures"));
        _fixture.Time.Advance(TimeSpan.FromMinutes(20));
        for (var look = 0; look < 3; look++)
            Platform.Gate.Current(inside).ShouldNotBeNull();

        _fixture.Time.Advance(TimeSpan.FromMinutes(11));

        await Task.Delay(Timeout.InfiniteTimeSpan, watch.Lost).WaitAsync(TimeSpan.FromSeconds(30)).ShouldThrowAsync<TaskCanceledException>();
        Should.Throw<PlatformException>(watch.Demand).Code.ShouldBe(ErrorCode.Unauthenticated);
    }

    [Fact]
    public async Task A_session_ends_when_idle_or_old_and_with_a_change_of_the_password()
    {
        await _fixture.UserAsync("ses");
        var password = PlatformFixture.PasswordOf("ses");
        var (idle, _, _) = await SignIn.RunAsync(Platform, PlatformFixture.TryOf("ses", password, Here), CancellationToken.None);
        _fixture.Time.Advance(TimeSpan.FromMinutes(31));
        (await Platform.Authentication.AuthenticateTokenAsync(idle, CancellationToken.None)).ShouldBeNull();

        var (first, _, _) = await SignIn.RunAsync(Platform, PlatformFixture.TryOf("ses", password, Here), CancellationToken.None);
        var (second, _, _) = await SignIn.RunAsync(Platform, PlatformFixture.TryOf("ses", password, Here), CancellationToken.None);
        var actor = (await Platform.Authentication.AuthenticateTokenAsync(first, CancellationToken.None))!;
        await ChangePassword.RunAsync(Platform, actor, password, "another long secret", CancellationToken.None);
        (await Platform.Authentication.AuthenticateTokenAsync(second, CancellationToken.None)).ShouldBeNull();
        (await Platform.Authentication.AuthenticateTokenAsync(first, CancellationToken.None)).ShouldNotBeNull();
        await SignOut.RunAsync(Platform, actor, CancellationToken.None);
        (await Platform.Authentication.AuthenticateTokenAsync(first, CancellationToken.None)).ShouldBeNull();
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
        var hashes = Enumerable.Range(0, 20).Select(_ => hasher.HashAsync(Here, "whatever it may be", CancellationToken.None)).ToList();
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

        refused.ShouldBe(17);
    }

    [Fact]
    public async Task Sixty_threads_of_wrong_sign_ins_hold_up_nobody_who_comes_from_elsewhere()
    {
        var fixture = new PlatformFixture { Options = new() { PasswordIterations = 20_000 } };
        await fixture.InitializeAsync();
        try
        {
            await fixture.UserAsync("calm");
            var wrong = Enumerable.Range(0, 60).Select(number => Task.Run(async () =>
            {
                for (var count = 0; count < 10; count++)
                    await RefusedAsync(fixture.Platform, $"guess{number}", "wrong wrong wrong", "203.0.113.9");
            })).ToList();

            for (var count = 0; count < 10; count++)
                await SignIn.RunAsync(fixture.Platform, PlatformFixture.TryOf("calm", PlatformFixture.PasswordOf("calm"), $"198.51.100.{count}"), CancellationToken.None);
            await Task.WhenAll(wrong);
        }
        finally
        {
            await fixture.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_source_that_guesses_many_names_is_refused_before_a_hash_is_computed()
    {
        for (var number = 0; number < 30; number++)
            await RefusedAsync($"guess{number}", "wrong wrong wrong", ErrorCode.Unauthenticated);

        (await RefusedAsync("guess_more", "wrong wrong wrong", ErrorCode.Throttled)).Facts.ShouldContainKey("retryAfter");

        _fixture.Time.Advance(TimeSpan.FromSeconds(30));
        await RefusedAsync("guess_more", "wrong wrong wrong", ErrorCode.Unauthenticated);
    }

    [Fact]
    public async Task Who_shares_an_address_with_an_attacker_and_has_signed_in_from_it_before_gets_in()
    {
        await _fixture.UserAsync("neighbour");
        for (var number = 0; number < 31; number++)
            await Should.ThrowAsync<PlatformException>(() => TryAsync($"guess{number}", "wrong wrong wrong", Here));

        (await TryAsync("neighbour", PlatformFixture.PasswordOf("neighbour"), Here)).Text.ShouldStartWith("hps_");
    }

    [Fact]
    public async Task Nobody_locks_the_account_of_somebody_else()
    {
        await _fixture.UserAsync("victim");
        for (var count = 0; count < 20; count++)
            await Should.ThrowAsync<PlatformException>(() => TryAsync("victim", "wrong wrong wrong", "203.0.113.9"));
        (await RefusedAsync("victim", PlatformFixture.PasswordOf("victim"), ErrorCode.Throttled, "203.0.113.9")).Message.ShouldContain("your address");

        (await TryAsync("victim", PlatformFixture.PasswordOf("victim"), "198.51.100.7")).Text.ShouldStartWith("hps_");
    }

    [Fact]
    public async Task Many_addresses_guess_no_faster_at_one_account_and_hold_up_nobody_it_knows()
    {
        await _fixture.UserAsync("target");
        var password = PlatformFixture.PasswordOf("target");
        var tried = 0;
        while ((await Should.ThrowAsync<PlatformException>(() => TryAsync("target", "wrong wrong wrong", $"203.0.113.{tried % 250}"))).Code != ErrorCode.Throttled)
            tried++;
        tried.ShouldBe(100);

        var stranger = await RefusedAsync("target", password, ErrorCode.Throttled, "198.51.100.200");
        stranger.Message.ShouldContain("addresses that are new to it");
        stranger.Facts.ShouldContainKey("retryAfter");
        (await TryAsync("target", password, Here)).Text.ShouldStartWith("hps_", customMessage: "it has signed in from there before");
        (await TryAsync("target", password, "::1")).Text.ShouldStartWith("hps_", customMessage: "who is at the machine is never shut out");
        await _fixture.UserAsync("other");
        (await TryAsync("other", PlatformFixture.PasswordOf("other"), "203.0.113.1")).Text.ShouldStartWith("hps_", customMessage: "each account has its own count");

        _fixture.Time.Advance(TimeSpan.FromMinutes(1));
        (await TryAsync("target", password, "198.51.100.200")).Text.ShouldStartWith("hps_");
        (await TryAsync("target", password, "198.51.100.200")).Text.ShouldStartWith("hps_", customMessage: "from now on it is known there");
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_braked_like_one_that_does()
    {
        for (var number = 0; number < 100; number++)
            await RefusedAsync("nobody_here", "wrong wrong wrong", ErrorCode.Unauthenticated, $"203.0.113.{number}");

        (await RefusedAsync("nobody_here", "wrong wrong wrong", ErrorCode.Throttled, "198.51.100.1")).Message.ShouldContain("new to it");
    }

    [Fact]
    public async Task Who_changes_a_password_by_a_session_is_no_stranger()
    {
        var user = await _fixture.UserAsync("session_user");
        for (var number = 0; number < 100; number++)
            await RefusedAsync("session_user", "wrong wrong wrong", ErrorCode.Unauthenticated, $"203.0.113.{number}");

        await ChangePassword.RunAsync(Platform, user, PlatformFixture.PasswordOf("session_user"), "five words that fit better", CancellationToken.None);

        (await TryAsync("session_user", "five words that fit better", Here)).Text.ShouldStartWith("hps_");
    }

    [Fact]
    public async Task With_as_many_tokens_as_there_may_be_the_right_password_still_signs_in()
    {
        var user = await _fixture.UserAsync("many");
        for (var count = 0; count < Platform.Options.TokensPerUserMax; count++)
            await _fixture.TokenAsync(user, new TokenRequest($"t{count}", TokenScopes.Read, null, null));
        var oneMore = () => _fixture.TokenAsync(user, new TokenRequest("more", TokenScopes.Read, null, null));
        (await oneMore.ShouldThrowAsync<PlatformException>()).Code.ShouldBe(ErrorCode.LimitExceeded);

        var (text, _, _) = await TryAsync("many", PlatformFixture.PasswordOf("many"), Here);

        (await Platform.Authentication.AuthenticateTokenAsync(text, CancellationToken.None)).ShouldNotBeNull();
        Platform.Gate.Current(user).ShouldNotBeNull();
    }

    [Fact]
    public async Task The_oldest_session_ends_when_there_are_too_many_and_no_token_does()
    {
        var user = await _fixture.UserAsync("old");
        var token = await _fixture.TokenAsync(user, new TokenRequest("t", TokenScopes.Read, null, null));
        for (var count = 1; count < Platform.Options.SessionsPerUserMax; count++)
        {
            _fixture.Time.Advance(TimeSpan.FromSeconds(1));
            await TryAsync("old", PlatformFixture.PasswordOf("old"), Here);
        }

        Platform.Gate.Current(user).ShouldNotBeNull();
        _fixture.Time.Advance(TimeSpan.FromSeconds(1));
        await TryAsync("old", PlatformFixture.PasswordOf("old"), Here);

        Platform.Gate.Current(user).ShouldBeNull();
        Platform.Gate.Current(token).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "20010DB800010002")]
    [InlineData("2001:db8:1:2:ffff::1", "20010DB800010002")]
    [InlineData("::1", "::1")]
    [InlineData(null, "local")]
    public void A_source_is_an_address_or_a_network_of_version_six(string? address, string source) =>
        SignInSource.Of(address is null ? null : System.Net.IPAddress.Parse(address)).ShouldBe(source);

    private Task<(string Text, Token Session, User User)> TryAsync(string name, string password, string source) =>
        SignIn.RunAsync(Platform, PlatformFixture.TryOf(name, password, source), CancellationToken.None);

    private static async Task RefusedAsync(HopsPlatform platform, string name, string password, string source) =>
        (await Should.ThrowAsync<PlatformException>(() => SignIn.RunAsync(platform, PlatformFixture.TryOf(name, password, source), CancellationToken.None)))
        .Code.ShouldBeOneOf(ErrorCode.Unauthenticated, ErrorCode.Throttled);

    private async Task<PlatformException> RefusedAsync(string name, string password, ErrorCode code, string source = Here)
    {
        var refusal = await Should.ThrowAsync<PlatformException>(() => TryAsync(name, password, source));
        refusal.Code.ShouldBe(code);
        return refusal;
    }
}
