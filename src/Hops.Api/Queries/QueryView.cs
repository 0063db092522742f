using System.Globalization;
using System.Text.Json;
using Hops.Platform;
using Hops.Platform.Queries;
using Hops.Streaming.Supervision;

namespace Hops.Api.Queries;

/// <summary>A streaming query.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Owner">User as whom it runs.</param>
/// <param name="Definition">What it is.</param>
/// <param name="Desired">What its users want of it.</param>
/// <param name="Status">What it is at.</param>
/// <param name="Created">When it was made.</param>
public sealed record QueryView(
    string Id, string Name, string Owner, JsonElement Definition, QueryState Desired, QueryStatus Status, DateTimeOffset Created)
{
    internal static QueryView Of(HopsPlatform platform, QuerySupervisor supervisor, StoredQuery query)
    {
        using var definition = JsonDocument.Parse(query.Definition);
        return new QueryView(
            query.Id.ToString(CultureInfo.InvariantCulture), query.Name, platform.Roster.Now.Users[query.OwnerId].Name,
            definition.RootElement.Clone(), query.Desired, supervisor.StatusOf(query), query.Created);
    }
}
