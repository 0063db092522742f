using System.Net;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Platform.Projects;
using Hops.Platform.SecondFactors;
using Hops.Platform.Sessions;
using Hops.Platform.Tokens;
using Hops.Platform.Users;
using OtpNet;

namespace Hops.Platform.Tests.SecondFactors;

/// <summary>A user with a device signs in with what it knows and what it has.</summary>
public sealed class SecondFactorTests : IAsyncLifetime
{
    private const string Here = "192.0.2.1";
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    private readonly PlatformFixture _fixture = new();

    private HopsPlatform Platform => _fixture.Platform;

    public Task InitializeAsync() => _fixture.InitializeAsync();

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_device_counts_only_once_it_has_shown_a_code()
    {
        var user = await _fixture.UserAsync("begun");
        var made = await BeginSecondFactor.RunAsync(Platform, user, PlatformFixture.PasswordOf("begun"), CancellationToken.None);

        made.Uri.ShouldStartWith("otpauth://totp/Hops.NET:begun?secret=" + made.Secret);
        await SignInAsync("begun");
        (await RefusedAsync(() => ConfirmSecondFactor.RunAsync(Platform, user, "000000", CancellationToken.None))).Code.ShouldBe(ErrorCode.AccessDenied);
        await SignInAsync("begun");
        (await ConfirmSecondFactor.RunAsync(Platform, user, Code(made.Secret), CancellationToken.None)).Distinct().Count().ShouldBe(RecoveryCode.Count);
        (await RefusedAsync(() => SignInAsync("begun"))).Code.ShouldBe(ErrorCode.SecondFactorRequired);
    }

    [Fact]
    public async Task A_code_signs_in_once_and_no_earlier_one_does_after_it()
    {
        var (_, secret, _) = await EnrolledAsync("once");
        _fixture.Time.Advance(Step);
        var (before, now) = (Code(secret, -1), Code(secret));

        await SignInAsync("once", now);

        foreach (var used in new[] { now, before })
            (await RefusedAsync(() => SignInAsync("once", used))).Message.ShouldBe("The code is not right, or was used already: wait for the next one.");
        _fixture.Time.Advance(Step);
        await SignInAsync("once", Code(secret));
    }

    [Fact]
    public async Task Of_two_who_show_one_code_at_the_same_time_one_gets_in()
    {
        var (_, secret, _) = await EnrolledAsync("race");
        _fixture.Time.Advance(Step);
        var code = Code(secret);
        var tries = Enumerable.Range(0, 4).Select(_ => Task.Run(() => SignInAsync("race", code))).ToList();

        var outcomes = await Task.WhenAll(tries.Select(attempt => attempt.ContinueWith(done => done.IsCompletedSuccessfully, TaskScheduler.Default)));

        outcomes.Count(isIn => isIn).ShouldBe(1);
    }

    [Fact]
    public async Task It_is_used_up_also_after_a_restart()
    {
        var (_, secret, _) = await EnrolledAsync("kept");
        _fixture.Time.Advance(Step);
        var code = Code(secret);
        await SignInAsync("kept", code);

        await _fixture.ReopenAsync();

        await RefusedAsync(() => SignInAsync("kept", code));
        (await RefusedAsync(() => SignInAsync("kept"))).Code.ShouldBe(ErrorCode.SecondFactorRequired);
    }

    [Fact]
    public async Task A_recovery_code_takes_the_place_of_the_device_once_however_it_is_typed()
    {
        var (user, _, codes) = await EnrolledAsync("lost");

        await SignInAsync("lost", codes[0].ToUpperInvariant().Replace('-', ' '));

        await RefusedAsync(() => SignInAsync("lost", codes[0]));
        (await DescribeSecondFactor.RunAsync(Platform, user, CancellationToken.None)).RecoveryCodesLeft.ShouldBe(RecoveryCode.Count - 1);
        (await _fixture.AuditAsync()).ShouldContain(entry => entry.Action == "second-factor.recovery-code" && entry.Detail == "9 left");
    }

