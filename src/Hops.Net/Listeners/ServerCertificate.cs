using System.Net;
using System.Net.NetworkInformation;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Hops.Core.Errors;
using Hops.Core.Storage;

namespace Hops.Net.Listeners;

/// <summary>Certificates of listeners: those that an operator gives, and the one that the server makes for itself.</summary>
public static class ServerCertificate
{
    private const string CertificateName = "tls.pem";
    private const string KeyName = "tls.key";
    private const string SubjectAlternativeNameOid = "2.5.29.17";
    private const string ServerAuthenticationOid = "1.3.6.1.5.5.7.3.1";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(397);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(60);

    /// <summary>Path of the certificate that the server makes: what a client is told to trust.</summary>
    public static string PathIn(string secretsDirectory) => Path.Combine(secretsDirectory, CertificateName);

    /// <summary>Reads a certificate that an operator gives.</summary>
    /// <param name="name">Name of the listener, for messages.</param>
    /// <param name="options">The listener; it names a file.</param>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: no such file, or it does not read, or has no private key.</exception>
    public static X509Certificate2Collection Load(string name, ListenerOptions options)
    {
        var file = options.CertificateFile!;
        try
        {
            var chain = new X509Certificate2Collection();
            if (Path.GetExtension(file) is ".pfx" or ".p12")
            {
                chain.AddRange(X509CertificateLoader.LoadPkcs12CollectionFromFile(file, options.KeyPassword));
                if (chain.FirstOrDefault(one => one.HasPrivateKey) is not { } own)
                    throw new CryptographicException("it holds no private key.");
                chain.Remove(own);
                chain.Insert(0, own);
                return chain;
            }

            chain.ImportFromPemFile(file);
            using var leaf = options.KeyPassword is { } password
                ? X509Certificate2.CreateFromEncryptedPemFile(file, password, options.KeyFile)
                : X509Certificate2.CreateFromPemFile(file, options.KeyFile);
            chain[0] = Usable(leaf);
            return chain;
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new PlatformException(ErrorCode.InvalidArgument, $"The certificate of the listener '{name}' in {file} cannot be used: {fault.Message}", fault);
        }
    }

    /// <summary>The certificate that the server makes for itself; made anew when it soon ends or lacks a name.</summary>
    /// <param name="disk">Disk of the data directory.</param>
    /// <param name="secretsDirectory">DATA/secrets, of mode 0700.</param>
    /// <param name="listeners">Where it will be shown.</param>
    /// <param name="hostNames">Names by which clients call the server.</param>
    /// <param name="now">The time.</param>
    public static X509Certificate2 OfServer(
        Disk disk, string secretsDirectory, IEnumerable<BoundListener> listeners, IEnumerable<string> hostNames, DateTimeOffset now)
    {
        var names = Names(listeners, hostNames);
        var (certificatePath, keyPath) = (PathIn(secretsDirectory), Path.Combine(secretsDirectory, KeyName));
        if (Find(certificatePath, keyPath) is { } known)
        {
            if (known.NotAfter - RenewBefore > now.LocalDateTime && names.IsSubsetOf(NamesOf(known)))
                return known;
            known.Dispose();
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = Make(key, names, now);
        // The key first: a certificate without its key is of no use, and the pair is made anew where either is missing.
        disk.Replace(keyPath, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
        disk.Replace(certificatePath, Encoding.ASCII.GetBytes(made.ExportCertificatePem() + "\n"));
        return Usable(made);
    }

    private static X509Certificate2 Make(ECDsa key, IReadOnlySet<string> names, DateTimeOffset now)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
                alternatives.AddIpAddress(address);
            else
                alternatives.AddDnsName(name);
        }

        var request = new CertificateRequest("CN=Hops.NET self-made", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthenticationOid)], false));
        // An hour back, for clients whose clocks are behind.
        return request.CreateSelfSigned(now.AddHours(-1), now + Lifetime);
    }

    private static HashSet<string> Names(IEnumerable<BoundListener> listeners, IEnumerable<string> hostNames)
    {
        var names = hostNames.Where(name => name.Length > 0 && name != "*").Append("localhost").ToHashSet(StringComparer.OrdinalIgnoreCase);
        names.UnionWith([IPAddress.Loopback.ToString(), IPAddress.IPv6Loopback.ToString()]);
        foreach (var listener in listeners)
        {
            if (listener.Options.AdvertisedHost is { Length: > 0 } advertised)
                names.Add(advertised);
            if (listener.IsEverywhere)
                names.UnionWith(OwnAddresses());
            else
                names.Add(listener.Options.Address.ToString());
        }

        return names;
    }

    private static IEnumerable<string> OwnAddresses() =>
        NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(one => one.GetIPProperties().UnicastAddresses)
            .Where(one => !one.Address.IsIPv6LinkLocal)
            .Select(one => one.Address.ToString());

    private static IEnumerable<string> NamesOf(X509Certificate2 certificate)
    {
        var extension = certificate.Extensions.FirstOrDefault(one => one.Oid?.Value == SubjectAlternativeNameOid);
        if (extension is null)
            return [];
        var alternatives = new X509SubjectAlternativeNameExtension(extension.RawData);
        return alternatives.EnumerateDnsNames().Concat(alternatives.EnumerateIPAddresses().Select(address => address.ToString()));
    }

    private static X509Certificate2? Find(string certificatePath, string keyPath)
    {
        if (!File.Exists(certificatePath) || !File.Exists(keyPath))
            return null;
        try
        {
            using var pair = X509Certificate2.CreateFromPemFile(certificatePath, keyPath);
            return Usable(pair);
        }
        catch (CryptographicException)
        {
            // Half of a pair, or damaged: it is made anew.
            return null;
        }
    }

    /// <summary>With its key where the TLS of every platform finds it.</summary>
    private static X509Certificate2 Usable(X509Certificate2 pair) => X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null);
}
