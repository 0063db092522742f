using System.Net;
using Hops.Core.Errors;
using Hops.Platform.Recoveries;
using Hops.Platform.Registrations;
using Hops.Platform.Sessions;
using Hops.Platform.Tests.Mail;
using Hops.Platform.Tokens;
using Hops.Platform.Users;

namespace Hops.Platform.Tests.Registrations;

/// <summary>Somebody makes an account: asks, reads mail, chooses a name, and is let in.</summary>
public sealed class RegistrationTests : IAsyncLifetime
{
    private const string Password = "four words that fit";
    private static readonly SignInOrigin Here = new(IPAddress.Parse("192.0.2.1"));

    private readonly PlatformFixture _fixture = new() { Accounts = new AccountOptions { Registration = RegistrationRule.Open } };

    private HopsPlatform Platform => _fixture.Platform;

    private Mailbox Mailbox => new(_fixture.OutboxDirectory);

    public Task InitializeAsync() => _fixture.InitializeAsync();

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task By_a_mailed_link_a_name_and_a_password_are_chosen_once()
    {
        await BeginAsync("Ada@Example.org");
        var mail = (await Mailbox.WaitAsync("ada@example.org", 1)).Single();
        mail.TextBody!.ShouldContain("https://hops.example/confirm#hps_");

        var user = await ConfirmAsync(Mailbox.LinkIn(mail), "ada");

        (user.Email, user.IsPending, user.MustChangePassword).ShouldBe(("ada@example.org", false, false));
        (await SignInAsync("ada")).Text.ShouldStartWith("hps_");
        (await RefusedAsync(() => ConfirmAsync(Mailbox.LinkIn(mail), "eve"))).Facts["field"].ShouldBe("token");
        await _fixture.ReopenAsync();
        Platform.Roster.Now.FindUserByEmail("ada@example.org")!.Name.ShouldBe("ada");
    }

    [Fact]
    public async Task An_address_that_has_an_account_is_told_so_by_mail_alone()
    {
        await RegisterAsync("ada@example.org", "ada");
        _fixture.Time.Advance(TimeSpan.FromMinutes(3));

        await BeginAsync("ada@example.org");

        var mail = (await Mailbox.WaitAsync("ada@example.org", 2))[^1];
        mail.TextBody!.ShouldContain("its name is ada");
        mail.TextBody!.ShouldNotContain("#hps_");
    }

    [Fact]
    public async Task A_name_that_is_taken_does_not_use_up_the_link()
    {
        await BeginAsync("bob@example.org");
        var link = await Mailbox.LinkAsync("bob@example.org");

        (await RefusedAsync(() => ConfirmAsync(link, "admin"))).Facts["field"].ShouldBe("name");
        (await RefusedAsync(() => ConfirmAsync(link, "bob", "short"))).Facts["field"].ShouldBe("password");
        (await ConfirmAsync(link, "bob")).Name.ShouldBe("bob");
    }

    [Fact]
    public async Task A_link_is_over_after_a_day_and_when_a_newer_one_was_sent()
    {
        await BeginAsync("cid@example.org");
        var first = await Mailbox.LinkAsync("cid@example.org");
        _fixture.Time.Advance(TimeSpan.FromMinutes(3));
        await BeginAsync("cid@example.org");
        var second = await Mailbox.LinkAsync("cid@example.org", 2);

        await RefusedAsync(() => ConfirmAsync(first, "cid"));
        _fixture.Time.Advance(TimeSpan.FromHours(24));
        await RefusedAsync(() => ConfirmAsync(second, "cid"));
    }

    [Fact]
    public async Task Neither_a_session_nor_a_link_of_another_purpose_confirms()
    {
        await RegisterAsync("dan@example.org", "dan");
        var (session, _, _) = await SignInAsync("dan");
        await BeginRecovery.RunAsync(Platform, "dan@example.org", Here, CancellationToken.None);
        var recovery = await Mailbox.LinkAsync("dan@example.org", 2);

        foreach (var text in new[] { session, recovery, "hps_", "", new string('x', 100_000) })
            (await RefusedAsync(() => ConfirmAsync(text, "someone"))).Facts["field"].ShouldBe("token");
        (await Platform.Authentication.AuthenticateTokenAsync(recovery, CancellationToken.None)).ShouldBeNull("a link is no session");
    }

