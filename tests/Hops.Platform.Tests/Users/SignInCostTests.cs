using Hops.Core.Errors;
using Hops.Platform.Sessions;
using Hops.Platform.Users;

namespace Hops.Platform.Tests.Users;

/// <summary>What a try to sign in costs: its time must not tell which names there are. Counted, not timed.</summary>
public sealed class SignInCostTests
{
    private const int Rounds = 100;
    private const string Wrong = "wrong wrong wrong";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Whatever_is_wrong_the_same_rounds_are_derived_and_no_write_is_waited_for()
    {
        HeldStore? store = null;
        var fixture = new PlatformFixture { Options = new() { PasswordIterations = Rounds }, Wrap = inner => store = new HeldStore(inner) };
        await fixture.InitializeAsync();
        await fixture.UserAsync("known");
        await fixture.UserAsync("disabled");
        await AlterUser.RunAsync(fixture.Platform, FirstRun.Itself, "disabled", isDisabled: true, null, CancellationToken.None);

        var writes = store!.Hold();
        foreach (var (name, password) in new[] { ("known", Wrong), ("nobody", Wrong), ("disabled", Wrong), ("disabled", PlatformFixture.PasswordOf("disabled")) })
        {
            var before = fixture.Platform.Passwords.RoundsOfChecks;
            var refusal = await Should.ThrowAsync<PlatformException>(
                () => SignIn.RunAsync(fixture.Platform, PlatformFixture.TryOf(name, password, "192.0.2.9"), CancellationToken.None).WaitAsync(Patience), name);
            (refusal.Code, refusal.Message).ShouldBe((ErrorCode.Unauthenticated, "The user name or the password is not right."));
            (fixture.Platform.Passwords.RoundsOfChecks - before).ShouldBe(Rounds, name);
        }

        writes.SetResult();
        await fixture.Platform.Journal.FlushAsync(CancellationToken.None);
        (await fixture.AuditAsync()).Where(entry => entry is { Action: "session.create", Outcome: "unauthenticated" }).Select(entry => entry.Target)
            .ShouldBe(["known", "disabled"], ignoreOrder: true, "names that nobody has may be passwords");
        await fixture.DisposeAsync();
    }

    [Theory]
    [InlineData(10)]
    [InlineData(Rounds)]
    public async Task A_hash_from_before_the_rounds_were_raised_costs_as_much_as_one_of_today(int rounds)
    {
        using var hasher = new PasswordHasher(new PlatformOptions { PasswordIterations = Rounds });
        var hash = PasswordHash.Of("the right one", rounds);

        (await hasher.MatchesAsync("here", hash, "the right one", CancellationToken.None)).ShouldBeTrue();
        (await hasher.MatchesAsync("here", hash, Wrong, CancellationToken.None)).ShouldBeFalse();
        (await hasher.MatchesAsync("here", PasswordHash.None, Wrong, CancellationToken.None)).ShouldBeFalse("who signs in by an issuer alone has none");

        hasher.RoundsOfChecks.ShouldBe(3 * Rounds);
    }

    [Fact]
    public async Task A_password_is_hashed_anew_when_its_user_signs_in_after_the_rounds_were_raised()
    {
        const int RoundsThen = 10;
        var fixture = new PlatformFixture { Options = new() { PasswordIterations = Rounds } };
        await fixture.InitializeAsync();
        await fixture.UserAsync("veteran");
        var password = PlatformFixture.PasswordOf("veteran");
        await SetAsync(fixture.Platform, PasswordHash.Of(password, RoundsThen));

        await Should.ThrowAsync<PlatformException>(() => SignIn.RunAsync(fixture.Platform, PlatformFixture.TryOf("veteran", Wrong, "192.0.2.9"), CancellationToken.None));
        fixture.Platform.Roster.Now.FindUser("veteran")!.Password.Iterations.ShouldBe(RoundsThen, "nobody knows it yet");
        await SignIn.RunAsync(fixture.Platform, PlatformFixture.TryOf("veteran", password, "192.0.2.9"), CancellationToken.None);

        var hash = fixture.Platform.Roster.Now.FindUser("veteran")!.Password;
        (hash.Iterations, hash.Matches(password)).ShouldBe((Rounds, true));
        await SignIn.RunAsync(fixture.Platform, PlatformFixture.TryOf("veteran", password, "192.0.2.9"), CancellationToken.None);
        await fixture.DisposeAsync();
    }

    private static Task SetAsync(HopsPlatform platform, PasswordHash hash) => platform.Store.WriteAsync(
        async transaction =>
        {
            var next = platform.Roster.Now.FindUser("veteran")! with { Password = hash };
            await transaction.UpdateAsync(User.Table, next);
            platform.Roster.OnCommitted(transaction, roster => roster.WithUser(next));
            return true;
        },
        CancellationToken.None).AsTask();
}
