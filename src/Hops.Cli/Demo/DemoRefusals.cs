using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Core.Identity;

namespace Hops.Cli.Demo;

/// <summary>Tries what must be refused, over all three protocols, beside what must not be.</summary>
/// <param name="console">Where the outcome is told.</param>
/// <param name="project">The project with the data.</param>
/// <param name="dataset">A dataset of it.</param>
/// <param name="topic">A topic of it.</param>
internal sealed class DemoRefusals(DemoConsole console, string project, string dataset, string topic)
{
    private static readonly string[] Protocols = ["REST", "WebHDFS", "Kafka"];

    /// <summary>How many things are tried over them: a file, over REST and WebHDFS, and a topic.</summary>
    public const int ThingCount = 2;

    /// <summary>The data owner takes data out: allowed everywhere, or the refusals below would prove nothing.</summary>
    public async Task AllowedAsync(DemoUser owner, CancellationToken cancellationToken)
    {
        var file = await FirstFileAsync(owner, cancellationToken);
        await using var download = await owner.Rest.DownloadAsync(ContentRoute(file), cancellationToken);
        var overRest = await download.ReadAsync(new byte[4], cancellationToken);
        using var files = owner.Files();
        await using var stream = await files.OpenAsync($"{Names.ProjectDirectory(project)}/{dataset}/{file}", cancellationToken: cancellationToken);
        var overWebHdfs = await stream.ReadAsync(new byte[4], cancellationToken);
        var fetched = await FetchAsync(owner, cancellationToken);
        console.Prove(
            overRest > 0 && overWebHdfs > 0 && fetched > 0, $"{owner.Name}, data owner, may export over REST, WebHDFS and Kafka");
    }

    /// <summary>A data scientist of the project tries to take data out.</summary>
    public async Task ExportAsync(DemoUser scientist, DemoUser owner, CancellationToken cancellationToken)
    {
        var file = await FirstFileAsync(owner, cancellationToken);
        using var files = scientist.Files();
        await RefusedAsync(
            [ErrorCode.ExportDenied],
            $"{scientist.Name}, data scientist, may not take data out",
            () => scientist.Rest.DownloadAsync(ContentRoute(file), cancellationToken),
            () => files.OpenAsync($"{Names.ProjectDirectory(project)}/{dataset}/{file}", cancellationToken: cancellationToken),
            () => FetchAsync(scientist, cancellationToken));
    }

    /// <summary>A member of another project, and somebody without a valid credential, try to read.</summary>
    public async Task ForeignAsync(DemoUser stranger, DemoUser nobody, DemoUser owner, CancellationToken cancellationToken)
    {
        var file = await FirstFileAsync(owner, cancellationToken);
        using var files = stranger.Files();
        await RefusedAsync(
            [ErrorCode.NotFound, ErrorCode.AccessDenied],
            $"{stranger.Name}, owner of another project, reads nothing of {project}",
            () => stranger.Rest.DownloadAsync(ContentRoute(file), cancellationToken),
            () => files.OpenAsync($"{Names.ProjectDirectory(project)}/{dataset}/{file}", cancellationToken: cancellationToken),
            () => FetchAsync(stranger, cancellationToken));
        using var filesOfNobody = nobody.Files();
        await RefusedAsync(
            [ErrorCode.Unauthenticated, ErrorCode.AccessDenied],
            "a caller with a wrong secret reads nothing",
            () => nobody.Rest.DownloadAsync(ContentRoute(file), cancellationToken),
            () => filesOfNobody.OpenAsync($"{Names.ProjectDirectory(project)}/{dataset}/{file}", cancellationToken: cancellationToken),
            () => FetchAsync(nobody, cancellationToken));
    }

    private async Task RefusedAsync(ErrorCode[] expected, string claim, params Func<Task>[] tries)
    {
        var outcomes = new List<string>();
        var refused = true;
        foreach (var (attempt, protocol) in tries.Zip(Protocols))
        {
            try
            {
                await attempt();
                outcomes.Add($"{protocol}: allowed");
                refused = false;
            }
            catch (PlatformException refusal)
            {
                outcomes.Add($"{protocol}: {ErrorTable.Row(refusal.Code).Slug}");
                refused &= expected.Contains(refusal.Code);
            }
        }

        console.Prove(refused, $"{claim} ({string.Join(", ", outcomes)})");
    }

    private string ContentRoute(string file) => $"projects/{project}/files/content?path={Uri.EscapeDataString($"{dataset}/{file}")}";

    private async Task<string> FirstFileAsync(DemoUser owner, CancellationToken cancellationToken)
    {
        using var files = owner.Files();
        await foreach (var file in files.ListAsync($"{Names.ProjectDirectory(project)}/{dataset}", cancellationToken))
        {
            if (!file.IsDirectory)
                return file.Name;
        }

        throw new PlatformException(ErrorCode.NotFound, $"{dataset} has no file.");
    }

    private async Task<int> FetchAsync(DemoUser user, CancellationToken cancellationToken)
    {
        await using var connection = await user.ConnectAsync(cancellationToken);
        var reader = new TopicReader(connection, topic);
        var positions = new Dictionary<int, long> { [0] = 0 };
        using var fetched = await reader.FetchAsync(positions, 1024, TimeSpan.FromSeconds(5), cancellationToken);
        return fetched.Partitions.Count;
    }
}
