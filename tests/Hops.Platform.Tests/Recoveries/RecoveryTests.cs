using System.Net;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Recoveries;
using Hops.Platform.Registrations;
using Hops.Platform.SecondFactors;
using Hops.Platform.Sessions;
using Hops.Platform.Tests.Mail;
using Hops.Platform.Tokens;
using Hops.Platform.Users;
using OtpNet;

namespace Hops.Platform.Tests.Recoveries;

/// <summary>Somebody has forgotten a password, or says so.</summary>
public sealed class RecoveryTests : IAsyncLifetime
{
    private const string Next = "five words that fit better";
    private static readonly SignInOrigin Here = new(IPAddress.Parse("192.0.2.1"));

    private readonly PlatformFixture _fixture = new();

    private HopsPlatform Platform => _fixture.Platform;

    private Mailbox Mailbox => new(_fixture.OutboxDirectory);

    public Task InitializeAsync() => _fixture.InitializeAsync();

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_right_link_sets_the_password_and_a_wrong_one_changes_nothing()
    {
        var (user, link) = await AskedAsync("ada");

        (await RefusedAsync(() => CompleteAsync(link[..^1] + (link[^1] == 'A' ? 'B' : 'A')))).Facts["field"].ShouldBe("token");
        (await SignInAsync("ada", PlatformFixture.PasswordOf("ada"))).ShouldStartWith("hps_", customMessage: "a wrong link changes nothing");
        await CompleteAsync(link);

        await RefusedAsync(() => SignInAsync("ada", PlatformFixture.PasswordOf("ada")));
        (await SignInAsync("ada", Next)).ShouldStartWith("hps_");
        Platform.Gate.Current(user).ShouldBeNull("all sessions end");
        await RefusedAsync(() => CompleteAsync(link));
        (await Mailbox.WaitAsync("ada@example.org", 3))[^1].Subject.ShouldBe("The password was changed");
    }

    [Fact]
    public async Task For_an_address_that_nobody_has_the_same_is_said_and_nothing_is_mailed()
    {
        var (_, _) = await AskedAsync("bob");
        await BeginAsync("nobody@example.org");
        _fixture.Time.Advance(TimeSpan.FromMinutes(3));
        await BeginAsync("bob@example.org");

        await Mailbox.WaitAsync("bob@example.org", 3);
        Mailbox.To("nobody@example.org").ShouldBeEmpty("mails leave in order, so it would be there");
        (await _fixture.AuditAsync()).Count(entry => entry.Action == "recovery.begin").ShouldBe(3, "what is stored is the same, too");
    }

    [Fact]
    public async Task A_link_is_over_after_half_an_hour()
    {
        var (_, link) = await AskedAsync("cid");
        _fixture.Time.Advance(TimeSpan.FromMinutes(30));

        (await RefusedAsync(() => CompleteAsync(link))).Facts["field"].ShouldBe("token");
    }

    [Fact]
    public async Task Tokens_stay_unless_they_are_to_end()
    {
        var (user, link) = await AskedAsync("dan");
        var robot = await _fixture.TokenAsync(user, new TokenRequest("robot", TokenScopes.Read, null, null));
        await CompleteAsync(link);
        Platform.Gate.Current(robot).ShouldNotBeNull();

        _fixture.Time.Advance(TimeSpan.FromMinutes(3));
        await BeginAsync("dan@example.org");
        await CompleteRecovery.RunAsync(Platform, new RecoveryWish(await Mailbox.LinkAsync("dan@example.org", 4), Next + "!", "", EndsTokens: true), Here, CancellationToken.None);

        Platform.Gate.Current(robot).ShouldBeNull();
    }

