using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;
using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem;
using Hops.FileSystem.Door;
using Hops.FileSystem.Paths;
using Hops.Platform;
using Microsoft.AspNetCore.Http;

namespace Hops.Api.Files;

/// <summary>
/// Downloads a folder as a ZIP archive, made while it is sent: each file is opened, asked for and kept in the audit trail as its own download
/// is. What the pages do not show as files, the trash and parts of uploads, is left out.
/// </summary>
internal static class GetArchive
{
    /// <summary>Most names of an archive: each is kept until the end, and is an entry of the trail.</summary>
    private const int NamesMax = 10_000;
    private const int Page = 1_000;

    internal static async Task RunAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] FilesPath where, HttpResponse response, CancellationToken cancellationToken)
    {
        var folder = ProjectPath.Of(where.Project, where.Path);
        var door = platform.Door;
        door.Demand(call.Actor, Operation.Read, folder);
        if (!(await door.StatAsync(call.Actor, folder, cancellationToken)).IsDirectory)
            throw new PlatformException(ErrorCode.NotADirectory, $"{folder.Name} is a file: download its content.");
        var names = await ListAsync(door, call.Actor, folder, cancellationToken);

        response.ContentType = "application/zip";
        response.Headers.ContentDisposition = "attachment";
        response.Headers.ContentSecurityPolicy = "sandbox";
        await SendAsync(door, call.Actor, (folder, names), response.BodyWriter, cancellationToken);
    }

    /// <summary>All that is below a folder, before anything is sent: a refusal can still be told then.</summary>
    private static async Task<List<(FilePath Path, FileStatus Status)>> ListAsync(
        FileDoor door, Principal who, FilePath folder, CancellationToken cancellationToken)
    {
        var names = new List<(FilePath Path, FileStatus Status)>();
        var folders = new Stack<FilePath>([folder]);
        while (folders.TryPop(out var next))
        {
            for (string? after = ""; after is not null;)
            {
                var page = await door.ListAsync(who, next, after, Page, cancellationToken);
                foreach (var entry in page.Entries.Where(entry => FileDoor.IsShown(entry.Name)))
                {
                    var path = next.Child(entry.Name);
                    names.Add((path, entry));
                    if (entry.IsDirectory)
                        folders.Push(path);
                }

                if (names.Count > NamesMax)
                    throw new PlatformException(ErrorCode.LimitExceeded, $"{folder.Name} has more than {NamesMax} files and folders: download its parts, or use WebHDFS.");
                after = page.ContinueAfter;
            }
        }

        return names;
    }

    private static async Task SendAsync(
        FileDoor door, Principal who, (FilePath Folder, List<(FilePath Path, FileStatus Status)> Names) what, PipeWriter output, CancellationToken cancellationToken)
    {
        // Not disposed of after a failure: that would write the directory, and a part would look like the whole.
        var archive = await ZipArchive.CreateAsync(output.AsStream(leaveOpen: true), ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, cancellationToken);
        var above = what.Folder.Parent.Text.Length + 1;
        foreach (var (path, status) in what.Names)
        {
            // A backslash in a name would be a folder to some programs.
            var entry = archive.CreateEntry(path.Text[above..].Replace('\\', '_') + (status.IsDirectory ? "/" : ""), CompressionLevel.Fastest);
            entry.LastWriteTime = status.ModificationTime;
            if (status.IsDirectory)
                continue;
            using var file = await door.OpenAsync(who, path, cancellationToken);
            await using var content = await entry.OpenAsync(cancellationToken);
            var writer = PipeWriter.Create(content, new StreamPipeWriterOptions(leaveOpen: true));
            await file.CopyToAsync(writer, 0, file.LengthBytes, cancellationToken);
            await writer.CompleteAsync();
        }

        await archive.DisposeAsync();
    }
}
