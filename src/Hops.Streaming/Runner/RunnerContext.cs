using System.Net.Http.Headers;
using Hops.Client.Files;
using Hops.Client.Registry;
using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Core.Identity;

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

    /// <summary>Opens a connection to the broker.</summary>
    /// <exception cref="PlatformException"><c>Unsupported</c>: the topics are in a Kafka cluster, and no runner goes there.</exception>
    public Task<BrokerConnection> ConnectAsync(CancellationToken cancellationToken) => BrokerConnection.OpenAsync(
        BrokerAddress.Parse(Assignment.Broker ?? throw new PlatformException(
            ErrorCode.Unsupported, "SQL reads topics of the embedded broker only; those of this server are in a Kafka cluster: use a Kafka client there.")),
        new BrokerCredential(Assignment.Principal, Assignment.Token), cancellationToken);

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
