using System.Text.Json.Serialization;

namespace Hops.Hadoop.WebHdfs.Replies;

/// <summary><c>{"boolean":value}</c>.</summary>
internal sealed record BooleanReply(bool Boolean);

/// <summary><c>{"Path":path}</c>.</summary>
internal sealed record PathReply([property: JsonPropertyName("Path")] string Path);

/// <summary><c>{"Paths":[...]}</c>.</summary>
internal sealed record PathsReply([property: JsonPropertyName("Paths")] IReadOnlyList<string> Paths);

/// <summary><c>{"Location":url}</c>: where to send or read content.</summary>
internal sealed record LocationReply([property: JsonPropertyName("Location")] string Location);

/// <summary><c>{"Token":null}</c>.</summary>
internal sealed record TokenReply([property: JsonPropertyName("Token")] string? Token);
