namespace Hops.Net.Listeners;

/// <summary>Whether a listener asks its clients for a certificate of their own (RFC 8446 section 4.3.2).</summary>
public enum ClientCertificateUse
{
    /// <summary>It does not ask.</summary>
    None,

    /// <summary>It asks; who shows none signs in as on other listeners.</summary>
    Optional,

    /// <summary>It takes no connection without one.</summary>
    Required,
}