    [Fact]
    public async Task An_address_gets_one_mail_in_two_minutes_and_a_source_twenty_in_an_hour()
    {
        for (var count = 0; count < 10; count++)
            await BeginAsync("victim@example.org");
        for (var count = 0; count < 10; count++)
            await BeginAsync($"victim{count}@example.org");

        var refusal = await RefusedAsync(() => BeginAsync("more@example.org"));

        (refusal.Code, refusal.Facts.ContainsKey("retryAfter")).ShouldBe((ErrorCode.Throttled, true));
        await BeginRegistration.RunAsync(Platform, "elsewhere@example.org", new SignInOrigin(IPAddress.Parse("198.51.100.1")), CancellationToken.None);
        await Mailbox.WaitAsync("elsewhere@example.org", 1);
        Mailbox.To("victim@example.org").Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no at sign")]
    [InlineData("two@@example.org")]
    [InlineData("a@b@example.org")]
    [InlineData("@example.org")]
    [InlineData("a@")]
    [InlineData("a@-example.org")]
    [InlineData("a..b@example.org")]
    [InlineData("a b@example.org")]
    [InlineData("a@example.org\r\nBcc: all@example.org")]
    [InlineData("\"a\"@example.org")]
    [InlineData("<a@example.org>")]
    [InlineData("ä@example.org")]
    public async Task What_is_no_address_is_refused(string text) =>
        (await RefusedAsync(() => BeginAsync(text))).Facts["field"].ShouldBe("email");

    [Fact]
    public async Task Closed_nobody_registers_and_links_that_were_sent_are_worth_nothing()
    {
        await BeginAsync("late@example.org");
        var link = await Mailbox.LinkAsync("late@example.org");
        _fixture.Accounts = new AccountOptions();
        await _fixture.ReopenAsync();

        (await RefusedAsync(() => BeginAsync("x@example.org"))).Code.ShouldBe(ErrorCode.AccessDenied);
        (await RefusedAsync(() => ConfirmAsync(link, "late"))).Code.ShouldBe(ErrorCode.AccessDenied);
    }

    [Fact]
    public async Task With_approval_nobody_comes_in_before_an_administrator_says_so()
    {
        _fixture.Accounts = new AccountOptions { Registration = RegistrationRule.Approval, PendingMax = 2 };
        await _fixture.ReopenAsync();
        await RegisterAsync("eva@example.org", "eva");
        await RegisterAsync("fay@example.org", "fay");

        (await RefusedAsync(() => RegisterAsync("gus@example.org", "gus"))).Code.ShouldBe(ErrorCode.LimitExceeded);
        (await RefusedAsync(() => SignInAsync("eva"))).Message.ShouldContain("approve");
        (await RefusedAsync(() => SignInAsync("eva", "wrong wrong wrong"))).Code.ShouldBe(ErrorCode.Unauthenticated);
        (await RefusedAsync(() => AlterUser.RunAsync(Platform, FirstRun.Itself, "eva", false, null, CancellationToken.None))).Code.ShouldBe(ErrorCode.Conflict);
        ListUsers.Run(Platform, FirstRun.Itself, "", 10, arePending: true).Select(user => user.Name).ShouldBe(["eva", "fay"]);

        await AnswerRegistration.ApproveAsync(Platform, FirstRun.Itself, "eva", CancellationToken.None);
        await AnswerRegistration.RejectAsync(Platform, FirstRun.Itself, "fay", CancellationToken.None);

        await _fixture.ReopenAsync();
        (await SignInAsync("eva")).Text.ShouldStartWith("hps_");
        Platform.Roster.Now.FindUser("fay").ShouldBeNull();
        (await Mailbox.WaitAsync("eva@example.org", 2))[^1].TextBody!.ShouldContain("sign in as eva");
        (await RefusedAsync(() => AnswerRegistration.RejectAsync(Platform, FirstRun.Itself, "eva", CancellationToken.None))).Code.ShouldBe(ErrorCode.Conflict);
    }

    [Fact]
    public async Task Two_links_for_one_address_make_one_account()
    {
        await RegisterAsync("one@example.org", "one");
        var user = await _fixture.UserAsync("other");
        await ChangeEmail.BeginAsync(Platform, user, "two@example.org", PlatformFixture.PasswordOf("other"), CancellationToken.None);
        await BeginAsync("two@example.org");
        var mails = await Mailbox.WaitAsync("two@example.org", 2);
        await ChangeEmail.ConfirmAsync(Platform, Mailbox.LinkIn(mails.Single(mail => mail.TextBody!.Contains("confirm-email"))), CancellationToken.None);

        var register = Mailbox.LinkIn(mails.Single(mail => !mail.TextBody!.Contains("confirm-email")));

        (await RefusedAsync(() => ConfirmAsync(register, "two"))).Code.ShouldBe(ErrorCode.AlreadyExists);
        Platform.Roster.Now.FindUserByEmail("two@example.org")!.Name.ShouldBe("other");
    }

    [Fact]
    public async Task An_address_that_another_account_has_is_not_taken_from_it()
    {
        await RegisterAsync("own@example.org", "owner");
        var thief = await _fixture.UserAsync("thief");
        _fixture.Time.Advance(TimeSpan.FromMinutes(3));
        Platform.Gate.NoteUse(thief);

        await ChangeEmail.BeginAsync(Platform, thief, "own@example.org", PlatformFixture.PasswordOf("thief"), CancellationToken.None);

        (await Mailbox.WaitAsync("own@example.org", 2))[^1].TextBody!.ShouldNotContain("#");
        Platform.Roster.Now.FindUserByEmail("own@example.org")!.Name.ShouldBe("owner");
        (await RefusedAsync(() => ChangeEmail.BeginAsync(Platform, thief, "t@example.org", "wrong wrong wrong", CancellationToken.None))).Code.ShouldBe(ErrorCode.AccessDenied);
    }

    [Fact]
    public async Task The_trail_tells_each_step_and_no_link()
    {
        await BeginAsync("tom@example.org");
        var link = await Mailbox.LinkAsync("tom@example.org");
        await ConfirmAsync(link, "tom");

        var trail = await _fixture.AuditAsync();

        trail.Select(entry => entry.Action).ShouldBe(["user.create", "registration.begin", "registration.confirm"]);
        string.Join('\n', trail).ShouldNotContain(link);
    }

    private Task BeginAsync(string email) => BeginRegistration.RunAsync(Platform, email, Here, CancellationToken.None);

    private Task<User> ConfirmAsync(string token, string name, string password = Password) =>
        ConfirmRegistration.RunAsync(Platform, new RegistrationWish(token, name, password), Here, CancellationToken.None);

    private async Task RegisterAsync(string email, string name)
    {
        await BeginAsync(email);
        await ConfirmAsync(await Mailbox.LinkAsync(email), name);
    }

    private Task<(string Text, Token Session, User User)> SignInAsync(string name, string password = Password) =>
        SignIn.RunAsync(Platform, new SignInTry(name, password, Here), CancellationToken.None);

    private static async Task<PlatformException> RefusedAsync(Func<Task> action) => await Should.ThrowAsync<PlatformException>(action);
}
