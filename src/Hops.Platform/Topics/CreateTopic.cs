using System.Collections.Immutable;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Topics;
using Hops.Metadata.Transactions;
using Hops.Platform.Schemas;
using Hops.Schemas.Registry;

namespace Hops.Platform.Topics;

/// <summary>Makes a topic of a project and, if given, registers the schema of its values, in one transaction.</summary>
public static class CreateTopic
{
    /// <summary>Makes it.</summary>
    /// <exception cref="PlatformException">
    /// <c>NotFound</c>: the project; <c>AccessDenied</c>; <c>AlreadyExists</c>; <c>LimitExceeded</c>; <c>InvalidPath</c>: the name;
    /// <c>InvalidArgument</c>; <c>InvalidSchema</c>; <c>IncompatibleSchema</c>; <c>Unavailable</c>: a Kafka cluster that does not answer.
    /// </exception>
    public static async Task<Topic> RunAsync(
        HopsPlatform platform, Principal actor, string projectName, TopicRequest request, CancellationToken cancellationToken)
    {
        var found = platform.FindProject(actor, projectName);
        var project = found.Row;
        platform.Demand(actor, Operation.Create, new Resource(ResourceKind.Topic, project.Id, request.Name));
        if (found.Borrowed.Find(ResourceKind.Topic, request.Name) is not null)
            throw new PlatformException(ErrorCode.AlreadyExists, $"The project borrows a topic '{request.Name}': choose another name.");
        var wish = new NewTopic(
            project.Id, request.Name, request.PartitionCount, request.Config ?? ImmutableSortedDictionary<string, string>.Empty);
        if (platform.Cluster is { } cluster)
        {
            platform.Topics.Check(wish);
            if (platform.Topics.Snapshot.Find(project.Id, wish.Name) is null)
                await cluster.CheckTopic(projectName, wish, cancellationToken);
        }

        var who = ProjectSchemas.Inside(platform, actor, project.Id);
        if (request.ValueSchema is not null)
            platform.Demand(actor, Operation.Write, new Resource(ResourceKind.Schema, project.Id, request.Name));
        var schemaId = request.ValueSchema is null ? 0 : await platform.Schemas.NextIdAsync(cancellationToken);
        var made = await platform.Store.WriteAsync(
            async transaction =>
            {
                var topic = await platform.Topics.CreateInAsync(transaction, who, wish);
                if (request.ValueSchema is { } schema)
                    await RegisterAsync(platform.Schemas, transaction, who, ProjectSchemas.ValueSubjectOf(request.Name), schema, schemaId);
                return topic;
            },
            cancellationToken);
        await platform.ProvisionedAsync();
        return made;
    }

    /// <summary>A topic that is deleted leaves its schemas, by which its records may still be read elsewhere; a new one of its name meets them.</summary>
    private static async Task RegisterAsync(
        SchemaRegistry registry, WriteTransaction transaction, Principal who, string subject, SchemaSubmission schema, int schemaId)
    {
        try
        {
            await registry.RegisterInAsync(transaction, who, subject, schema, schemaId);
        }
        catch (PlatformException refusal) when (refusal.Code == ErrorCode.IncompatibleSchema)
        {
            throw MisfitWords.Of(
                refusal,
                subject,
                "The schemas of an earlier topic of this name are there, and the new one does not fit them. If they are not needed any more: "
                + $"'hops schema delete {subject}', and make the topic again. ");
        }
    }
}

/// <summary>A topic to be made.</summary>
/// <param name="Name">Its name in the project.</param>
/// <param name="PartitionCount">Partitions; null for the broker's default.</param>
/// <param name="Config">Settings that differ from their default.</param>
/// <param name="ValueSchema">Schema of its values, registered as subject <c>name-value</c>; null for none.</param>
public sealed record TopicRequest(
    string Name, int? PartitionCount = null, ImmutableSortedDictionary<string, string>? Config = null, SchemaSubmission? ValueSchema = null);
