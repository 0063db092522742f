using System.Net.Http.Headers;
using Hops.Client.Files;
using Hops.Client.Registry;
using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Streaming.Sources;

namespace Hops.Streaming.Runner;

/// <summary>What a runner works with: its assignment and the clients that reach the server as its project-user.</summary>
public sealed class RunnerContext : IDisposable
{
    /// <param name="assignment">What to do.</param>
    /// <param name="stagingDirectory">The only directory that may be written to.</param>
    /// <param name="reports">Where to report.</param>
    public RunnerContext(RunnerAssignment assignment, string stagingDirectory, ReportWriter reports)
    {
        Assignment = assignment;
        StagingDirectory = stagingDirectory;
        Reports = reports;
        var bearer = new AuthenticationHeaderValue("Bearer", assignment.Token);
        Files = new WebHdfsClient(new WebHdfsClientOptions { Address = assignment.Files, Authorization = () => bearer });
        Registry = new RegistryClient(assignment.Registry, bearer);
    }

    /// <summary>What to do.</summary>
    public RunnerAssignment Assignment { get; }

    /// <summary>The only directory that may be written to.</summary>
    public string StagingDirectory { get; }

    /// <summary>Where to report.</summary>
    public ReportWriter Reports { get; }

    /// <summary>Files of the platform.</summary>
    public WebHdfsClient Files { get; }

    /// <summary>Schemas of the project.</summary>
    public RegistryClient Registry { get; }

    /// <summary>Opens a connection to the embedded broker, or to one of the cluster that is used in its place.</summary>
    /// <exception cref="PlatformException"><c>Unavailable</c>; <c>Unauthenticated</c>.</exception>
    public async Task<BrokerConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (Assignment.Broker is { } broker)
            return await BrokerConnection.OpenAsync(BrokerAddress.Parse(broker), new BrokerCredential(Assignment.Principal, Assignment.Token), cancellationToken);
        var cluster = Assignment.Cluster
            ?? throw new PlatformException(ErrorCode.Unavailable, "The Kafka cluster in which the topics are did not answer when the statement began: try again later.");
        var credential = new BrokerCredential(cluster.UserName, cluster.Secret) { Mechanism = BrokerMechanism.Find(cluster.Mechanism)! };
        var tls = cluster.IsEncrypted ? new BrokerTls { AuthorityPem = cluster.AuthorityPem } : null;
        return await BrokerConnection.OpenAnyAsync([.. cluster.Servers.Select(server => BrokerAddress.Parse(server) with { Tls = tls })], credential, cancellationToken);
    }

    /// <summary>Opens a topic.</summary>
    /// <param name="connection">A connection to a broker; remains the caller's.</param>
    /// <param name="topic">Its name in the project.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="PlatformException"><c>NotFound</c>.</exception>
    public Task<TopicSource> OpenSourceAsync(BrokerConnection connection, string topic, CancellationToken cancellationToken) =>
        TopicSource.OpenAsync(new TopicReader(connection, topic, Assignment.Cluster?.NameOf(Assignment.Project, topic)), cancellationToken);

    /// <summary>Opens a topic to write to it.</summary>
    /// <param name="topic">Its name in the project.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="PlatformException"><c>NotFound</c>; <c>AccessDenied</c>; <c>Unavailable</c>.</exception>
    public Task<TopicWriter> OpenWriterAsync(string topic, CancellationToken cancellationToken) =>
        TopicWriter.OpenAsync(ConnectAsync, topic, new TopicWriterOptions(), cancellationToken, Assignment.Cluster?.NameOf(Assignment.Project, topic));

    /// <summary>
    /// Absolute path of a dataset or a path in the project: <c>/Projects/project/path</c>; of <c>owner::path</c>, which the project borrows,
    /// <c>/Projects/owner/path</c>.
    /// </summary>
    public string PathOf(string path) => path.StartsWith('/') ? path : Names.PathIn(Assignment.Project, path);

    /// <inheritdoc/>
    public void Dispose()
    {
        Files.Dispose();
        Registry.Dispose();
    }
}