    [Fact]
    public async Task Nobody_learns_without_the_password_who_has_a_second_factor()
    {
        await EnrolledAsync("hidden");
        foreach (var name in new[] { "hidden", "nobody_at_all" })
        {
            var refusal = await RefusedAsync(() => SignIn.RunAsync(Platform, PlatformFixture.TryOf(name, "wrong wrong wrong", Here), CancellationToken.None));
            (refusal.Code, refusal.Message).ShouldBe((ErrorCode.Unauthenticated, "The user name or the password is not right."));
        }
    }

    [Fact]
    public async Task Wrong_codes_are_braked_as_wrong_passwords_are_and_missing_ones_are_not()
    {
        var (_, secret, _) = await EnrolledAsync("braked");
        for (var count = 0; count < 40; count++)
            (await RefusedAsync(() => SignInAsync("braked", source: "203.0.113.5"))).Code.ShouldBe(ErrorCode.SecondFactorRequired);
        for (var count = 0; count < 5; count++)
            (await RefusedAsync(() => SignInAsync("braked", "000000", "203.0.113.5"))).Code.ShouldBe(ErrorCode.Unauthenticated);

        _fixture.Time.Advance(TimeSpan.FromMilliseconds(100));
        (await RefusedAsync(() => SignInAsync("braked", Code(secret), "203.0.113.5"))).Code.ShouldBe(ErrorCode.Throttled);
        (await _fixture.AuditAsync()).Count(entry => entry.Detail == "wrong second factor").ShouldBe(5);
    }

    [Fact]
    public async Task Who_knows_the_password_guesses_no_faster_from_many_addresses()
    {
        await EnrolledAsync("spread");
        var tried = 0;
        while ((await RefusedAsync(() => SignInAsync("spread", "000000", $"203.0.{tried / 250}.{tried % 250}"))).Code != ErrorCode.Throttled)
            tried++;

        tried.ShouldBe(100);
    }

    [Fact]
    public async Task Removing_it_takes_the_password_and_a_code()
    {
        var (user, secret, codes) = await EnrolledAsync("off");
        var password = PlatformFixture.PasswordOf("off");
        (await RefusedAsync(() => RemoveSecondFactor.RunAsync(Platform, user, "wrong wrong wrong", codes[0], CancellationToken.None))).Facts["field"].ShouldBe("password");
        (await RefusedAsync(() => RemoveSecondFactor.RunAsync(Platform, user, password, "000000", CancellationToken.None))).Facts["field"].ShouldBe("code");
        _fixture.Time.Advance(Step);

        await RemoveSecondFactor.RunAsync(Platform, user, password, Code(secret), CancellationToken.None);

        await SignInAsync("off");
        (await RefusedAsync(() => RemoveSecondFactor.RunAsync(Platform, user, password, codes[1], CancellationToken.None))).Code.ShouldBe(ErrorCode.Conflict);
    }

    [Fact]
    public async Task Whoever_guesses_in_an_open_session_is_braked()
    {
        var (user, _, _) = await EnrolledAsync("open");
        for (var count = 0; count < 5; count++)
            await RefusedAsync(() => RemoveSecondFactor.RunAsync(Platform, user, PlatformFixture.PasswordOf("open"), "000000", CancellationToken.None));

        (await RefusedAsync(() => RemoveSecondFactor.RunAsync(Platform, user, PlatformFixture.PasswordOf("open"), "000000", CancellationToken.None)))
            .Code.ShouldBe(ErrorCode.Throttled);
    }

    [Fact]
    public async Task New_recovery_codes_end_the_old_ones()
    {
        var (user, secret, old) = await EnrolledAsync("renew");
        _fixture.Time.Advance(Step);

        var codes = await RenewRecoveryCodes.RunAsync(Platform, user, PlatformFixture.PasswordOf("renew"), Code(secret), CancellationToken.None);

        await RefusedAsync(() => SignInAsync("renew", old[0]));
        await SignInAsync("renew", codes[0]);
    }

