using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Hops.Client.Registry;
using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Core.Identity;

namespace Hops.Cli.Commands.Topics;

/// <summary>The way from a profile to broker and registry: the server says where they are, and they take its token as a secret.</summary>
internal sealed class TopicAccess
{
    private readonly BrokerAddress _broker;
    private readonly Uri _registry;
    private readonly BrokerCredential _credential;

    private TopicAccess(BrokerAddress broker, Uri registry, BrokerCredential credential) =>
        (_broker, _registry, _credential) = (broker, registry, credential);

    /// <summary>Asks the server where things are and who the caller is in the project.</summary>
    /// <param name="context">The command.</param>
    /// <param name="topic">The topic: the server says which was meant if there is none of the name.</param>
    /// <param name="cancellationToken">Cancels the questions.</param>
    /// <exception cref="PlatformException">
    /// <c>Unauthenticated</c>; <c>NotFound</c>: no such project or topic, or not the caller's; <c>Unsupported</c>: the topics are in a Kafka cluster.
    /// </exception>
    public static async Task<TopicAccess> FindAsync(CommandContext context, string topic, CancellationToken cancellationToken)
    {
        var project = context.ProjectName;
        var server = await context.GetAsync("server", cancellationToken);
        var me = await context.GetAsync("me", cancellationToken);
        await context.GetAsync(context.InProject("topics", topic), cancellationToken);
        if (server.TryGetProperty("kafkaCluster", out var cluster) && cluster.ValueKind == JsonValueKind.Object)
        {
            throw new PlatformException(
                ErrorCode.Unsupported,
                $"Records are read and written by this command for topics of the embedded broker only; this one is '{Text(cluster, "namePrefix")}{project}.{topic}' in the Kafka cluster at {Text(server, "kafka")}: use a Kafka client there.");
        }

        var name = Names.ProjectUser(project, Text(me, "user"));
        return new TopicAccess(
            BrokerAddress.Parse(Text(server, "kafka")) with { Tls = server.GetProperty("kafkaTls").GetBoolean() ? new BrokerTls() : null },
            new Uri(Text(server, "registry")),
            new BrokerCredential(name, context.Profile.Token ?? throw new PlatformException(ErrorCode.Unauthenticated, "Sign in first: hops login.")));
    }

    /// <summary>Connects to the broker as the project-user.</summary>
    public Task<BrokerConnection> ConnectAsync(CancellationToken cancellationToken) =>
        BrokerConnection.OpenAsync(_broker, _credential, cancellationToken);

    /// <summary>The registry as the project-user.</summary>
    public RegistryClient Registry() => new(
        _registry,
        new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_credential.Name}:{_credential.Secret}"))));

    private static string Text(JsonElement answer, string property) => answer.GetProperty(property).GetString()!;
}