    [Fact]
    public async Task Who_reads_the_mail_has_one_factor_and_is_asked_for_the_other()
    {
        var (user, link) = await AskedAsync("eva");
        var made = await BeginSecondFactor.RunAsync(Platform, user, PlatformFixture.PasswordOf("eva"), CancellationToken.None);
        await ConfirmSecondFactor.RunAsync(Platform, user, Code(made.Secret), CancellationToken.None);
        _fixture.Time.Advance(TimeSpan.FromSeconds(30));

        (await RefusedAsync(() => CompleteAsync(link))).Code.ShouldBe(ErrorCode.SecondFactorRequired);
        for (var count = 0; count < 4; count++)
            (await RefusedAsync(() => CompleteAsync(link, "000000"))).Code.ShouldBe(ErrorCode.Unauthenticated);
        await CompleteAsync(link, Code(made.Secret));

        (await RefusedAsync(() => SignInAsync("eva", Next))).Code.ShouldBe(ErrorCode.SecondFactorRequired);
    }

    [Fact]
    public async Task Codes_are_not_guessed_by_a_link_either()
    {
        var (user, link) = await AskedAsync("fay");
        var made = await BeginSecondFactor.RunAsync(Platform, user, PlatformFixture.PasswordOf("fay"), CancellationToken.None);
        await ConfirmSecondFactor.RunAsync(Platform, user, Code(made.Secret), CancellationToken.None);
        var elsewhere = new SignInOrigin(IPAddress.Parse("203.0.113.4"));
        for (var count = 0; count < 5; count++)
            await RefusedAsync(() => CompleteRecovery.RunAsync(Platform, new RecoveryWish(link, Next, "000000", false), elsewhere, CancellationToken.None));

        (await RefusedAsync(() => CompleteRecovery.RunAsync(Platform, new RecoveryWish(link, Next, "000000", false), elsewhere, CancellationToken.None)))
            .Code.ShouldBe(ErrorCode.Throttled);
    }

    [Fact]
    public async Task A_disabled_user_gets_no_link_and_a_link_it_has_is_worth_nothing()
    {
        var (_, link) = await AskedAsync("gus");
        await AlterUser.RunAsync(Platform, FirstRun.Itself, "gus", isDisabled: true, null, CancellationToken.None);

        (await RefusedAsync(() => CompleteAsync(link))).Facts["field"].ShouldBe("token");
        _fixture.Time.Advance(TimeSpan.FromMinutes(3));
        await BeginAsync("gus@example.org");
        Platform.Roster.Now.FindUser("gus")!.IsDisabled.ShouldBeTrue();
        Mailbox.To("gus@example.org").Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_trail_tells_each_step_and_no_secret()
    {
        var (_, link) = await AskedAsync("tom");
        await CompleteAsync(link);

        var trail = string.Join('\n', await _fixture.AuditAsync());

        trail.ShouldContain("recovery.begin");
        trail.ShouldContain("recovery.complete");
        trail.ShouldNotContain(link);
        trail.ShouldNotContain(Next);
    }

    /// <summary>A user with a confirmed address who has asked for a link, and the link.</summary>
    private async Task<(Principal User, string Link)> AskedAsync(string name)
    {
        var (user, email) = (await _fixture.UserAsync(name), name + "@example.org");
        await ChangeEmail.BeginAsync(Platform, user, email, PlatformFixture.PasswordOf(name), CancellationToken.None);
        await ChangeEmail.ConfirmAsync(Platform, await Mailbox.LinkAsync(email), CancellationToken.None);
        await BeginAsync(email);
        return (user, await Mailbox.LinkAsync(email, 2));
    }

    private Task BeginAsync(string email) => BeginRecovery.RunAsync(Platform, email, Here, CancellationToken.None);

    private Task CompleteAsync(string link, string code = "") =>
        CompleteRecovery.RunAsync(Platform, new RecoveryWish(link, Next, code, EndsTokens: false), Here, CancellationToken.None);

    private async Task<string> SignInAsync(string name, string password) =>
        (await SignIn.RunAsync(Platform, new SignInTry(name, password, Here), CancellationToken.None)).Text;

    private string Code(string secret) => new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(_fixture.Time.GetUtcNow().UtcDateTime);

    private static async Task<PlatformException> RefusedAsync(Func<Task> action) => await Should.ThrowAsync<PlatformException>(action);
}
