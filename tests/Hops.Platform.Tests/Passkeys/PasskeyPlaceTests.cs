using Hops.Core.Errors;
using Hops.Core.Settings;
using Hops.Platform.Passkeys;

namespace Hops.Platform.Tests.Passkeys;

public sealed class PasskeyPlaceTests
{
    [Theory]
    [InlineData("http://127.0.0.1:9480/", "localhost", "http://localhost:9480")]
    [InlineData("http://0.0.0.0:9480/", "localhost", "http://localhost:9480")]
    [InlineData("https://[::1]:9480/", "localhost", "https://localhost:9480")]
    [InlineData("https://hops/", "hops", "https://hops")]
    [InlineData("http://localhost/", "localhost", "http://localhost")]
    [InlineData("https://Hops.Example.org/", "hops.example.org", "https://hops.example.org")]
    [InlineData("https://hops.example.org:8443/web/", "hops.example.org", "https://hops.example.org:8443")]
    public void It_follows_from_the_address_of_the_web_interface(string address, string domain, string origin)
    {
        var place = PasskeyPlace.Of(new AccountOptions(), new Uri(address));
        (place.Domain, place.Origins).ShouldBe((domain, [origin]), Comparer);
    }

    [Theory]
    [InlineData("https://192.0.2.1/")]
    [InlineData("http://hops.example.org/")]
    public void Where_no_browser_would_show_a_passkey_none_is_asked_for(string address) =>
        Should.Throw<PlatformException>(() => PasskeyPlace.Of(new AccountOptions(), new Uri(address))).Code.ShouldBe(ErrorCode.Unsupported);

    [Fact]
    public void The_settings_come_first()
    {
        var accounts = new AccountOptions { PasskeyDomain = "example.org", PasskeyOrigins = ["https://a.example.org", "https://b.example.org:444"] };
        var place = PasskeyPlace.Of(accounts, new Uri("https://192.0.2.1/"));
        (place.Domain, place.Origins).ShouldBe(("example.org", accounts.PasskeyOrigins), Comparer);
        Should.Throw<PlatformException>(() => place.Demand("https://example.org")).Message.ShouldContain("https://a.example.org");
        place.Demand("https://b.example.org:444");
    }

    [Theory]
    [InlineData("Accounts:PasskeyDomain=EXAMPLE.org")]
    [InlineData("Accounts:PasskeyDomain=192.0.2.1")]
    [InlineData("Accounts:PasskeyDomain=org;Accounts:WebAddress=https://example.org")]
    [InlineData("Accounts:PasskeyDomain=https://example.org")]
    [InlineData("Accounts:PasskeyDomain=other.org;Accounts:WebAddress=https://example.org")]
    [InlineData("Accounts:PasskeyDomain=ample.org;Accounts:WebAddress=https://example.org")]
    [InlineData("Accounts:PasskeyOrigins=https://example.org")]
    [InlineData("Accounts:PasskeyDomain=example.org;Accounts:PasskeyOrigins=http://example.org")]
    [InlineData("Accounts:PasskeyDomain=example.org;Accounts:PasskeyOrigins=https://example.org/")]
    [InlineData("Accounts:PasskeyDomain=example.org;Accounts:PasskeyOrigins=https://user@example.org")]
    [InlineData("Accounts:PasskeyDomain=example.org;Accounts:PasskeyOrigins=https://example.org,https://other.org")]
    [InlineData("Accounts:PasskeysPerUserMax=0")]
    [InlineData("Accounts:PasskeysPerUserMax=101")]
    [InlineData("Accounts:PasskeyChallengeLifetime=11m")]
    public void Settings_by_which_no_passkey_could_work_are_refused_at_the_start(string settings) =>
        Should.Throw<PlatformException>(() => Bind(settings)).Message.ShouldContain("Accounts:Passkey");

    [Theory]
    [InlineData("Accounts:PasskeyDomain=example.org")]
    [InlineData("Accounts:PasskeyDomain=example.org;Accounts:WebAddress=https://hops.example.org")]
    [InlineData("Accounts:PasskeyDomain=example.org;Accounts:PasskeyOrigins=https://example.org,https://a.b.example.org:8443")]
    [InlineData("Accounts:PasskeyDomain=localhost;Accounts:PasskeyOrigins=http://localhost:9480")]
    public void Settings_that_go_together_are_taken(string settings) => Bind(settings).Get<AccountOptions>().PasskeyDomain.ShouldNotBeNull();

    private static BoundSettings Bind(string settings) => BoundSettings.Bind(
        [.. PlatformModule.Options],
        [.. settings.Split(';').Select(one => one.Split('=', 2)).Select(pair => new GivenSetting(pair[0], pair[1], "--set"))]);

    private static readonly EqualityComparer<(string Domain, IReadOnlyList<string> Origins)> Comparer =
        EqualityComparer<(string Domain, IReadOnlyList<string> Origins)>.Create((left, right) => left.Domain == right.Domain && left.Origins.SequenceEqual(right.Origins));
}
