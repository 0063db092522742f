using System.Collections.Frozen;
using System.Net;
using System.Text.Json;
using Hops.Core.Errors;

namespace Hops.Client.Files;

/// <summary>Turns the error replies of WebHDFS back into <see cref="PlatformException"/>.</summary>
internal static class RemoteErrors
{
    private const int BodyBytesMax = 64 * 1024;

    private static readonly FrozenDictionary<string, ErrorCode> BySlug =
        ErrorTable.Rows.ToFrozenDictionary(row => row.Slug, row => row.Code, StringComparer.Ordinal);

    // Several codes share a class: the first row is the plainest meaning. Bare IOException means nothing in particular.
    private static readonly FrozenDictionary<string, ErrorCode> ByHadoopClass = ErrorTable.Rows
        .Where(row => row.HadoopClass != "java.io.IOException")
        .GroupBy(row => row.HadoopClass, StringComparer.Ordinal)
        .Select(rows => KeyValuePair.Create(rows.Key, Plainest(rows)))
        .Concat(HadoopOnly())
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The refusal that a reply other than the expected one stands for.</summary>
    public static async Task<PlatformException> FromReplyAsync(HttpResponseMessage reply, CancellationToken cancellationToken)
    {
        var body = await BodyAsync(reply, cancellationToken).ConfigureAwait(false);
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("RemoteException", out var remote) && remote.ValueKind == JsonValueKind.Object)
            {
                return new PlatformException(Code(remote, reply.StatusCode), Text(remote, "message") ?? "The server gives no reason.");
            }
        }
        catch (JsonException)
        {
            // Not a reply of WebHDFS, such as a proxy's page: the status says what there is to say.
        }

        return new PlatformException(ByStatus(reply.StatusCode), $"The server answered {(int)reply.StatusCode} {reply.ReasonPhrase}.");
    }

    private static ErrorCode Code(JsonElement remote, HttpStatusCode status)
    {
        if (Text(remote, "hopsCode") is { } slug && BySlug.TryGetValue(slug, out var exact))
            return exact;

        if (status == HttpStatusCode.Unauthorized)
            return ErrorCode.Unauthenticated;

        return Text(remote, "javaClassName") is { } javaClass && ByHadoopClass.TryGetValue(javaClass, out var code) ? code : ByStatus(status);
    }

    // Classes that a Hadoop cluster sends and our own server never does.
    private static KeyValuePair<string, ErrorCode>[] HadoopOnly() =>
    [
        new("org.apache.hadoop.ipc.StandbyException", ErrorCode.Unavailable),
        new("org.apache.hadoop.hdfs.server.namenode.SafeModeException", ErrorCode.Unavailable),
        new("org.apache.hadoop.security.token.SecretManager$InvalidToken", ErrorCode.Unauthenticated),
        new("org.apache.hadoop.security.authorize.AuthorizationException", ErrorCode.AccessDenied),
    ];

    private static ErrorCode Plainest(IGrouping<string, ErrorRow> rows) => rows.Key switch
    {
        "org.apache.hadoop.security.AccessControlException" => ErrorCode.AccessDenied,
        "org.apache.hadoop.ipc.RetriableException" => ErrorCode.Unavailable,
        _ => rows.First().Code,
    };

    private static ErrorCode ByStatus(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest => ErrorCode.InvalidArgument,
        HttpStatusCode.Unauthorized => ErrorCode.Unauthenticated,
        HttpStatusCode.NotFound => ErrorCode.NotFound,
        HttpStatusCode.RequestEntityTooLarge => ErrorCode.TooLarge,
        HttpStatusCode.TooManyRequests => ErrorCode.Throttled,
        HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable => ErrorCode.Unavailable,
        HttpStatusCode.GatewayTimeout => ErrorCode.Timeout,
        HttpStatusCode.Forbidden => ErrorCode.Conflict,
        _ => ErrorCode.Internal,
    };

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static async Task<byte[]> BodyAsync(HttpResponseMessage reply, CancellationToken cancellationToken)
    {
        var stream = await reply.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var body = new byte[BodyBytesMax];
            var length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return body[..length];
        }
    }
}
