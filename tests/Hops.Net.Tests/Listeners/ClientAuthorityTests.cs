using System.Security.Cryptography.X509Certificates;
using Hops.Core.Errors;
using Hops.Net.Listeners;
using Hops.Net.Tests.Support;

namespace Hops.Net.Tests.Listeners;

public sealed class ClientAuthorityTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();
    private readonly TestAuthority _root = new();

    public void Dispose()
    {
        _root.Dispose();
        File.Delete(_file);
    }

    [Theory]
    [InlineData("good", true)]
    [InlineData("expired", false)]
    [InlineData("not yet valid", false)]
    [InlineData("for servers", false)]
    public void What_its_root_has_signed_for_clients_is_accepted_while_it_is_valid(string kind, bool isAccepted)
    {
        using var certificate = kind switch
        {
            "expired" => _root.Issue("CN=lab__ada", until: -1),
            "not yet valid" => _root.Issue("CN=lab__ada", from: 0.5),
            "for servers" => _root.Issue("CN=lab__ada", isForServers: true),
            _ => _root.Issue("CN=lab__ada"),
        };

        Load(_root.Pem)!.Accepts(certificate, []).ShouldBe(isAccepted);
    }

    [Fact]
    public void Another_authority_of_the_same_name_does_not_vouch_even_if_its_root_is_sent_along()
    {
        using var other = new TestAuthority();
        using var certificate = other.Issue("CN=lab__ada");

        var authority = Load(_root.Pem)!;

        authority.Accepts(certificate, []).ShouldBeFalse();
        authority.Accepts(certificate, [X509Certificate2.CreateFromPem(other.Pem)]).ShouldBeFalse("what a client sends is never a root");
        Load(_root.Pem + "\n" + other.Pem)!.Accepts(certificate, []).ShouldBeTrue("an operator may name two");
    }

    [Fact]
    public void An_intermediate_is_given_by_the_operator_or_sent_by_the_client()
    {
        using var between = new TestAuthority("Between", _root);
        using var certificate = between.Issue("CN=lab__ada");

        Load(_root.Pem)!.Accepts(certificate, []).ShouldBeFalse();
        Load(_root.Pem)!.Accepts(certificate, [X509Certificate2.CreateFromPem(between.Pem)]).ShouldBeTrue();
        Load(between.Pem + "\n" + _root.Pem)!.Accepts(certificate, []).ShouldBeTrue();
    }

    [Fact]
    public void A_holder_of_a_certificate_is_no_authority()
    {
        using var holder = new TestAuthority("lab__ada");
        using var forged = holder.Issue("CN=lab__bob");
        using var signed = _root.Issue("CN=lab__ada");

        Load(_root.Pem)!.Accepts(forged, [signed]).ShouldBeFalse();
    }

    [Theory]
    [InlineData(null, "Could not find file")]
    [InlineData("", "holds no root certificate")]
    [InlineData("intermediate", "holds no root certificate")]
    public void A_file_without_a_root_is_refused_with_its_listener_and_path(string? content, string reason)
    {
        using var between = new TestAuthority("Between", _root);
        File.Delete(_file);

        var refusal = Should.Throw<PlatformException>(() => content is null
            ? ClientAuthority.Load("partners", Options())
            : Load(content == "intermediate" ? between.Pem : content));

        refusal.Code.ShouldBe(ErrorCode.InvalidArgument);
        refusal.Message.ShouldContain("'partners'");
        refusal.Message.ShouldContain(_file);
        refusal.Message.ShouldContain(reason);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_listener_that_asks_without_tls_or_an_authority_is_refused_rather_than_open(bool isTls, bool hasAuthority)
    {
        var options = Options() with { Tls = isTls, ClientAuthorityFile = hasAuthority ? _file : null };

        Should.Throw<PlatformException>(() => ClientAuthority.Load("partners", options)).Message.ShouldContain("set Listeners:partners:Tls=true");
    }

    [Fact]
    public void A_listener_that_asks_for_none_reads_no_file() =>
        ClientAuthority.Load("http", new ListenerOptions { Tls = true, ClientAuthorityFile = "/nowhere" }).ShouldBeNull();

    private ClientAuthority? Load(string pem)
    {
        File.WriteAllText(_file, pem);
        return ClientAuthority.Load("partners", Options());
    }

    private ListenerOptions Options() =>
        new() { Tls = true, ClientCertificate = ClientCertificateUse.Required, ClientAuthorityFile = _file };
}
