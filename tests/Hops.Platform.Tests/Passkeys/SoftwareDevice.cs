using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hops.Platform.Tests.Passkeys;

/// <summary>
/// A device with one passkey and the browser around it, written from the specification (WebAuthn level 3 sections 5.8.1, 6.1, 6.5 and 8.7; RFC 9052 section 7;
/// RFC 9053 section 2.1) over the cryptography of .NET. Everything that it says can be made false.
/// </summary>
internal sealed class SoftwareDevice : IDisposable
{
    /// <summary>User present, user verified (section 6.1).</summary>
    internal const byte PresentAndVerified = 0x05;

    private const byte HasCredential = 0x40;
    private const int Es256 = -7;
    private const int Rs256 = -257;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RSA? _rsa;

    internal SoftwareDevice(string domain, string origin, bool isRsa = false)
    {
        (Domain, Origin) = (domain, origin);
        _rsa = isRsa ? RSA.Create(2048) : null;
    }

    /// <summary>Relying party id whose hash it signs.</summary>
    internal string Domain { get; set; }

    /// <summary>Origin that the browser tells.</summary>
    internal string Origin { get; set; }

    internal byte[] CredentialId { get; set; } = RandomNumberGenerator.GetBytes(32);

    internal byte[] UserHandle { get; set; } = [];

    internal byte Flags { get; set; } = PresentAndVerified;

    /// <summary>The counter that it tells next time; it grows by one with each signature, unless it is 0.</summary>
    internal uint Counter { get; set; }

    /// <summary>COSE number of the algorithm that it says its key is for.</summary>
    internal int? Algorithm { get; set; }

    /// <summary>Attestation format.</summary>
    internal string Format { get; set; } = "none";

    /// <summary>More members of the client data.</summary>
    internal JsonObject More { get; set; } = new() { ["crossOrigin"] = false };

    /// <summary>CBOR behind the data of the device, with the flag for it; empty for none.</summary>
    internal byte[] Extensions { get; set; } = [];

    public void Dispose()
    {
        _key.Dispose();
        _rsa?.Dispose();
    }

    /// <summary>Makes the passkey: client data and attestation object.</summary>
    internal (byte[] ClientData, byte[] Attestation) Make(byte[] challenge, byte[] userHandle, string type = "webauthn.create")
    {
        UserHandle = userHandle;
        var data = new List<byte>(Head((byte)(Flags | HasCredential)));
        data.AddRange(new byte[16]);
        data.AddRange([(byte)(CredentialId.Length >> 8), (byte)CredentialId.Length]);
        data.AddRange(CredentialId);
        data.AddRange(PublicKey());
        data.AddRange(Extensions);
        var client = ClientData(type, challenge);
        var writer = new CborWriter();
        writer.WriteStartMap(3);
        writer.WriteTextString("fmt");
        writer.WriteTextString(Format);
        writer.WriteTextString("attStmt");
        WriteStatement(writer, [.. data], client);
        writer.WriteTextString("authData");
        writer.WriteByteString([.. data]);
        writer.WriteEndMap();
        return (client, writer.Encode());
    }

    /// <summary>Signs: client data, data of the device, signature.</summary>
    internal (byte[] ClientData, byte[] AuthenticatorData, byte[] Signature) Sign(byte[] challenge, string type = "webauthn.get")
    {
        if (Counter > 0)
            Counter++;
        var client = ClientData(type, challenge);
        byte[] data = [.. Head(Flags), .. Extensions];
        return (client, data, SignatureOver(data, client));
    }

    private byte[] SignatureOver(byte[] data, byte[] client)
    {
        byte[] signed = [.. data, .. SHA256.HashData(client)];
        return _rsa?.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ?? _key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private byte[] Head(byte flags)
    {
        const byte HasExtensions = 0x80;
        var head = new byte[37];
        SHA256.HashData(Encoding.UTF8.GetBytes(Domain)).CopyTo(head, 0);
        head[32] = (byte)(flags | (Extensions.Length > 0 ? HasExtensions : 0));
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(33), Counter);
        return head;
    }

    private byte[] ClientData(string type, byte[] challenge)
    {
        var client = new JsonObject { ["type"] = type, ["challenge"] = Base64Url.EncodeToString(challenge), ["origin"] = Origin };
        foreach (var (name, value) in More)
            client[name] = value?.DeepClone();
        return JsonSerializer.SerializeToUtf8Bytes(client);
    }

    /// <summary>No statement, or one by the key itself; for other formats the beginning of one of a maker.</summary>
    private void WriteStatement(CborWriter writer, byte[] data, byte[] client)
    {
        if (Format == "none")
        {
            writer.WriteStartMap(0);
            writer.WriteEndMap();
            return;
        }

        writer.WriteStartMap(Format == "packed" ? 2 : 3);
        writer.WriteTextString("alg");
        writer.WriteInt32(_rsa is null ? Es256 : Rs256);
        writer.WriteTextString("sig");
        writer.WriteByteString(SignatureOver(data, client));
        if (Format != "packed")
        {
            writer.WriteTextString("x5c");
            writer.WriteStartArray(0);
            writer.WriteEndArray();
        }

        writer.WriteEndMap();
    }

    private byte[] PublicKey()
    {
        var writer = new CborWriter();
        if (_rsa is not null)
        {
            var numbers = _rsa.ExportParameters(includePrivateParameters: false);
            Write(writer, 4, (1, 3), (3, Algorithm ?? Rs256), (-1, numbers.Modulus!), (-2, numbers.Exponent!));
        }
        else
        {
            var point = _key.ExportParameters(includePrivateParameters: false).Q;
            Write(writer, 5, (1, 2), (3, Algorithm ?? Es256), (-1, 1), (-2, point.X!), (-3, point.Y!));
        }

        return writer.Encode();
    }

    private static void Write(CborWriter writer, int count, params ReadOnlySpan<(int Label, object Value)> members)
    {
        writer.WriteStartMap(count);
        foreach (var (label, value) in members)
        {
            writer.WriteInt32(label);
            if (value is byte[] bytes)
                writer.WriteByteString(bytes);
            else
                writer.WriteInt32((int)value);
        }

        writer.WriteEndMap();
    }
}
