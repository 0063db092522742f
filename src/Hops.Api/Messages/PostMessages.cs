using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Api.Topics;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka;
using Hops.Kafka.Log;
using Hops.Kafka.Reading;
using Hops.Kafka.Topics;
using Hops.Platform;
using Hops.Platform.Schemas;
using Hops.Platform.Topics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Messages;

/// <summary>
/// Writes some records that a person has typed: by the newest schema of the topic, or as JSON or text as it is. All of them are checked before any is
/// written; each partition takes its own as one batch.
/// </summary>
internal static class PostMessages
{
    private const int RecordsMax = 100;

    internal static async Task<Ok<WrittenView>> RunAsync(
        HopsPlatform platform, RecordsOf recordsOf, ApiCall call, [AsParameters] TopicPath path, PostMessagesRequest request, CancellationToken cancellationToken)
    {
        if (request.Records.Count is 0 or > RecordsMax)
            throw new PlatformException(ErrorCode.InvalidArgument, $"A request writes 1 to {RecordsMax} records.").With("field", "records");
        var topic = ListTopics.Find(platform, call.Actor, path.Project, path.Topic).Row;
        var resource = new Resource(ResourceKind.Topic, topic.TenantId, topic.Name);
        platform.Demand(call.Actor, Operation.Write, resource);
        var codec = request.Form == TypedForm.Schema ? await SchemaAsync(platform, topic, cancellationToken) : new TypedCodec(request.Form, 0, null);
        using var batches = new TypedRecords(codec, topic.PartitionCount, platform.Time);
        var places = batches.Add(request.Records);

        var records = recordsOf(topic);
        var results = (await Task.WhenAll(batches.Batches.Select(
            async batch => (batch.Key, Result: await records.AppendAsync(batch.Key, batch.Value, cancellationToken))))).ToDictionary(batch => batch.Key, batch => batch.Result);
        if (results.Values.Any(result => result.IsUnknown || result.Error == KafkaError.None))
            platform.Gate.NoteChange(call.Actor, "topic.produce", resource, batches.LengthBytes);
        Require(results.Values);
        return TypedResults.Ok(new WrittenView([.. places.Select(place => ViewOf(place, results[place.Partition]))]));
    }

    private static async Task<TypedCodec> SchemaAsync(HopsPlatform platform, Topic topic, CancellationToken cancellationToken)
    {
        var subject = ProjectSchemas.ValueSubjectOf(topic.Name);
        var (schemaId, schema) = await platform.Schemas.NewestAsync(topic.TenantId, subject, cancellationToken)
            ?? throw new PlatformException(
                ErrorCode.NotFound, $"The topic '{topic.Name}' has no schema for its values: register one as '{subject}', or write them as JSON or text.");
        return new TypedCodec(TypedForm.Schema, schemaId, schema);
    }

    /// <summary>What one partition has refused others may have taken; where none has, it is a refusal of the request.</summary>
    private static void Require(IReadOnlyCollection<AppendResult> results)
    {
        if (results.Any(result => result.Error == KafkaError.None))
            return;
        throw Refusal(results.First());
    }

    /// <summary>The refusal of a request by the first partition that has refused its records.</summary>
    internal static PlatformException Refusal(AppendResult refused)
    {
        var code = ErrorTable.Rows.FirstOrDefault(row => row.KafkaCode == (short)refused.Error)?.Code ?? ErrorCode.Unavailable;
        return new PlatformException(code, refused.Message ?? "The topic does not take these records.");
    }

    private static WrittenRecordView ViewOf((int Partition, int Index) place, AppendResult result) => result.Error == KafkaError.None
        ? new WrittenRecordView(place.Partition, (result.BaseOffset + place.Index).ToString(CultureInfo.InvariantCulture), null)
        : new WrittenRecordView(place.Partition, null, result.Message ?? "The partition does not take it.");
}

/// <summary>Records to be written.</summary>
/// <param name="Records">1 to 100 of them.</param>
/// <param name="Form">What their values become; <c>SCHEMA</c> if absent.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PostMessagesRequest(IReadOnlyList<TypedRecord> Records, TypedForm Form = TypedForm.Schema);

/// <summary>What the value of a record becomes.</summary>
public enum TypedForm
{
    /// <summary>By the newest schema of the topic: Avro, checked JSON, or the first message of a Protobuf file.</summary>
    Schema,

    /// <summary>The JSON as it was sent, all digits included, in UTF-8.</summary>
    Json,

    /// <summary>The text itself in UTF-8; null for no value.</summary>
    Text,
}

/// <summary>A record as a person types it.</summary>
/// <param name="Value">JSON by the newest schema of the topic, as <c>hops topic produce</c> takes it; or any JSON, or a text, as the form says.</param>
/// <param name="Key">Its key as text; records of a key go to one partition, in order. None if absent.</param>
/// <param name="Headers">Its headers: names and texts.</param>
/// <param name="Partition">Where to; by the key if absent.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TypedRecord(JsonElement Value, string? Key = null, IReadOnlyList<TypedHeader>? Headers = null, int? Partition = null);

/// <summary>A header as a person types it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value as text.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TypedHeader(string Name, string Value);

/// <summary>What was written.</summary>
/// <param name="Items">Where each record is, in the order of the request.</param>
public sealed record WrittenView(IReadOnlyList<WrittenRecordView> Items);

/// <summary>Where a record was written.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Offset">Its offset; null if the partition has refused it.</param>
/// <param name="Error">Why it was refused; null if it was not.</param>
public sealed record WrittenRecordView(int Partition, string? Offset, string? Error);
