using System.Buffers.Text;
using System.Text;

namespace Hops.Hadoop.WebHdfs.Authentication;

/// <summary>
/// A platform token in the clothes of a Hadoop delegation token, the only secret that a stock Java client sends over
/// <c>webhdfs://</c> without Kerberos. URL form (Hadoop's <c>Token.encodeToUrlString</c>): base64url without padding of
/// {VInt length, identifier, VInt length, password, Text kind, Text service}. The password is the platform token; the identifier
/// only names its owner and is never trusted.
/// </summary>
public static class DelegationToken
{
    /// <summary>Kind that <c>webhdfs://</c> looks for.</summary>
    public const string Kind = "WEBHDFS delegation";

    /// <summary>Kind that <c>swebhdfs://</c> looks for.</summary>
    public const string KindTls = "SWEBHDFS delegation";

    /// <summary>Longest accepted URL form, in characters.</summary>
    public const int LengthMax = 4_096;

    /// <summary>The URL form of a platform token.</summary>
    /// <param name="owner">Name of the principal, <c>project__user</c>; for display only.</param>
    /// <param name="token">The platform token.</param>
    /// <param name="kind"><see cref="Kind"/> or <see cref="KindTls"/>.</param>
    /// <param name="service">Address that the client compares with the one it connects to: <c>ip:port</c>, or empty.</param>
    public static string Encode(string owner, string token, string kind, string service)
    {
        var bytes = new List<byte>();
        WritableBytes.WriteBytes(bytes, Identifier(owner));
        WritableBytes.WriteBytes(bytes, Encoding.UTF8.GetBytes(token));
        WritableBytes.WriteBytes(bytes, Encoding.UTF8.GetBytes(kind));
        WritableBytes.WriteBytes(bytes, Encoding.UTF8.GetBytes(service));
        return Base64Url.EncodeToString(bytes.ToArray());
    }

    /// <summary>
    /// A token file, version 0 (Hadoop's <c>Credentials.writeTokenStorageToStream</c>), to be named by HADOOP_TOKEN_FILE_LOCATION.
    /// It holds a secret: write it with mode 0600.
    /// </summary>
    /// <param name="owner">Name of the principal; for display only.</param>
    /// <param name="token">The platform token.</param>
    /// <param name="services">Addresses (<c>ip:port</c>) that the token is for.</param>
    public static byte[] EncodeFile(string owner, string token, IReadOnlyCollection<string> services)
    {
        var bytes = new List<byte>("HDTS\0"u8.ToArray());
        WritableBytes.WriteVLong(bytes, services.Count * 2);
        foreach (var service in services)
        {
            foreach (var kind in (string[])[Kind, KindTls])
            {
                WritableBytes.WriteBytes(bytes, Encoding.UTF8.GetBytes(kind + " " + service));
                WritableBytes.WriteBytes(bytes, Identifier(owner));
                WritableBytes.WriteBytes(bytes, Encoding.UTF8.GetBytes(token));
                WritableBytes.WriteBytes(bytes, Encoding.UTF8.GetBytes(kind));
                WritableBytes.WriteBytes(bytes, Encoding.UTF8.GetBytes(service));
            }
        }

        WritableBytes.WriteVLong(bytes, 0);
        return bytes.ToArray();
    }

    /// <summary>The platform token of a <c>delegation=</c> parameter: the password of a Hadoop token, or the text itself if it is none.</summary>
    public static string Secret(string parameter)
    {
        if (parameter.Length > LengthMax || !Base64Url.IsValid(parameter))
            return parameter;

        var bytes = Base64Url.DecodeFromChars(parameter);
        var offset = 0;
        if (WritableBytes.TryReadBytes(bytes, ref offset, out _)
            && WritableBytes.TryReadBytes(bytes, ref offset, out var password)
            && WritableBytes.TryReadBytes(bytes, ref offset, out var kind)
            && WritableBytes.TryReadBytes(bytes, ref offset, out _)
            && offset == bytes.Length
            && (kind.SequenceEqual("WEBHDFS delegation"u8) || kind.SequenceEqual("SWEBHDFS delegation"u8)))
        {
            return Encoding.UTF8.GetString(password);
        }

        return parameter;
    }

    // Hadoop's AbstractDelegationTokenIdentifier: version 0, owner, renewer, real user, issue and end date, sequence and key number.
    private static byte[] Identifier(string owner)
    {
        var bytes = new List<byte> { 0 };
        WritableBytes.WriteBytes(bytes, Encoding.UTF8.GetBytes(owner));
        WritableBytes.WriteBytes(bytes, []);
        WritableBytes.WriteBytes(bytes, []);
        WritableBytes.WriteVLong(bytes, 0);
        WritableBytes.WriteVLong(bytes, long.MaxValue);
        WritableBytes.WriteVLong(bytes, 0);
        WritableBytes.WriteVLong(bytes, 0);
        return bytes.ToArray();
    }
}
