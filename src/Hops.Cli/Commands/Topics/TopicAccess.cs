using System.CommandLine;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Hops.Cli.Commands.Credentials;
using Hops.Client.Registry;
using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Core.Identity;

namespace Hops.Cli.Commands.Topics;

/// <summary>
/// The way from a profile to broker and registry: the server says where they are, and they take its token as a secret. A Kafka cluster in place of the
/// embedded broker knows no tokens: it takes the secret of the project-user, from a file of client settings.
/// </summary>
internal sealed class TopicAccess
{
    private readonly IReadOnlyList<BrokerAddress> _brokers;
    private readonly BrokerCredential _credential;
    private readonly string? _secretFile;
    private readonly Uri _registry;
    private readonly BrokerCredential _ofServer;

    private TopicAccess(JsonElement server, BrokerCredential ofServer, KafkaClientFile? file)
    {
        (_registry, _ofServer, _secretFile) = (new Uri(Text(server, "registry")), ofServer, file?.Path);
        (_brokers, _credential) = file is not null
            ? (file.Brokers, file.Credential)
            : ([BrokerAddress.Parse(Text(server, "kafka")) with { Tls = server.GetProperty("kafkaTls").GetBoolean() ? new BrokerTls() : null }], ofServer);
    }

    /// <summary>What brokers call the topic.</summary>
    public required string NameOnWire { get; init; }

    /// <summary>Asks the server where things are and who the caller is in the project.</summary>
    /// <param name="context">The command.</param>
    /// <param name="arguments">Its arguments, with <see cref="KafkaClientFile.Option"/>.</param>
    /// <param name="topic">The topic: the server says which was meant if there is none of the name.</param>
    /// <param name="cancellationToken">Cancels the questions.</param>
    /// <exception cref="PlatformException">
    /// <c>Unauthenticated</c>; <c>NotFound</c>: no such project or topic, or not the caller's; <c>InvalidArgument</c>: a Kafka cluster, and no secret for it.
    /// </exception>
    public static async Task<TopicAccess> FindAsync(CommandContext context, ParseResult arguments, string topic, CancellationToken cancellationToken)
    {
        var project = context.ProjectName;
        var server = await context.GetAsync("server", cancellationToken);
        var me = await context.GetAsync("me", cancellationToken);
        var found = await context.GetAsync(context.InProject("topics", topic), cancellationToken);
        var file = await KafkaClientFile.FindAsync(context, arguments, cancellationToken);
        var cluster = KafkaProperties.Cluster(server);
        if (cluster is not null && file is null)
        {
            throw new PlatformException(
                ErrorCode.InvalidArgument,
                $"The Kafka cluster at {Text(server, "kafka")} takes no token of this server, but the secret of your project-user: make one, 'hops credential rotate --kafka-properties librdkafka > FILE', and name the file by --kafka-properties or HOPS_KAFKA_PROPERTIES.");
        }

        var token = context.Profile.Token ?? throw new PlatformException(ErrorCode.Unauthenticated, "Sign in first: hops login.");
        return new TopicAccess(server, new BrokerCredential(Names.ProjectUser(project, Text(me, "user")), token), file)
        {
            NameOnWire = cluster is { } one ? Text(one, "namePrefix") + (Text(found, "owner") == project ? Names.BorrowedTopic(project, topic) : topic) : topic,
        };
    }

    /// <summary>Connects to a broker as the project-user.</summary>
    /// <exception cref="PlatformException"><c>AccessDenied</c>: the secret of the file is not, or no longer, taken; as <see cref="BrokerConnection.OpenAnyAsync"/>.</exception>
    public async Task<BrokerConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await BrokerConnection.OpenAnyAsync(_brokers, _credential, cancellationToken);
        }
        catch (PlatformException refusal) when (refusal.Code == ErrorCode.Unauthenticated && _secretFile is not null)
        {
            throw new PlatformException(
                ErrorCode.AccessDenied, $"{refusal.Message} The secret is that of {_secretFile}: if a newer one was made, or you have left the project, make the file again.", refusal);
        }
    }

    /// <summary>The registry as the project-user.</summary>
    public RegistryClient Registry() => new(
        _registry,
        new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_ofServer.Name}:{_ofServer.Secret}"))));

    private static string Text(JsonElement answer, string property) => answer.GetProperty(property).GetString()!;
}
