using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem;
using Hops.Metadata.Ownership;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Access;
using Hops.Platform.Queries;
using Hops.Platform.Users;
using Hops.Platform.Warnings;

namespace Hops.Platform.Projects;

/// <summary>What a project uses, of everything that belongs to projects.</summary>
public static class GetUsage
{
    /// <summary>Each kind once: those of the platform itself, then those of each module.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>.</exception>
    public static async Task<IReadOnlyList<ResourceUse>> RunAsync(
        HopsPlatform platform, Principal actor, string name, CancellationToken cancellationToken)
    {
        var project = platform.FindProject(actor, name);
        var files = await OfFilesAsync(platform, project.Row.Name, cancellationToken);
        return await platform.Store.ReadAsync(
            async read =>
            {
                var uses = await OfPlatformAsync(platform.Options, read, project, files);
                foreach (var resource in platform.Resources)
                    uses.AddRange(await resource.UseInAsync(read, project.Row.Id));
                return uses.ConvertAll(use => use with { Warning = UseWarning.TextOf(use) });
            },
            cancellationToken);
    }

    /// <summary>What a project stores, bytes first.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>.</exception>
    internal static async Task<IReadOnlyList<ResourceUse>> OfFilesAsync(HopsPlatform platform, string name, CancellationToken cancellationToken)
    {
        var files = await platform.Files.FindQuotaAsync(FirstRun.Itself, ProjectFiles.PathOf(name), cancellationToken)
            ?? throw new PlatformException(ErrorCode.Internal, "The directory of the project has no quota.");
        return
        [
            new("file_bytes", UseUnit.Bytes, files.BytesUsed, Limit(files.BytesLimit)),
            new("file_names", UseUnit.Count, files.NamesUsed, Limit(files.NamesLimit)),
        ];
    }

    private static async ValueTask<List<ResourceUse>> OfPlatformAsync(
        PlatformOptions options, ReadTransaction read, ProjectRoster project, IReadOnlyList<ResourceUse> files)
    {
        return
        [
            .. files,
            new("members", UseUnit.Count, project.Members.Count, options.MembersMax),
            new("datasets", UseUnit.Count, project.Datasets.Count, options.DatasetsMax),
            new("queries", UseUnit.Count, (await read.ScanAsync(StoredQuery.Table, Key.Of(project.Row.Id), null, options.QueriesMax + 1)).Count, options.QueriesMax),
        ];
    }

    /// <summary>HDFS writes no limit as a negative one.</summary>
    private static long? Limit(long limit) => limit < 0 ? null : limit;
}
