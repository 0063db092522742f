using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hops.Core.Errors;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Hops.Net.Listeners;

/// <summary>
/// The authority whose client certificates a listener accepts. A certificate that it does not vouch for ends the handshake, also where
/// certificates are optional.
/// </summary>
public sealed class ClientAuthority
{
    private const string ClientAuthenticationOid = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2Collection _roots;
    private readonly X509Certificate2Collection _intermediates;

    private ClientAuthority(IEnumerable<X509Certificate2> certificates)
    {
        var bySelf = certificates.ToLookup(one => one.SubjectName.RawData.AsSpan().SequenceEqual(one.IssuerName.RawData));
        (_roots, _intermediates) = ([.. bySelf[true]], [.. bySelf[false]]);
    }

    /// <summary>Reads the authority of a listener; null if it asks for no certificates.</summary>
    /// <param name="name">Name of the listener, for messages.</param>
    /// <param name="options">The listener.</param>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: no TLS, no such file, or no root certificate in it.</exception>
    public static ClientAuthority? Load(string name, ListenerOptions options)
    {
        if (options.ClientCertificate == ClientCertificateUse.None)
            return null;
        if (options is not { Tls: true, ClientAuthorityFile: { } file })
        {
            throw new PlatformException(
                ErrorCode.InvalidArgument,
                $"The listener '{name}' asks for client certificates: set Listeners:{name}:Tls=true, and Listeners:{name}:ClientAuthorityFile to who signs them.");
        }

        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(file);
            var authority = new ClientAuthority(certificates);
            return authority._roots.Count > 0 ? authority : throw new CryptographicException("it holds no root certificate, which is signed by itself.");
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new PlatformException(
                ErrorCode.InvalidArgument, $"The authority of client certificates of the listener '{name}' in {file} cannot be used: {fault.Message}", fault);
        }
    }

    /// <summary>Makes the host ask for certificates and check them here alone: the authorities that the machine trusts do not count.</summary>
    internal void Ask(HttpsConnectionAdapterOptions https, ClientCertificateUse use)
    {
        https.ClientCertificateMode = use == ClientCertificateUse.Required ? ClientCertificateMode.RequireCertificate : ClientCertificateMode.AllowCertificate;
        https.ClientCertificateValidation = (certificate, sent, _) => Accepts(certificate, sent?.ChainPolicy.ExtraStore ?? []);
    }

    /// <summary>True for a certificate for clients that is valid now and whose chain ends in a root of this authority.</summary>
    /// <param name="certificate">What a client shows.</param>
    /// <param name="sent">Certificates of intermediates that it has sent with it.</param>
    internal bool Accepts(X509Certificate2 certificate, X509Certificate2Collection sent)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(_roots);
        policy.ExtraStore.AddRange(_intermediates);
        policy.ExtraStore.AddRange(sent);
        policy.ApplicationPolicy.Add(new Oid(ClientAuthenticationOid));
        // A removed member is refused by the platform; nothing is fetched from an address that a certificate names.
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        return chain.Build(certificate);
    }
}
