using Hops.Client.Registry;
using Hops.Core.Errors;
using Hops.Schemas.Types;

namespace Hops.Streaming.Runner;

/// <summary>The schemas by which a statement reads a topic: the newest ones of its values and, where it names <c>_typed_key</c>, of its keys.</summary>
/// <param name="ValueId">Id of the schema of the values.</param>
/// <param name="Value">That schema.</param>
/// <param name="KeyId">Id of the schema of the keys, or null.</param>
/// <param name="Key">That schema; null if there is none, or keys are not looked at.</param>
internal sealed record TopicSchemas(int ValueId, TypedSchema Value, int? KeyId, TypedSchema? Key)
{
    /// <summary>Asks for them.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="namesKey">True if the statement names its <c>_typed_key</c>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="PlatformException"><c>NotFound</c> with the fact <c>topic</c>: the values have no schema.</exception>
    public static async Task<TopicSchemas> LatestAsync(RegistryClient registry, string topic, bool namesKey, CancellationToken cancellationToken)
    {
        try
        {
            var (valueId, value) = await registry.LatestAsync(ValueSubjectOf(topic), cancellationToken);
            var key = namesKey ? await LatestOfKeysAsync(registry, topic, cancellationToken) : null;
            return new TopicSchemas(valueId, value, key?.Id, key?.Schema);
        }
        catch (PlatformException missing) when (missing.Code == ErrorCode.NotFound)
        {
            // The server knows the names of the project: where there is no such topic either, it says so.
            throw missing.With("topic", topic);
        }
    }

    /// <summary>True if the newest ones are others by now. Keys whose schema was deleted are read on by the one that was there.</summary>
    public async Task<bool> AreOutdatedAsync(RegistryClient registry, string topic, CancellationToken cancellationToken) =>
        (await registry.LatestAsync(ValueSubjectOf(topic), cancellationToken)).Id != ValueId
        || (KeyId is not null && await LatestOfKeysAsync(registry, topic, cancellationToken) is { } newest && newest.Id != KeyId);

    private static string ValueSubjectOf(string topic) => $"{topic}-value";

    private static async Task<(int Id, TypedSchema Schema)?> LatestOfKeysAsync(RegistryClient registry, string topic, CancellationToken cancellationToken)
    {
        try
        {
            return await registry.LatestAsync($"{topic}-key", cancellationToken);
        }
        catch (PlatformException missing) when (missing.Code == ErrorCode.NotFound)
        {
            return null;
        }
    }
}
