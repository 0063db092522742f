using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hops.Net.Tests.Support;

/// <summary>A certificate authority of a test's own: a root, or an intermediate below another.</summary>
internal sealed class TestAuthority : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2 _certificate;

    public TestAuthority(string name = "Test authority", TestAuthority? above = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var (from, until) = (TimeProvider.System.GetUtcNow().AddDays(-30), TimeProvider.System.GetUtcNow().AddDays(30));
        if (above is null)
        {
            _certificate = request.CreateSelfSigned(from, until);
            return;
        }

        request.CertificateExtensions.Add(Issuer(above._certificate));
        using var made = request.Create(above._certificate, from.AddMinutes(1), until.AddMinutes(-1), RandomNumberGenerator.GetBytes(8));
        _certificate = made.CopyWithPrivateKey(key);
    }

    /// <summary>Its certificate, as PEM.</summary>
    public string Pem => _certificate.ExportCertificatePem();

    public void Dispose() => _certificate.Dispose();

    /// <summary>A certificate with its key, valid from yesterday.</summary>
    /// <param name="subject">The whole subject.</param>
    /// <param name="until">Days from now to its end.</param>
    /// <param name="from">Days from now to its beginning.</param>
    /// <param name="isForServers">True if it is good for servers alone.</param>
    public X509Certificate2 Issue(string subject, double until = 1, double from = -2, bool isForServers = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(isForServers ? ServerAuthentication : ClientAuthentication)], false));
        request.CertificateExtensions.Add(Issuer(_certificate));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.Create(_certificate, now.AddDays(from), now.AddDays(until), RandomNumberGenerator.GetBytes(8));
        return made.CopyWithPrivateKey(key);
    }

    /// <summary>Which key of an issuer has signed, for there may be two of one name (RFC 5280 section 4.2.1.1).</summary>
    private static X509AuthorityKeyIdentifierExtension Issuer(X509Certificate2 issuer) =>
        X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false);
}
