using Hops.Client.Registry;
using Hops.Streaming.Decoding;
using Hops.Streaming.Planning;

namespace Hops.Streaming.Runner;

/// <summary>
/// The schemas by which a query reads its topic: the newest ones when it was planned. A newer one matters with the first record that was
/// written by it, which under the older one would lose what is new in it.
/// </summary>
/// <param name="Plan">The plan by them.</param>
/// <param name="Schemas">They themselves.</param>
/// <param name="Writers">Schemas of the records.</param>
/// <param name="Registry">Where all of them come from.</param>
internal sealed record ReaderSchema(QueryPlan Plan, TopicSchemas Schemas, WriterSchemas Writers, RegistryClient Registry)
{
    /// <summary>
    /// True if the batch at hand has records of a writer that was not known before, and the newest schemas of the topic are others than
    /// those of the plan.
    /// </summary>
    public async Task<bool> IsOutdatedAsync(CancellationToken cancellationToken) =>
        Writers.HasNew && await Schemas.AreOutdatedAsync(Registry, Plan.Definition.Topic, cancellationToken);
}
