namespace Hops.Kafka.Groups;

/// <summary>What groups and their members call themselves, and each other for as long as they are there.</summary>
internal static class GroupNames
{
    /// <summary>Most characters of the id of a group or a member, of the name of an instance, a rack or an assignor.</summary>
    public const int CharactersMax = 512;

    /// <summary>Characters of a client's id that begin the member id that it is given.</summary>
    private const int ClientIdCharactersMax = 255;

    /// <summary>An id for a member of the classic protocol, which those who look at the group can tell by.</summary>
    /// <param name="instanceId">Name of the instance; null for a member that is not static.</param>
    /// <param name="clientId">What its client calls itself, however long.</param>
    public static string NewMemberId(string? instanceId, string? clientId) =>
        $"{instanceId ?? clientId?[..Math.Min(clientId.Length, ClientIdCharactersMax)]}-{Guid.NewGuid()}";
}
