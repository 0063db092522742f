using System.Buffers;
using System.Buffers.Text;
using Hops.Core.Errors;

namespace Hops.Api.Passkeys;

/// <summary>Bytes as WebAuthn writes them in JSON: base64url without padding (section 5.1.8).</summary>
internal static class PasskeyBytes
{
    internal static string Write(byte[] bytes) => Base64Url.EncodeToString(bytes);

    /// <summary>Reads bytes; how many there may be is for the platform to say, the body has its limit.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>.</exception>
    internal static byte[] Read(string text, string field)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        return Base64Url.DecodeFromChars(text, bytes, out _, out var length) == OperationStatus.Done
            ? bytes[..length]
            : throw new PlatformException(ErrorCode.InvalidArgument, $"'{field}' is not base64url.").With("field", field);
    }
}
