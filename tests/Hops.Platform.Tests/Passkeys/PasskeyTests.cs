using System.Net;
using System.Security.Cryptography;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Platform.Passkeys;
using Hops.Platform.SecondFactors;
using Hops.Platform.Sessions;
using Hops.Platform.Tokens;
using Hops.Platform.Users;
using OtpNet;

namespace Hops.Platform.Tests.Passkeys;

/// <summary>A device signs its user in, and nothing else does in its place.</summary>
public sealed class PasskeyTests : IAsyncLifetime
{
    private const string Domain = "hops.example";
    private const string Page = "https://hops.example";
    private const string Unknown = "This passkey does not sign in here: it is not known, was removed, or did not sign what was asked. Sign in by password.";
    private static readonly SignInOrigin Here = new(IPAddress.Parse("192.0.2.1"), "a test");

    private readonly PlatformFixture _fixture = new();

    private HopsPlatform Platform => _fixture.Platform;

    public Task InitializeAsync() => _fixture.InitializeAsync();

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData(false, "none")]
    [InlineData(true, "none")]
    [InlineData(false, "packed")]
    public async Task A_device_signs_in_who_has_added_it_without_a_name_a_password_or_a_code(bool isRsa, string format)
    {
        var user = await _fixture.UserAsync("keyed");
        using var device = new SoftwareDevice(Domain, Page, isRsa) { Format = format, Counter = 7 };
        var added = await AddAsync(user, device, " laptop ");

        var (text, session, who) = await SignInAsync(device);

        (who.Name, added.Name, session.Address, session.Kind).ShouldBe(("keyed", "laptop", "192.0.2.1", TokenKind.Session));
        (await Platform.Authentication.AuthenticateTokenAsync(text, CancellationToken.None))!.UserName.ShouldBe("keyed");
        var listed = (await ListPasskeys.RunAsync(Platform, user, CancellationToken.None)).ShouldHaveSingleItem();
        listed.SignCount.ShouldBe(8);
        listed.Used.ShouldNotBeNull();
        (await _fixture.AuditAsync()).ShouldContain(entry => entry.Action == "session.create" && entry.Detail == "passkey" && entry.CredentialId == session.Id);
        await _fixture.ReopenAsync();
        await SignInAsync(device);
    }

    [Fact]
    public async Task Who_has_a_second_factor_shows_it_to_add_a_passkey_and_is_not_asked_for_it_by_the_passkey()
    {
        var user = await _fixture.UserAsync("both");
        var made = await BeginSecondFactor.RunAsync(Platform, user, PlatformFixture.PasswordOf("both"), CancellationToken.None);
        var code = new Totp(Base32Encoding.ToBytes(made.Secret)).ComputeTotp(_fixture.Time.GetUtcNow().UtcDateTime);
        var codes = await ConfirmSecondFactor.RunAsync(Platform, user, code, CancellationToken.None);
        foreach (var wrong in new[] { "", "000000" })
            (await RefusedAsync(() => WishAsync(user, wrong))).Facts["field"].ShouldBe("code");
        using var device = new SoftwareDevice(Domain, Page);

        await AddAsync(user, device, "phone", codes[0]);

        (await SignInAsync(device)).User.Name.ShouldBe("both");
    }

    [Fact]
    public async Task Adding_one_takes_the_password_and_guesses_are_braked()
    {
        var user = await _fixture.UserAsync("found");
        for (var count = 0; count < 5; count++)
        {
            (await RefusedAsync(() => BeginPasskey.RunAsync(Platform, user, Page, "wrong wrong wrong", "", CancellationToken.None)))
                .Code.ShouldBe(ErrorCode.AccessDenied);
        }

        (await RefusedAsync(() => WishAsync(user))).Code.ShouldBe(ErrorCode.Throttled);
    }

    [Fact]
    public async Task A_challenge_is_taken_once_and_not_for_long_and_by_its_session_alone()
    {
        var user = await _fixture.UserAsync("timely");
        var other = await _fixture.UserAsync("other");
        using var device = new SoftwareDevice(Domain, Page);
        var wish = await WishAsync(user);
        var (client, attestation) = device.Make(wish.Challenge, wish.UserHandle);
        Func<Principal, Func<Task>> add = who => () => AddPasskey.RunAsync(Platform, who, "x", client, attestation, CancellationToken.None);

        (await RefusedAsync(add(other))).Code.ShouldBe(ErrorCode.Conflict);
        await add(user)();
        (await RefusedAsync(add(user))).Code.ShouldBe(ErrorCode.Conflict);
        var late = await WishAsync(user);
        _fixture.Time.Advance(Platform.Accounts.PasskeyChallengeLifetime);
        (client, attestation) = device.Make(late.Challenge, late.UserHandle);
        (await RefusedAsync(add(user))).Code.ShouldBe(ErrorCode.Conflict);
    }

    [Fact]
    public async Task What_was_signed_once_signs_nobody_in_again()
    {
        using var device = await DeviceOfAsync("replayed");
        var attempt = Begin();
        var use = Use(device, attempt.Challenge);
        await SignInByPasskey.RunAsync(Platform, attempt.Id, use, Here, CancellationToken.None);

        (await RefusedAsync(() => SignInByPasskey.RunAsync(Platform, attempt.Id, use, Here, CancellationToken.None))).Code.ShouldBe(ErrorCode.Unauthenticated);
        var next = Begin();
        (await RefusedAsync(() => SignInByPasskey.RunAsync(Platform, next.Id, use, Here, CancellationToken.None))).Message.ShouldBe(Unknown);
        var late = Begin();
        _fixture.Time.Advance(Platform.Accounts.PasskeyChallengeLifetime);
        await RefusedAsync(() => SignInByPasskey.RunAsync(Platform, late.Id, Use(device, late.Challenge), Here, CancellationToken.None));
        await SignInAsync(device);
    }

    public static TheoryData<string> Lies =>
        ["page of others", "port", "domain", "frame", "around", "absent", "not verified", "unknown", "signature", "user", "no user", "type", "oversize", "deep", "empty"];

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task Whatever_is_false_in_a_sign_in_gets_one_answer_and_is_noted_for_accounts_that_exist(string lie)
    {
        using var device = await DeviceOfAsync("honest");
        using var stranger = await DeviceOfAsync("stranger");
        var type = "webauthn.get";
        Action<SoftwareDevice> bend = lie switch
        {
            "page of others" => it => it.Origin = "https://hops.example.evil.example",
            "port" => it => it.Origin = Page + ":8443",
            "domain" => it => it.Domain = "evil.example",
            "frame" => it => it.More["crossOrigin"] = true,
            "around" => it => it.More["topOrigin"] = "https://evil.example",
            "absent" => it => it.Flags = 0x04,
            "not verified" => it => it.Flags = 0x01,
            "unknown" => it => it.CredentialId = RandomNumberGenerator.GetBytes(32),
            "signature" => it => it.CredentialId = stranger.CredentialId,
            "user" => it => it.UserHandle = stranger.UserHandle,
            "no user" => it => it.UserHandle = [],
            "type" => _ => type = "webauthn.create",
            "oversize" => it => it.Extensions = new byte[PasskeyCheck.AuthenticatorDataMaxBytes],
            "deep" => it => it.Extensions = [.. Enumerable.Repeat((byte)0x81, PasskeyCheck.AuthenticatorDataMaxBytes - 38), 0],
            _ => it => it.CredentialId = [],
        };
        bend(device);
        var attempt = Begin();
        var (client, data, signature) = device.Sign(attempt.Challenge, type);

        var refusal = await RefusedAsync(() => SignInByPasskey.RunAsync(
            Platform, attempt.Id, new PasskeyUse(device.CredentialId, client, data, signature, device.UserHandle), Here, CancellationToken.None));

        (refusal.Code, refusal.Message).ShouldBe((ErrorCode.Unauthenticated, Unknown));
        var notes = (await _fixture.AuditAsync()).Where(entry => entry is { Action: "session.create", Outcome: "unauthenticated" }).Select(entry => (entry.Actor, entry.Detail));
        (string, string)[] expected = lie is "unknown" or "oversize" or "empty" ? [] : [(lie == "signature" ? "stranger" : "honest", "wrong passkey")];
        notes.ShouldBe(expected);
    }

    [Theory]
    [InlineData("page of others")]
    [InlineData("domain")]
    [InlineData("frame")]
    [InlineData("not verified")]
    [InlineData("algorithm")]
    [InlineData("maker")]
    [InlineData("another challenge")]
    [InlineData("type")]
    [InlineData("oversize")]
    [InlineData("long id")]
    [InlineData("deep")]
    public async Task Whatever_is_false_of_a_new_passkey_is_not_taken(string lie)
    {
        var user = await _fixture.UserAsync("strict");
        using var device = new SoftwareDevice(Domain, Page);
        var wish = await WishAsync(user);
        var (challenge, type) = (wish.Challenge, "webauthn.create");
        Action<SoftwareDevice> bend = lie switch
        {
            "page of others" => it => it.Origin = "http://hops.example",
            "domain" => it => it.Domain = "example",
            "frame" => it => it.More["crossOrigin"] = true,
            "not verified" => it => it.Flags = 0x01,
            "algorithm" => it => it.Algorithm = -35,
            "maker" => it => it.Format = "tpm",
            "another challenge" => _ => challenge = RandomNumberGenerator.GetBytes(32),
            "type" => _ => type = "webauthn.get",
            "oversize" => it => it.Extensions = new byte[PasskeyCheck.AttestationMaxBytes],
            "long id" => it => it.CredentialId = new byte[PasskeyCheck.CredentialIdMaxBytes + 1],
            _ => it => it.Extensions = [.. Enumerable.Repeat((byte)0x81, 3_000), 0],
        };
        bend(device);
        var (client, attestation) = device.Make(challenge, wish.UserHandle, type);

        var refusal = await RefusedAsync(() => AddPasskey.RunAsync(Platform, user, "x", client, attestation, CancellationToken.None));

        (refusal.Code, refusal.Facts["field"]).ShouldBe((ErrorCode.InvalidArgument, "attestation"));
        (await ListPasskeys.RunAsync(Platform, user, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Bytes_that_were_changed_or_cut_anywhere_are_refused_and_nothing_breaks()
    {
        using var device = await DeviceOfAsync("mangled");
        var passkey = (await Platform.Store.ReadAsync(async read => await read.LookupAsync(Passkey.Table, Passkey.ByCredential, Key.Of(device.CredentialId)), CancellationToken.None))!;
        var check = new PasskeyCheck(Platform.PasskeyPlace);
        var challenge = new PasskeyChallenge(RandomNumberGenerator.GetBytes(32), "test", device.UserHandle, _fixture.Time.GetUtcNow());
        var use = Use(device, challenge.Text);
        (await check.ReadUseAsync(use, passkey, challenge, CancellationToken.None)).ShouldBe(0u);
        var (client, attestation) = device.Make(challenge.Text, device.UserHandle);
        (await check.ReadNewAsync(client, attestation, challenge, CancellationToken.None)).ShouldNotBeNull();

        foreach (var bent in BentOf(use.AuthenticatorData))
            (await check.ReadUseAsync(use with { AuthenticatorData = bent }, passkey, challenge, CancellationToken.None)).ShouldBeNull();
        foreach (var bent in BentOf(use.Signature))
            (await check.ReadUseAsync(use with { Signature = bent }, passkey, challenge, CancellationToken.None)).ShouldBeNull();
        foreach (var bent in BentOf(use.ClientData))
            (await check.ReadUseAsync(use with { ClientData = bent }, passkey, challenge, CancellationToken.None)).ShouldBeNull();
        for (var length = 0; length < attestation.Length; length++)
            (await check.ReadNewAsync(client, attestation[..length], challenge, CancellationToken.None)).ShouldBeNull();
        foreach (var bent in BentOf(attestation))
            await check.ReadNewAsync(client, bent, challenge, CancellationToken.None);
    }

    [Theory]
    [InlineData(10u, 10u)]
    [InlineData(10u, 3u)]
    [InlineData(10u, 0u)]
    public async Task A_counter_that_does_not_grow_is_that_of_a_copy(uint counted, uint told)
    {
        var user = await _fixture.UserAsync("copied");
        using var device = new SoftwareDevice(Domain, Page) { Counter = counted };
        await AddAsync(user, device);
        await SignInAsync(device);
        device.Counter = told;

        var refusal = await RefusedAsync(() => SignInAsync(device));

        refusal.Message.ShouldBe(Unknown);
        (await _fixture.AuditAsync()).ShouldContain(entry => entry.Outcome == "unauthenticated" && entry.Detail == "passkey whose counter went back, or that was removed");
    }

    [Fact]
    public async Task A_disabled_user_looks_like_an_unknown_passkey_and_one_who_waits_is_told_so()
    {
        using var device = await DeviceOfAsync("shut");
        await AlterUser.RunAsync(Platform, FirstRun.Itself, "shut", isDisabled: true, null, CancellationToken.None);
        (await RefusedAsync(() => SignInAsync(device))).Message.ShouldBe(Unknown);

        var user = Platform.Roster.Now.FindUser("shut")!;
        Platform.Roster.Apply(roster => roster.WithUser(user with { IsPending = true }));
        (await RefusedAsync(() => SignInAsync(device))).Code.ShouldBe(ErrorCode.AccessDenied);
    }

    [Fact]
    public async Task Wrong_passkeys_are_braked_as_wrong_passwords_are()
    {
        using var device = await DeviceOfAsync("braked");
        device.Origin = "https://evil.example";
        for (var count = 0; count < 5; count++)
            (await RefusedAsync(() => SignInAsync(device))).Code.ShouldBe(ErrorCode.Unauthenticated);
        device.Origin = Page;

        (await RefusedAsync(() => SignInAsync(device))).Code.ShouldBe(ErrorCode.Throttled);
        _fixture.Time.Advance(TimeSpan.FromMinutes(1));
        await SignInAsync(device);
    }

    [Fact]
    public async Task One_source_pushes_out_its_own_challenges_alone()
    {
        using var device = await DeviceOfAsync("crowd");
        var (first, others) = (Begin(), BeginPasskeySignIn.Run(Platform, Page, new SignInOrigin(IPAddress.Parse("203.0.113.9"))));
        for (var count = 0; count < PasskeyChallenges.PerSourceMax; count++)
            Begin();

        await RefusedAsync(() => SignInByPasskey.RunAsync(Platform, first.Id, Use(device, first.Challenge), Here, CancellationToken.None));
        await SignInByPasskey.RunAsync(Platform, others.Id, Use(device, others.Challenge), Here, CancellationToken.None);
    }

    [Fact]
    public async Task A_user_has_as_many_as_it_may_and_they_are_of_one_handle_which_says_nothing()
    {
        _fixture.Accounts = _fixture.Accounts with { PasskeysPerUserMax = 2 };
        await _fixture.ReopenAsync();
        var user = await _fixture.UserAsync("many");
        using var first = new SoftwareDevice(Domain, Page);
        using var second = new SoftwareDevice(Domain, Page);
        await AddAsync(user, first);
        var wish = await WishAsync(user);
        wish.Exclude.ShouldHaveSingleItem().ShouldBe(first.CredentialId);
        await AddAsync(user, second);

        (await RefusedAsync(() => WishAsync(user))).Code.ShouldBe(ErrorCode.LimitExceeded);
        second.UserHandle.ShouldBe(first.UserHandle);
        second.UserHandle.Length.ShouldBe(32);
    }

    [Fact]
    public async Task A_credential_of_somebody_else_is_not_taken_a_second_time()
    {
        using var device = await DeviceOfAsync("first_one");
        var user = await _fixture.UserAsync("second_one");

        (await RefusedAsync(() => AddAsync(user, device))).Code.ShouldBe(ErrorCode.AlreadyExists);
    }

    [Fact]
    public async Task A_removed_passkey_signs_in_no_more_and_ends_the_sessions_elsewhere()
    {
        var user = await _fixture.UserAsync("gone");
        using var device = new SoftwareDevice(Domain, Page);
        var passkey = await AddAsync(user, device);
        var (elsewhere, _, _) = await SignInAsync(device);
        var other = await _fixture.UserAsync("meddler");
        (await RefusedAsync(() => RemovePasskey.RunAsync(Platform, other, passkey.Id, CancellationToken.None))).Code.ShouldBe(ErrorCode.NotFound);
        (await RefusedAsync(() => RenamePasskey.RunAsync(Platform, other, passkey.Id, "mine", CancellationToken.None))).Code.ShouldBe(ErrorCode.NotFound);
        (await RenamePasskey.RunAsync(Platform, user, passkey.Id, "old phone", CancellationToken.None)).Name.ShouldBe("old phone");

        await RemovePasskey.RunAsync(Platform, user, passkey.Id, CancellationToken.None);

        (await RefusedAsync(() => SignInAsync(device))).Message.ShouldBe(Unknown);
        (await Platform.Authentication.AuthenticateTokenAsync(elsewhere, CancellationToken.None)).ShouldBeNull();
        Platform.Gate.Current(user).ShouldNotBeNull();
        (await _fixture.AuditAsync()).Select(entry => entry.Action).ShouldContain("passkey.delete");
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("two\nlines")]
    public async Task A_name_is_one_line(string name)
    {
        var user = await _fixture.UserAsync("named");
        using var device = new SoftwareDevice(Domain, Page);
        (await RefusedAsync(() => AddAsync(user, device, name))).Facts["field"].ShouldBe("name");
        (await RefusedAsync(() => AddAsync(user, device, new string('x', 61)))).Facts["field"].ShouldBe("name");
    }

    [Fact]
    public async Task An_administrator_takes_all_of_somebody_away_and_the_sessions_end()
    {
        var user = await _fixture.UserAsync("lost_it");
        using var device = new SoftwareDevice(Domain, Page);
        await AddAsync(user, device);
        (await RefusedAsync(() => ResetPasskeys.RunAsync(Platform, user, "lost_it", CancellationToken.None))).Code.ShouldBe(ErrorCode.AccessDenied);

        await ResetPasskeys.RunAsync(Platform, FirstRun.Itself, "lost_it", CancellationToken.None);

        Platform.Gate.Current(user).ShouldBeNull();
        await RefusedAsync(() => SignInAsync(device));
        (await RefusedAsync(() => ResetPasskeys.RunAsync(Platform, FirstRun.Itself, "lost_it", CancellationToken.None))).Code.ShouldBe(ErrorCode.Conflict);
    }

    [Fact]
    public async Task Of_a_deleted_user_no_passkey_is_left()
    {
        using var device = await DeviceOfAsync("deleted");
        await DeleteUser.RunAsync(Platform, FirstRun.Itself, "deleted", null, CancellationToken.None);

        (await Platform.Store.ReadAsync(async read => await read.SweepAsync(Passkey.Table, null, 10), CancellationToken.None)).ShouldBeEmpty();
        (await RefusedAsync(() => SignInAsync(device))).Message.ShouldBe(Unknown);
    }

    private async Task<SoftwareDevice> DeviceOfAsync(string name)
    {
        var device = new SoftwareDevice(Domain, Page);
        await AddAsync(await _fixture.UserAsync(name), device);
        return device;
    }

    private Task<PasskeyWish> WishAsync(Principal user, string code = "") =>
        BeginPasskey.RunAsync(Platform, user, Page, PlatformFixture.PasswordOf(user.UserName), code, CancellationToken.None);

    private async Task<Passkey> AddAsync(Principal user, SoftwareDevice device, string name = "device", string code = "")
    {
        var wish = await WishAsync(user, code);
        var (client, attestation) = device.Make(wish.Challenge, wish.UserHandle);
        return await AddPasskey.RunAsync(Platform, user, name, client, attestation, CancellationToken.None);
    }

    private PasskeyAttempt Begin() => BeginPasskeySignIn.Run(Platform, Page, Here);

    private Task<(string Text, Token Session, User User)> SignInAsync(SoftwareDevice device)
    {
        var attempt = Begin();
        return SignInByPasskey.RunAsync(Platform, attempt.Id, Use(device, attempt.Challenge), Here, CancellationToken.None);
    }

    private static PasskeyUse Use(SoftwareDevice device, byte[] challenge)
    {
        var (client, data, signature) = device.Sign(challenge);
        return new PasskeyUse(device.CredentialId, client, data, signature, device.UserHandle);
    }

    /// <summary>The bytes with each of them changed, and cut at each length.</summary>
    private static IEnumerable<byte[]> BentOf(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length; at++)
        {
            byte[] bent = [.. bytes];
            bent[at] ^= 0xff;
            yield return bent;
            yield return bytes[..at];
        }
    }

    private static async Task<PlatformException> RefusedAsync(Func<Task> action) => await Should.ThrowAsync<PlatformException>(action);
}
