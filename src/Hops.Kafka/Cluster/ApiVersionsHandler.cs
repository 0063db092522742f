using System.Buffers;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Cluster;

/// <summary>ApiVersions: the API table, whoever asks (KIP-35, KIP-511).</summary>
internal static class ApiVersionsHandler
{
    private static readonly SearchValues<char> WordCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    public static ValueTask<ApiVersionsResponse?> HandleAsync(Call call, ApiVersionsRequest request)
    {
        if (call.Version >= 3 && !(IsName(request.ClientSoftwareName) && IsName(request.ClientSoftwareVersion)))
            return new(new ApiVersionsResponse { ErrorCode = KafkaError.InvalidRequest });
        var response = new ApiVersionsResponse();
        foreach (var row in ApiTable.Rows)
            response.ApiKeys.Add(Entry(row));
        return new(response);
    }

    /// <summary>The answer to a version that we do not know: body of version 0, with the range that we do know, so that clients retry.</summary>
    public static ApiVersionsResponse Unsupported() =>
        new() { ErrorCode = KafkaError.UnsupportedVersion, ApiKeys = [Entry(ApiTable.Find(ApiKey.ApiVersions)!)] };

    private static ApiVersionsResponse.Api Entry(ApiRow row) =>
        new() { ApiKey = (short)row.Key, MinVersion = row.VersionMin, MaxVersion = row.VersionMax };

    /// <summary>Letters and digits at both ends, dots and hyphens between (KIP-511).</summary>
    private static bool IsName(string text) =>
        text.Length > 0
        && WordCharacters.Contains(text[0])
        && WordCharacters.Contains(text[^1])
        && text.All(character => WordCharacters.Contains(character) || character is '.' or '-');
}
