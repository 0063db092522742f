using System.Text.Json;

namespace Hops.Cli.Records;

/// <summary>A record that is to be written.</summary>
/// <param name="Line">Where it began: line of a text, or row of a Parquet file, from 1.</param>
/// <param name="Value">The record.</param>
/// <param name="Text">The record where it is a text and nothing else; <paramref name="Value"/> is undefined then.</param>
internal readonly record struct InputRecord(long Line, JsonElement Value, string? Text = null);
