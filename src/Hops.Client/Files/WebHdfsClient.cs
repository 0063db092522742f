using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Hops.Core.Errors;

namespace Hops.Client.Files;

/// <summary>
/// Files over WebHDFS: of Hops.NET, and of any Hadoop cluster except <see cref="CommitFilesAsync"/>. Content is streamed both ways. Only
/// operations that may be repeated are retried; a caller that needs more decides for itself. Refusals are raised as
/// <see cref="PlatformException"/>, an unreachable server as <see cref="ErrorCode.Unavailable"/>. Thread safe.
/// </summary>
public sealed class WebHdfsClient : IDisposable
{
    private static readonly HttpMethod Get = HttpMethod.Get;
    private static readonly HttpMethod Put = HttpMethod.Put;
    private static readonly HttpMethod Post = HttpMethod.Post;

    private readonly WebHdfsConnection _connection;

    /// <param name="options">Where and as whom.</param>
    public WebHdfsClient(WebHdfsClientOptions options) => _connection = new WebHdfsConnection(options);

    /// <summary>Describes a file or directory.</summary>
    /// <exception cref="PlatformException">NotFound.</exception>
    public async Task<RemoteFile> StatAsync(string path, CancellationToken cancellationToken = default)
    {
        var address = _connection.Address(path, "GETFILESTATUS");
        using var reply = await _connection.SendAsync(Get, address, isIdempotent: true, cancellationToken).ConfigureAwait(false);
        return await WebHdfsReplies.ReadAsync(reply, root => WebHdfsReplies.File(root, path), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Describes a file or directory; null if there is none.</summary>
    public async Task<RemoteFile?> FindAsync(string path, CancellationToken cancellationToken = default)
    {
        try
        {
            return await StatAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (PlatformException missing) when (missing.Code == ErrorCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>The entries of a directory in byte order of their names, page by page; of a file, itself.</summary>
    public async IAsyncEnumerable<RemoteFile> ListAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var startAfter = "";
        for (var remaining = 1L; remaining > 0;)
        {
            var address = _connection.Address(path, "LISTSTATUS_BATCH", ("startafter", startAfter));
            using var reply = await _connection.SendAsync(Get, address, isIdempotent: true, cancellationToken).ConfigureAwait(false);
            (var files, remaining) = await WebHdfsReplies.ReadAsync(reply, root => WebHdfsReplies.Page(root, path), cancellationToken).ConfigureAwait(false);
            foreach (var file in files)
                yield return file;

            if (files.Count == 0)
                yield break;

            startAfter = files[^1].Name;
        }
    }

    /// <summary>Opens a file for reading from <paramref name="offset"/>; to its end unless <paramref name="lengthBytes"/> is given.</summary>
    /// <returns>A stream over the connection; dispose it. A connection that breaks raises <see cref="IOException"/> from its reads.</returns>
    public async Task<Stream> OpenAsync(string path, long offset = 0, long? lengthBytes = null, CancellationToken cancellationToken = default)
    {
        var address = lengthBytes is { } length
            ? _connection.Address(path, "OPEN", ("offset", Text(offset)), ("length", Text(length)))
            : _connection.Address(path, "OPEN", ("offset", Text(offset)));

        // The stream owns the reply: disposing it gives the connection back.
        var reply = await _connection.SendAsync(Get, address, isIdempotent: true, cancellationToken).ConfigureAwait(false);
        return await reply.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Makes a file of what <paramref name="write"/> writes. It is there with all of its content once this returns; if it throws, the
    /// file may exist with a part of it.
    /// </summary>
    public async Task CreateAsync(
        string path, Func<Stream, CancellationToken, Task> write, bool overwrite = false, int permission = 0x1A4, CancellationToken cancellationToken = default)
    {
        var address = _connection.Address(
            path, "CREATE", ("overwrite", overwrite ? "true" : "false"), ("permission", WebHdfsReplies.Octal(permission)));
        await UploadAsync(Put, address, new WrittenContent(write), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes a file of the bytes.</summary>
    public Task CreateAsync(string path, ReadOnlyMemory<byte> body, bool overwrite = false, CancellationToken cancellationToken = default) =>
        CreateAsync(path, (stream, token) => stream.WriteAsync(body, token).AsTask(), overwrite, cancellationToken: cancellationToken);

    /// <summary>Adds to the end of a file what <paramref name="write"/> writes. Never retried: the bytes could be added twice.</summary>
    public Task AppendAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken = default) =>
        UploadAsync(Post, _connection.Address(path, "APPEND"), new WrittenContent(write), cancellationToken);

    /// <summary>Makes a directory and those above it; one that exists is left as it is.</summary>
    public async Task MkdirsAsync(string path, int permission = 0x1ED, CancellationToken cancellationToken = default)
    {
        var address = _connection.Address(path, "MKDIRS", ("permission", WebHdfsReplies.Octal(permission)));
        using var reply = await _connection.SendAsync(Put, address, isIdempotent: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Renames a file or directory.</summary>
    /// <returns>False if the source is missing or the destination exists, as HDFS.</returns>
    public async Task<bool> RenameAsync(string path, string destination, CancellationToken cancellationToken = default)
    {
        var address = _connection.Address(path, "RENAME", ("destination", destination));
        using var reply = await _connection.SendAsync(Put, address, isIdempotent: false, cancellationToken).ConfigureAwait(false);
        return await WebHdfsReplies.ReadAsync(reply, WebHdfsReplies.Boolean, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes a file or directory.</summary>
    /// <returns>False if there was none.</returns>
    public async Task<bool> DeleteAsync(string path, bool recursive = false, CancellationToken cancellationToken = default)
    {
        var address = _connection.Address(path, "DELETE", ("recursive", recursive ? "true" : "false"));
        using var reply = await _connection.SendAsync(HttpMethod.Delete, address, isIdempotent: false, cancellationToken).ConfigureAwait(false);
        return await WebHdfsReplies.ReadAsync(reply, WebHdfsReplies.Boolean, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sets the permission bits.</summary>
    public async Task SetPermissionAsync(string path, int permission, CancellationToken cancellationToken = default)
    {
        var address = _connection.Address(path, "SETPERMISSION", ("permission", WebHdfsReplies.Octal(permission)));
        using var reply = await _connection.SendAsync(Put, address, isIdempotent: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Commits staged files in one transaction; only on Hops.NET. Not retried: after a failure without an answer, look whether commit
    /// <see cref="FileCommit.Sequence"/> exists.
    /// </summary>
    /// <exception cref="PlatformException">Fenced or PreconditionFailed if another writer made that commit.</exception>
    public async Task CommitFilesAsync(FileCommit commit, CancellationToken cancellationToken = default)
    {
        using var content = new ByteArrayContent(Body(commit));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var address = _connection.Address(commit.Directory, "COMMITFILES");
        using var reply = await _connection.UploadAsync(Post, address, content, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private async Task UploadAsync(HttpMethod method, Uri address, HttpContent content, CancellationToken cancellationToken)
    {
        using (content)
        {
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            var location = await _connection.LocateAsync(method, address, cancellationToken).ConfigureAwait(false);
            using var reply = await _connection.UploadAsync(method, location, content, cancellationToken).ConfigureAwait(false);
        }
    }

    private static byte[] Body(FileCommit commit)
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteNumber("sequence", commit.Sequence);
            writer.WriteStartArray("renames");
            foreach (var rename in commit.Renames)
            {
                writer.WriteStartObject();
                writer.WriteString("source", rename.Source);
                writer.WriteString("destination", rename.Destination);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("deletes");
            foreach (var path in commit.Deletes)
                writer.WriteStringValue(path);

            writer.WriteEndArray();
            writer.WriteBase64String("body", commit.Body.Span);
            writer.WriteEndObject();
        }

        return body.ToArray();
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