    [Fact]
    public async Task An_administrator_takes_it_away_and_the_sessions_end()
    {
        var (user, _, codes) = await EnrolledAsync("reset");
        (await RefusedAsync(() => ResetSecondFactor.RunAsync(Platform, user, "reset", CancellationToken.None))).Code.ShouldBe(ErrorCode.AccessDenied);

        await ResetSecondFactor.RunAsync(Platform, FirstRun.Itself, "reset", CancellationToken.None);

        Platform.Gate.Current(user).ShouldBeNull();
        await SignInAsync("reset");
        (await RowsAsync(user.UserId)).ShouldBe(0, codes.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Of_a_deleted_user_no_secret_and_no_code_is_left()
    {
        var (user, _, _) = await EnrolledAsync("erased");
        (await RowsAsync(user.UserId)).ShouldBe(1 + RecoveryCode.Count);

        await DeleteUser.RunAsync(Platform, FirstRun.Itself, "erased", null, CancellationToken.None);

        (await RowsAsync(user.UserId)).ShouldBe(0);
    }

    [Fact]
    public async Task Turning_it_on_ends_the_other_sessions_and_no_token()
    {
        var user = await _fixture.UserAsync("others");
        var robot = await _fixture.TokenAsync(user, new TokenRequest("robot", TokenScopes.Read, null, null));
        var (other, _, _) = await SignIn.RunAsync(Platform, Try("others"), CancellationToken.None);

        await EnrolAsync(user);

        (await Platform.Authentication.AuthenticateTokenAsync(other, CancellationToken.None)).ShouldBeNull();
        Platform.Gate.Current(user).ShouldNotBeNull();
        Platform.Gate.Current(robot).ShouldNotBeNull();
    }

    [Fact]
    public async Task Neither_the_trail_nor_the_description_holds_a_secret()
    {
        var (_, secret, codes) = await EnrolledAsync("quiet");
        await SignInAsync("quiet", codes[0]);

        var trail = string.Join('\n', await _fixture.AuditAsync());

        trail.ShouldContain("second-factor.enable");
        foreach (var hidden in codes.Append(secret).Append(PlatformFixture.PasswordOf("quiet")))
            trail.ShouldNotContain(hidden);
    }

    private async Task<(Principal User, string Secret, IReadOnlyList<string> Codes)> EnrolledAsync(string name)
    {
        var user = await _fixture.UserAsync(name);
        var (secret, codes) = await EnrolAsync(user);
        return (user, secret, codes);
    }

    private async Task<(string Secret, IReadOnlyList<string> Codes)> EnrolAsync(Principal user)
    {
        var made = await BeginSecondFactor.RunAsync(Platform, user, PlatformFixture.PasswordOf(user.UserName), CancellationToken.None);
        return (made.Secret, await ConfirmSecondFactor.RunAsync(Platform, user, Code(made.Secret), CancellationToken.None));
    }

    private string Code(string secret, int steps = 0) =>
        new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp((_fixture.Time.GetUtcNow() + (steps * Step)).UtcDateTime);

    private static SignInTry Try(string name, string code = "", string source = Here) =>
        PlatformFixture.TryOf(name, PlatformFixture.PasswordOf(name), source) with { Code = code };

    private async Task SignInAsync(string name, string code = "", string source = Here) =>
        (await SignIn.RunAsync(Platform, Try(name, code, source), CancellationToken.None)).Text.ShouldStartWith("hps_");

    private async Task<int> RowsAsync(long userId) => await Platform.Store.ReadAsync(async read =>
        (await read.ScanAsync(RecoveryCode.Table, Key.Of(userId), null, 100)).Count
        + (await read.GetAsync(SecondFactor.Table, Key.Of(userId)) is null ? 0 : 1));

    private static async Task<PlatformException> RefusedAsync(Func<Task> action) => await Should.ThrowAsync<PlatformException>(action);
}
