using System.Buffers;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Cluster;

/// <summary>ApiVersions: the API table, whoever asks (KIP-35, KIP-511).</summary>
internal static class ApiVersionsHandler
{
    /// <summary>What clients may do besides what the versions of the APIs say (KIP-584), and at which level.</summary>
    private static readonly (string Name, short Level)[] Features =
    [
        ("group.version", 1), // Groups of the newer protocol (KIP-848).
        ("transaction.version", 2), // Producers get another epoch at each end, and need not add partitions (KIP-890).
    ];

    private static readonly SearchValues<char> WordCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    public static ValueTask<ApiVersionsResponse?> HandleAsync(Call call, ApiVersionsRequest request)
    {
        if (call.Version >= 3 && !(IsName(request.ClientSoftwareName) && IsName(request.ClientSoftwareVersion)))
            return new(new ApiVersionsResponse { ErrorCode = KafkaError.InvalidRequest });
        var response = new ApiVersionsResponse();
        foreach (var row in ApiTable.Rows)
            response.ApiKeys.Add(Entry(row));
        response.FinalizedFeaturesEpoch = 0;
        foreach (var (name, level) in Features)
        {
            response.FinalizedFeatures.Add(new() { Name = name, MinVersionLevel = level, MaxVersionLevel = level });

            // Clients of before version 4 take a least level of 0 for a fault (KAFKA-17011).
            if (call.Version >= 4)
                response.SupportedFeatures.Add(new() { Name = name, MinVersion = 0, MaxVersion = level });
        }

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
