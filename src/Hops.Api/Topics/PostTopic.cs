using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Api.Schemas;
using Hops.Api.Shares;
using Hops.Core.Errors;
using Hops.Platform;
using Hops.Platform.Topics;
using Hops.Schemas.Registry;
using Hops.Schemas.Types;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Topics;

internal static class PostTopic
{
    internal static async Task<Created<TopicView>> RunAsync(
        HopsPlatform platform, ApiCall call, string project, PostTopicRequest request, CancellationToken cancellationToken)
    {
        var config = request.Config?.ToImmutableSortedDictionary(StringComparer.Ordinal);
        var wish = new TopicRequest(request.Name, request.Partitions, config, request.Submission());
        var topic = await CreateTopic.RunAsync(platform, call.Actor, project, wish, cancellationToken);
        return TypedResults.Created($"/api/v1/projects/{project}/topics/{topic.Name}", TopicView.Of(new ListedTopic(topic.Name, topic, project, null)));
    }
}

/// <summary>A topic to be made.</summary>
/// <param name="Name">Its name in the project.</param>
/// <param name="Partitions">Number of partitions; the broker's default if absent.</param>
/// <param name="Config">Settings that differ from their default, by Apache Kafka's names.</param>
/// <param name="ValueSchema">Schema of its values, registered as subject <c>name-value</c> with it.</param>
/// <param name="ValueSchemaType">In which language that schema is; <c>AVRO</c> if absent.</param>
/// <param name="ValueSchemaReferences">Schemas of the project and type to which that schema refers; none if absent.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PostTopicRequest(
    string Name,
    int? Partitions = null,
    IReadOnlyDictionary<string, string>? Config = null,
    string? ValueSchema = null,
    SchemaType ValueSchemaType = SchemaTypes.Default,
    IReadOnlyList<SchemaReferenceView>? ValueSchemaReferences = null)
{
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: something is said of a schema that is not there.</exception>
    internal SchemaSubmission? Submission()
    {
        if (ValueSchema is not null)
            return new PostSchemaVersionRequest(ValueSchema, ValueSchemaType, ValueSchemaReferences).Submission();
        if (ValueSchemaType != SchemaTypes.Default || ValueSchemaReferences is { Count: > 0 })
            throw new PlatformException(ErrorCode.InvalidArgument, "valueSchemaType and valueSchemaReferences say more of a schema: send it as valueSchema.");
        return null;
    }
}

/// <summary>A topic.</summary>
/// <param name="Name">Its name in the project.</param>
/// <param name="Id">Its id; a topic that is made anew has another one.</param>
/// <param name="Partitions">Number of partitions.</param>
/// <param name="Config">Settings that differ from their default.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="Created">When.</param>
/// <param name="Owner">Project that owns it.</param>
/// <param name="Rights">What members of this project may with a topic of another one: READ or READ_WRITE. Null for one of its own.</param>
public sealed record TopicView(
    string Name, string Id, int Partitions, IReadOnlyDictionary<string, string> Config, string CreatedBy, DateTimeOffset Created, string Owner, ShareAccess? Rights)
{
    internal static TopicView Of(ListedTopic listed)
    {
        var topic = listed.Row;
        return new(
            listed.Name, topic.Id.ToString("D"), topic.PartitionCount, topic.Config, topic.CreatedBy, topic.CreatedAt, listed.Owner, ShareAccesses.Of(listed.Share));
    }
}
