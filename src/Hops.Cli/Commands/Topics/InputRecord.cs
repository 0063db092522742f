using System.Text.Json;

namespace Hops.Cli.Commands.Topics;

/// <summary>A record that is to be written.</summary>
/// <param name="Line">Where it was, from 1.</param>
/// <param name="Value">The record.</param>
internal readonly record struct InputRecord(long Line, JsonElement Value);
