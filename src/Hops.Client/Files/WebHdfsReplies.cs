using System.Globalization;
using System.Text.Json;
using Hops.Core.Errors;

namespace Hops.Client.Files;

/// <summary>Reads the JSON replies of WebHDFS.</summary>
internal static class WebHdfsReplies
{
    private const int BodyBytesMax = 16 * 1024 * 1024;

    /// <summary>Reads the body as JSON, at most 16 MiB, and hands its root to <paramref name="read"/>.</summary>
    public static async Task<T> ReadAsync<T>(HttpResponseMessage reply, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        try
        {
            await reply.Content.LoadIntoBufferAsync(BodyBytesMax, cancellationToken).ConfigureAwait(false);
            var body = await reply.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            using var document = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken).ConfigureAwait(false);
            return read(document.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or HttpRequestException)
        {
            throw new PlatformException(ErrorCode.Internal, "The server's reply is not one of WebHDFS.", fault);
        }
    }

    /// <summary><c>{"boolean":value}</c>.</summary>
    public static bool Boolean(JsonElement root) => root.GetProperty("boolean").GetBoolean();

    /// <summary><c>{"FileStatus":{...}}</c> of <paramref name="path"/>.</summary>
    public static RemoteFile File(JsonElement root, string path) => Status(root.GetProperty("FileStatus"), path);

    /// <summary>One page of a listing and how many entries follow it.</summary>
    public static (List<RemoteFile> Files, long Remaining) Page(JsonElement root, string directory)
    {
        var listing = root.GetProperty("DirectoryListing");
        var entries = listing.GetProperty("partialListing").GetProperty("FileStatuses").GetProperty("FileStatus");
        var files = new List<RemoteFile>();
        foreach (var entry in entries.EnumerateArray())
        {
            var name = entry.GetProperty("pathSuffix").GetString();
            files.Add(Status(entry, string.IsNullOrEmpty(name) ? directory : directory.TrimEnd('/') + "/" + name));
        }

        return (files, listing.GetProperty("remainingEntries").GetInt64());
    }

    private static RemoteFile Status(JsonElement status, string path) => new(
        path,
        status.GetProperty("type").GetString() == "DIRECTORY",
        status.GetProperty("length").GetInt64(),
        status.GetProperty("owner").GetString() ?? "",
        status.GetProperty("group").GetString() ?? "",
        Convert.ToInt32(status.GetProperty("permission").GetString(), 8),
        DateTimeOffset.FromUnixTimeMilliseconds(status.GetProperty("modificationTime").GetInt64()),
        status.TryGetProperty("fileId", out var id) ? id.GetInt64() : 0);

    /// <summary>Permission bits in octal.</summary>
    public static string Octal(int permission) =>
        permission is >= 0 and <= 0x3FF
            ? Convert.ToString(permission, 8)
            : throw new PlatformException(ErrorCode.InvalidArgument, $"{permission.ToString(CultureInfo.InvariantCulture)} is no permission: octal 0 to 1777.");
}
