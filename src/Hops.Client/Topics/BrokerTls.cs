using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hops.Core.Errors;

namespace Hops.Client.Topics;

/// <summary>How a broker that encrypts is reached: by TLS 1.2 or 1.3, under a certificate that is valid for the name by which it is called.</summary>
public sealed record BrokerTls
{
    /// <summary>
    /// Certificates, as PEM, of those who may vouch for the broker, or its own. Null, the default: whom the system trusts, as for HTTPS
    /// (with OpenSSL the variable <c>SSL_CERT_FILE</c> names others).
    /// </summary>
    public string? AuthorityFile { get; init; }

    /// <summary>The same as text, for who can read no file of that; goes before <see cref="AuthorityFile"/>.</summary>
    public string? AuthorityPem { get; init; }

    /// <summary>Shakes hands.</summary>
    /// <param name="stream">The connection; taken over.</param>
    /// <param name="address">By what the broker is called.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <exception cref="PlatformException">
    /// <c>AccessDenied</c>: a certificate that nobody vouches for, or of another name. <c>Unavailable</c>: no TLS is spoken there.
    /// <c>InvalidArgument</c>: <see cref="AuthorityFile"/> cannot be read.
    /// </exception>
    internal async Task<Stream> ShakeHandsAsync(Stream stream, BrokerAddress address, CancellationToken cancellationToken)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = address.Host,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateChainPolicy = AuthorityFile is null && AuthorityPem is null ? null : Policy(),
        };
        var tls = new SslStream(stream, leaveInnerStreamOpen: false);
        try
        {
            await tls.AuthenticateAsClientAsync(options, cancellationToken);
            return tls;
        }
        catch (AuthenticationException refused) when (refused.InnerException is null)
        {
            await tls.DisposeAsync();
            throw new PlatformException(
                ErrorCode.AccessDenied,
                $"The broker at {address} shows a certificate that is refused: {refused.Message} Name the file of who vouches for it, or call the broker by a name that is in it.",
                refused);
        }
        catch (Exception noTls) when (noTls is AuthenticationException or IOException)
        {
            await tls.DisposeAsync();
            throw new PlatformException(ErrorCode.Unavailable, $"The broker at {address} does not shake hands for TLS: {noTls.Message}", noTls);
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        try
        {
            if (AuthorityPem is not null)
                policy.CustomTrustStore.ImportFromPem(AuthorityPem);
            else
                policy.CustomTrustStore.ImportFromPemFile(AuthorityFile!);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new PlatformException(ErrorCode.InvalidArgument, $"The certificates of '{AuthorityFile}' cannot be read: {unreadable.Message}", unreadable);
        }

        return policy.CustomTrustStore.Count > 0
            ? policy
            : throw new PlatformException(ErrorCode.InvalidArgument, $"'{AuthorityFile}' holds no certificate: it has to be PEM.");
    }
}
