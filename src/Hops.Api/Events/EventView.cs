using System.Text.Json;

namespace Hops.Api.Events;

/// <summary>What one event of a stream tells; its type is <c>open</c>, <c>items</c>, <c>reset</c>, <c>ended</c> or <c>heartbeat</c>.</summary>
/// <param name="Channel">Of which channel, as it was asked for; empty for what is of the stream itself.</param>
/// <param name="Items">
/// With <c>items</c>: what has happened, oldest first. On <c>queries</c> objects with <c>query</c> and <c>view</c>, <c>progress</c> or <c>isGone</c>; on
/// <c>messages</c> messages; on <c>activity</c> entries of the audit trail. On <c>membership</c> none: of it the end alone is told.
/// </param>
/// <param name="Detail">With <c>reset</c> and <c>ended</c>: why, in words.</param>
public sealed record EventView(string Channel, IReadOnlyList<JsonElement> Items, string? Detail = null);
