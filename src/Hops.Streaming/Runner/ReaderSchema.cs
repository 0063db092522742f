using Hops.Client.Registry;
using Hops.Streaming.Decoding;
using Hops.Streaming.Planning;

namespace Hops.Streaming.Runner;

/// <summary>
/// The schema by which a query reads its topic: the newest one when it was planned. A newer one matters with the first record that was
/// written by it, which under the older one would lose what is new in it.
/// </summary>
/// <param name="Plan">The plan by that schema.</param>
/// <param name="SchemaId">Id of that schema.</param>
/// <param name="Writers">Schemas of the records.</param>
/// <param name="Registry">Where both come from.</param>
internal sealed record ReaderSchema(QueryPlan Plan, int SchemaId, WriterSchemas Writers, RegistryClient Registry)
{
    /// <summary>
    /// True if the batch at hand has records of a writer that was not known before, and the newest schema of the topic is another one than
    /// that of the plan.
    /// </summary>
    public async Task<bool> IsOutdatedAsync(CancellationToken cancellationToken) =>
        Writers.HasNew && (await Registry.LatestAsync(PlanRun.SubjectOf(Plan.Definition.Topic), cancellationToken)).Id != SchemaId;
}
