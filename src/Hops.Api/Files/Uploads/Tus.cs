using System.Globalization;
using System.Text;
using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.FileSystem.Door.Uploads;
using Microsoft.AspNetCore.Http;

namespace Hops.Api.Files.Uploads;

/// <summary>
/// The headers of tus 1.0.0, the open protocol for uploads that go on after a cut (https://tus.io/protocols/resumable-upload), with its extensions
/// creation, termination and expiration.
/// </summary>
internal static class Tus
{
    /// <summary>The type of body of a part.</summary>
    internal const string PartType = "application/offset+octet-stream";

    private const string Version = "1.0.0";
    private const string VersionHeader = "Tus-Resumable";
    private const string ExpiresHeader = "Upload-Expires";
    private const string LengthHeader = "Upload-Length";
    private const string OffsetHeader = "Upload-Offset";
    private const string MetadataHeader = "Upload-Metadata";
    private const string PathKey = "path";
    private const string OverwriteKey = "overwrite";

    /// <summary>The version that a request speaks.</summary>
    internal static NamedHeader VersionRead { get; } = new(VersionHeader, "1.0.0, the version of tus.");

    /// <summary>The length of an upload.</summary>
    internal static NamedHeader LengthRead { get; } = new(LengthHeader, "Length of the whole in bytes.");

    /// <summary>What an upload is of.</summary>
    internal static NamedHeader MetadataRead { get; } = new(MetadataHeader, "path BASE64, the path of the file below the project; after a comma overwrite BASE64 of true to replace one.");

    /// <summary>Where a part goes on.</summary>
    internal static NamedHeader OffsetRead { get; } = new(OffsetHeader, "Where the part begins: as many bytes as have come.");

    /// <summary>A filter of its routes: refuses other versions (section 3.2), and says the version in every answer, refusals too.</summary>
    internal static ValueTask<object?> SpeakAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var (request, response) = (call.HttpContext.Request, call.HttpContext.Response);
        response.OnStarting(() =>
        {
            response.Headers[VersionHeader] = Version;
            response.Headers["Tus-Version"] = Version;
            return Task.CompletedTask;
        });
        if (HttpMethods.IsOptions(request.Method) || HttpMethods.IsGet(request.Method) || string.Equals(request.Headers[VersionHeader], Version, StringComparison.Ordinal))
            return next(call);
        throw new PlatformException(ErrorCode.PreconditionFailed, $"Send {VersionHeader}: {Version}. This server speaks that version of tus and no other.");
    }

    /// <summary>What the server can (section 3.2).</summary>
    internal static void Describe(HttpResponse response, long lengthMaxBytes)
    {
        response.Headers["Tus-Extension"] = "creation,termination,expiration";
        response.Headers["Tus-Max-Size"] = Text(lengthMaxBytes);
    }

    /// <summary>Says how far an upload is.</summary>
    internal static void Describe(HttpResponse response, UploadStatus upload)
    {
        response.Headers[OffsetHeader] = Text(upload.ReceivedBytes);
        response.Headers[LengthHeader] = Text(upload.LengthBytes);
        response.Headers[ExpiresHeader] = upload.Expires.ToString("R", CultureInfo.InvariantCulture);
        if (upload.Metadata.Length > 0)
            response.Headers[MetadataHeader] = upload.Metadata;
    }

    /// <summary>Length of the whole, which has to be known: <c>Upload-Defer-Length</c> is not taken, because the quota is asked for the whole at once.</summary>
    internal static long LengthOf(HttpRequest request) => Number(request, LengthHeader);

    /// <summary>Where a part begins.</summary>
    internal static long OffsetOf(HttpRequest request) => Number(request, OffsetHeader);

    /// <summary>What the client says of the file: its path below the project, whether it replaces what is there, and the header as it came.</summary>
    internal static (string Path, bool Overwrite, string Text) MetadataOf(HttpRequest request)
    {
        var header = request.Headers[MetadataHeader].ToString();
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = pair.Split(' ', 2) is [var name, var coded] ? (name, Decode(coded)) : (pair, "");
            if (!pairs.TryAdd(key, value))
                throw Malformed($"names '{key}' twice");
        }

        return pairs.TryGetValue(PathKey, out var path) && path.Length > 0
            ? (path, pairs.GetValueOrDefault(OverwriteKey) is "true", header)
            : throw Malformed($"does not say {PathKey}, the path of the file below the project");
    }

    private static string Decode(string coded)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Convert.FromBase64String(coded));
        }
        catch (Exception malformed) when (malformed is FormatException or ArgumentException)
        {
            throw Malformed("has a value that is no Base64 of UTF-8");
        }
    }

    private static long Number(HttpRequest request, string header) =>
        long.TryParse(request.Headers[header], NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new PlatformException(ErrorCode.InvalidArgument, $"Send {header}: a number of bytes.");

    private static PlatformException Malformed(string what) => new(
        ErrorCode.InvalidArgument, $"{MetadataHeader} {what}: it is 'path BASE64', and 'overwrite BASE64' of true to replace a file, with a comma between.");

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
