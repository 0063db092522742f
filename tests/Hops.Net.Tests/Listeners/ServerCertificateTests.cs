using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hops.Core.Errors;
using Hops.Core.Storage;
using Hops.Net.Listeners;

namespace Hops.Net.Tests.Listeners;

public sealed class ServerCertificateTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly string _directory = Directory.CreateTempSubdirectory("hops-tls-").FullName;
    private readonly BoundListener _listener = BoundListener.Bind("public", new ListenerOptions { Tls = true, AdvertisedHost = "hops.example.org" });

    public void Dispose()
    {
        _listener.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void The_server_makes_one_that_names_all_by_which_it_is_called()
    {
        using var made = OfServer("data.example.org", "*.lab.example.org", "*");

        made.HasPrivateKey.ShouldBeTrue();
        foreach (var name in new[] { "hops.example.org", "data.example.org", "x.lab.example.org", "localhost", "127.0.0.1", "::1" })
            made.MatchesHostname(name).ShouldBeTrue(name);
        made.MatchesHostname("evil.example").ShouldBeFalse();
        (made.NotAfter - made.NotBefore).ShouldBeLessThan(TimeSpan.FromDays(398.1), "clients refuse certificates of longer life");
    }

    [Fact]
    public void It_keeps_the_key_to_itself_and_the_pair_over_restarts()
    {
        using var made = OfServer("data.example.org");

        File.GetUnixFileMode(Path.Combine(_directory, "tls.key")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var again = OfServer("data.example.org");
        again.Thumbprint.ShouldBe(made.Thumbprint);
        using var fewer = OfServer();
        fewer.Thumbprint.ShouldBe(made.Thumbprint, "a name more does no harm");
        using var shown = X509CertificateLoader.LoadCertificateFromFile(ServerCertificate.PathIn(_directory));
        shown.Thumbprint.ShouldBe(made.Thumbprint);
    }

    [Fact]
    public void It_is_made_anew_for_a_new_name_before_its_end_and_after_damage()
    {
        using var first = OfServer();
        using var named = OfServer("new.example.org");
        named.Thumbprint.ShouldNotBe(first.Thumbprint);

        using var later = OfServer(Now.AddDays(350), "new.example.org");
        later.Thumbprint.ShouldNotBe(named.Thumbprint);

        File.WriteAllText(Path.Combine(_directory, "tls.key"), "damaged");
        using var mended = OfServer("new.example.org");
        mended.HasPrivateKey.ShouldBeTrue();
    }

    [Fact]
    public void A_given_one_is_read_from_one_file_or_two()
    {
        var (certificate, key) = (Path.Combine(_directory, "given.pem"), Path.Combine(_directory, "given.key"));
        using var pair = Pair(out var pem);
        File.WriteAllText(certificate, pair.ExportCertificatePem());
        File.WriteAllText(key, pem);
        ServerCertificate.Load("public", new ListenerOptions { CertificateFile = certificate, KeyFile = key })[0].Thumbprint.ShouldBe(pair.Thumbprint);

        File.AppendAllText(certificate, "\n" + pem);
        ServerCertificate.Load("public", new ListenerOptions { CertificateFile = certificate })[0].HasPrivateKey.ShouldBeTrue();

        var packed = Path.Combine(_directory, "given.pfx");
        File.WriteAllBytes(packed, pair.Export(X509ContentType.Pkcs12, "open sesame"));
        ServerCertificate.Load("public", new ListenerOptions { CertificateFile = packed, KeyPassword = "open sesame" })[0].Thumbprint.ShouldBe(pair.Thumbprint);
    }

    [Fact]
    public void A_given_one_that_cannot_be_used_is_named()
    {
        using var pair = Pair(out _);
        var certificate = Path.Combine(_directory, "given.pem");
        Refused(certificate).ShouldContain("given.pem");
        File.WriteAllText(certificate, "no certificate");
        Refused(certificate).ShouldContain("given.pem");
        File.WriteAllText(certificate, pair.ExportCertificatePem());
        Refused(certificate).ShouldContain("'public'");
        var packed = Path.Combine(_directory, "given.pfx");
        File.WriteAllBytes(packed, pair.Export(X509ContentType.Pkcs12, "open sesame"));
        Refused(packed).ShouldContain("given.pfx");
    }

    private static string Refused(string file)
    {
        var refusal = Should.Throw<PlatformException>(() => ServerCertificate.Load("public", new ListenerOptions { CertificateFile = file }));
        refusal.Code.ShouldBe(ErrorCode.InvalidArgument);
        return refusal.Message;
    }

    private static X509Certificate2 Pair(out string keyPem)
    {
        using var key = RSA.Create(2048);
        keyPem = key.ExportPkcs8PrivateKeyPem();
        return new CertificateRequest("CN=given", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
    }

    private X509Certificate2 OfServer(params string[] names) => OfServer(Now, names);

    private X509Certificate2 OfServer(DateTimeOffset now, params string[] names) =>
        ServerCertificate.OfServer(new RealDisk(), _directory, [_listener], names, now);
}
