using System.Security.Cryptography.X509Certificates;

namespace Hops.Platform.Access;

/// <summary>Whom a client certificate names.</summary>
internal static class CertificateSubject
{
    private const string CommonNameOid = "2.5.4.3";

    /// <summary>
    /// The common name of the subject (RFC 5280 section 4.1.2.6), exactly as it stands; null if there is none, or more than one, of which
    /// an authority may have meant either.
    /// </summary>
    public static string? CommonName(X509Certificate2 certificate)
    {
        string? found = null;
        foreach (var name in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
        {
            if (name.HasMultipleElements)
                return null;
            if (name.GetSingleElementType().Value != CommonNameOid)
                continue;
            if (found is not null)
                return null;
            found = name.GetSingleElementValue();
        }

        return found;
    }
}
