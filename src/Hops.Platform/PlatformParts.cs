using Hops.Kafka.Topics;
using Hops.Kafka.Traffic;
using Hops.Metadata;
using Hops.Platform.Identities;
using Hops.Platform.Mail;
using Hops.Schemas.Registry;

namespace Hops.Platform;

/// <summary>
/// What the platform rules over. All of them keep their rows in the one store, so that a project can be made and deleted in one transaction.
/// </summary>
/// <param name="Store">The metadata database, with <see cref="PlatformTables"/> and the tables of the other three.</param>
/// <param name="Files">HopsFS, opened with <see cref="Projects.ProjectFiles.RefuseOthers"/> as its watch.</param>
/// <param name="Topics">Kafka topics, loaded.</param>
/// <param name="Schemas">The schema registry.</param>
public sealed record PlatformParts(MetadataStore Store, FileSystem.FileSystem Files, TopicCatalog Topics, SchemaRegistry Schemas)
{
    /// <summary>What clients of projects may produce and fetch, loaded.</summary>
    public required TrafficQuotas Traffic { get; init; }

    /// <summary>Sends mails.</summary>
    public required Outbox Outbox { get; init; }

    /// <summary>Address of the web interface where the settings name none; asked for when a mail is written, for ports may be free ones.</summary>
    public required Func<Uri> WebAddress { get; init; }

    /// <summary>Who vouches for people besides their passwords.</summary>
    public Issuers Issuers { get; init; } = Issuers.None;
}
