using System.ComponentModel.DataAnnotations;
using System.Net;
using Hops.Core.Settings;

namespace Hops.Net.Listeners;

/// <summary>What is spoken on a listener.</summary>
public enum ListenerProtocol
{
    /// <summary>REST, WebHDFS and the schema registry.</summary>
    Http,

    /// <summary>The broker.</summary>
    Kafka,
}

/// <summary>An address at which the server listens. Settings name it: <c>Listeners:public:Port=9443</c>.</summary>
public sealed record ListenerOptions
{
    /// <summary>What is spoken there. Default <c>http</c>; <c>kafka</c> for the listener of that name.</summary>
    public ListenerProtocol Protocol { get; init; }

    /// <summary>IP address to listen on; 0.0.0.0 or :: for all of the machine. Default 127.0.0.1.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>TCP port; 0, the default, for a free one. The listeners <c>http</c> and <c>kafka</c> have 9480 and 9092.</summary>
    [Range(0, 65535)]
    public int Port { get; init; }

    /// <summary>False to leave it out: for the listeners <c>http</c> and <c>kafka</c>, which are there unless told otherwise. Default true.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>True to encrypt with TLS 1.2 or 1.3; Kafka clients call it <c>SASL_SSL</c>. Default false.</summary>
    public bool Tls { get; init; }

    /// <summary>
    /// Certificate with its chain, as PEM, or with its key, as PKCS #12 (<c>.pfx</c>, <c>.p12</c>). Default null: one that the server makes
    /// and keeps in DATA/secrets, which clients have to be told to trust.
    /// </summary>
    public string? CertificateFile { get; init; }

    /// <summary>Private key of the certificate, as PEM. Default null: it is in the file of the certificate.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Password of the file that holds the key. Default null: none.</summary>
    [SecretSetting]
    public string? KeyPassword { get; init; }

    /// <summary>
    /// Whether clients show a certificate of their own: none, optional or required. Its common name is <c>project__user</c>, as whom its holder is
    /// signed in without a password; Kafka clients call that <c>SSL</c>. Default none.
    /// </summary>
    public ClientCertificateUse ClientCertificate { get; init; }

    /// <summary>Certificates, as PEM, of the authority that signs those of clients: its root and its intermediates. Default null: none.</summary>
    public string? ClientAuthorityFile { get; init; }

    /// <summary>TLS handshakes under way; when another begins, the oldest is dropped. Default 256.</summary>
    [Range(1, 100_000)]
    public int HandshakesMax { get; init; } = 256;

    /// <summary>Host name that clients are told to connect to. Default null: the address at which they arrive.</summary>
    public string? AdvertisedHost { get; init; }

    /// <summary>Port that clients are told to connect to. Default null: the one at which they arrive.</summary>
    [Range(1, 65535)]
    public int? AdvertisedPort { get; init; }
}
