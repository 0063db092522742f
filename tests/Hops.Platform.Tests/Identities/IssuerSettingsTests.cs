using Hops.Core.Errors;
using Hops.Core.Storage;
using Hops.Platform.Identities;

namespace Hops.Platform.Tests.Identities;

/// <summary>What a server does not start with.</summary>
public sealed class IssuerSettingsTests
{
    private static readonly IssuerOptions Good = new() { Authority = new Uri("https://id.example.org/realms/lab"), ClientId = "hops" };

    public static TheoryData<string, IssuerOptions, string> Bad => new()
    {
        { "sso", Good with { Authority = new Uri("http://id.example.org") }, "Issuers:sso:Authority" },
        { "sso", Good with { Authority = new Uri("https://user:secret@id.example.org") }, "Issuers:sso:Authority" },
        { "sso", Good with { Authority = new Uri("https://id.example.org/?tenant=1") }, "Issuers:sso:Authority" },
        { "sso", Good with { ClientId = "" }, "Issuers:sso:ClientId" },
        { "sso", Good with { DisplayName = new string('x', 61) }, "Issuers:sso:DisplayName" },
        { "sso", Good with { DisplayName = "one\ntwo" }, "Issuers:sso:DisplayName" },
        { "sso", Good with { Scopes = ["openid profile"] }, "Issuers:sso:Scopes" },
        { "a/b", Good, "Issuers:a/b" },
        { "-sso", Good, "Issuers:-sso" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_setting_that_cannot_be_is_named(string name, IssuerOptions options, string setting)
    {
        var refusal = Should.Throw<PlatformException>(() => Open((name, options)));
        refusal.Code.ShouldBe(ErrorCode.InvalidArgument);
        refusal.Message.ShouldStartWith($"The setting {setting} cannot be used.");
    }

    [Fact]
    public void Two_names_for_one_issuer_are_refused_for_nobody_could_tell_by_which_one_signs_in() =>
        Should.Throw<PlatformException>(() => Open(("a", Good), ("b", Good with { Authority = new Uri("https://id.example.org/realms/lab/") }))).Message.ShouldContain("'a' has the same");

    [Fact]
    public async Task Names_are_in_small_letters_however_the_environment_writes_them_and_one_without_an_address_is_none()
    {
        await using var issuers = Open(("SSO", Good with { DisplayName = "The Institute" }), ("local", Good with { Authority = new Uri("http://127.0.0.1:9000") }), ("unused", new IssuerOptions()));
        issuers.All.Select(issuer => (issuer.Name, issuer.DisplayName)).ShouldBe([("local", "local"), ("sso", "The Institute")]);
        Should.Throw<PlatformException>(() => issuers.Find("unused")).Code.ShouldBe(ErrorCode.NotFound);
    }

    private static Issuers Open(params (string Name, IssuerOptions Options)[] settings) =>
        Issuers.Open(settings.ToDictionary(one => one.Name, one => one.Options, StringComparer.Ordinal), new RealDisk(), TimeProvider.System, health: null);
}
