using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem;
using Hops.Metadata.Transactions;
using Hops.Platform.Datasets;
using Hops.Platform.Users;

namespace Hops.Platform.Projects;

/// <summary>
/// The directories of projects and datasets: which mode, owner and group stands for which right (reference 01 section 3.3). The platform
/// owns the directory of a project, so only it makes, renames or removes datasets; members pass by group, all others not at all.
/// </summary>
public static class ProjectFiles
{
    /// <summary>The directory of all projects.</summary>
    public const string Root = Names.ProjectsDirectory;

    private const int RootMode = 0x1C9; // 0711: everybody passes, nobody lists
    private const int ProjectMode = 0x168; // 0550
    private const int ReadOnlyMode = 0x1E8; // 0750
    private const int EditableMode = 0x3F8; // 01770
    private const long Unlimited = -1;

    /// <summary>Directory of a project.</summary>
    public static string PathOf(string project) => Names.ProjectDirectory(project);

    /// <summary>
    /// The watch of the file system: the directories of projects and datasets are removed and renamed by the platform alone, together with
    /// their rows, even if a superuser asks.
    /// </summary>
    /// <exception cref="PlatformException"><c>Conflict</c>.</exception>
    public static ValueTask RefuseOthers(WriteTransaction transaction, WatchedChange change) =>
        string.Equals(change.Actor, FirstRun.Itself.Name, StringComparison.Ordinal)
            ? ValueTask.CompletedTask
            : throw new PlatformException(ErrorCode.Conflict, $"{change.Path} is a project or dataset: delete it as that, not as a directory.");

    internal static async Task EnsureRootAsync(FileSystem.FileSystem files, CancellationToken cancellationToken)
    {
        await files.MkdirsAsync(FirstRun.Itself, Root, RootMode, createParents: true, cancellationToken);
        await files.SetPermissionAsync(FirstRun.Itself, Root, RootMode, cancellationToken);
    }

    /// <summary>Ids for a directory that must not exist yet.</summary>
    /// <exception cref="PlatformException"><c>AlreadyExists</c>.</exception>
    internal static async Task<InodeIds> ReserveAsync(FileSystem.FileSystem files, string path, CancellationToken cancellationToken)
    {
        if (await files.FindAsync(FirstRun.Itself, path, cancellationToken) is not null)
            throw new PlatformException(ErrorCode.AlreadyExists, $"{path} exists already: choose another name.");
        return await files.ReserveIdsAsync(path, cancellationToken);
    }

    internal static async Task MakeProjectAsync(FileSystem.FileSystem files, WriteTransaction transaction, InodeIds ids, Project project)
    {
        var path = PathOf(project.Name);
        await files.MkdirsInAsync(transaction, ids, FirstRun.Itself, path, ProjectMode);
        await files.SetOwnerInAsync(transaction, FirstRun.Itself, path, FirstRun.Itself.Name, project.Name);
        await SetQuotaAsync(files, transaction, project);
        await files.WatchInAsync(transaction, FirstRun.Itself, path);
    }

    internal static async Task MakeDatasetAsync(
        FileSystem.FileSystem files, WriteTransaction transaction, InodeIds ids, Principal actor, (string Project, Dataset Dataset) made)
    {
        var path = Dataset.PathOf(made.Project, made.Dataset.Name);
        await files.MkdirsInAsync(transaction, ids, FirstRun.Itself, path, ModeOf(made.Dataset.Access));
        await files.SetOwnerInAsync(
            transaction, FirstRun.Itself, path, Names.ProjectUser(made.Project, actor.UserName), Dataset.GroupOf(made.Project, made.Dataset.Name));
        await files.WatchInAsync(transaction, FirstRun.Itself, path);
    }

    internal static ValueTask SetQuotaAsync(FileSystem.FileSystem files, WriteTransaction transaction, Project project) =>
        files.SetQuotaInAsync(transaction, FirstRun.Itself, PathOf(project.Name), Unlimited, project.QuotaBytes);

    internal static ValueTask SetAccessAsync(
        FileSystem.FileSystem files, WriteTransaction transaction, string project, string dataset, DatasetAccess access) =>
        files.SetPermissionInAsync(transaction, FirstRun.Itself, Dataset.PathOf(project, dataset), ModeOf(access));

    internal static async Task RemoveAsync(FileSystem.FileSystem files, WriteTransaction transaction, string path) =>
        await files.DeleteInAsync(transaction, FirstRun.Itself, path, recursive: true);

    private static int ModeOf(DatasetAccess access) => access switch
    {
        DatasetAccess.ReadOnly => ReadOnlyMode,
        DatasetAccess.Editable => EditableMode,
    };
}
