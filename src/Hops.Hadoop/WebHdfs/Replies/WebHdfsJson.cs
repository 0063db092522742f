using System.Text.Json.Serialization;

namespace Hops.Hadoop.WebHdfs.Replies;

/// <summary>Writes the replies without reflection. Members stand in the order in which Hadoop has them; names are as declared, in camel case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BooleanReply))]
[JsonSerializable(typeof(PathReply))]
[JsonSerializable(typeof(PathsReply))]
[JsonSerializable(typeof(LocationReply))]
[JsonSerializable(typeof(TokenReply))]
[JsonSerializable(typeof(FileStatusReply))]
[JsonSerializable(typeof(FileStatusEntry))]
[JsonSerializable(typeof(DirectoryListingReply))]
[JsonSerializable(typeof(AclStatusReply))]
[JsonSerializable(typeof(ContentSummaryReply))]
[JsonSerializable(typeof(QuotaUsageReply))]
[JsonSerializable(typeof(FileChecksumReply))]
[JsonSerializable(typeof(BlockLocationsReply))]
[JsonSerializable(typeof(ServerDefaultsReply))]
[JsonSerializable(typeof(RemoteExceptionReply))]
internal sealed partial class WebHdfsJson : JsonSerializerContext;
