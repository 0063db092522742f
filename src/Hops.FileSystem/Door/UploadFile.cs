using System.IO.Pipelines;
using System.Text;
using Hops.Core.Errors;
using Hops.FileSystem.Namespace;
using Hops.FileSystem.Paths;

namespace Hops.FileSystem.Door;

/// <summary>
/// Takes a whole file beside its final name and renames it when all of it is durable and its caller may still create it, so that a broken or
/// refused upload never shows as the file, and a file that it would replace stays.
/// </summary>
internal static class UploadFile
{
    private const string Ending = ".uploading-";
    private const int UniqueLength = 32;

    internal static async ValueTask<FileStatus> RunAsync(
        FileDoor door, FileSystem files, Pass pass, (FilePath Path, bool Overwrite, PipeReader Content) upload, CancellationToken cancellationToken)
    {
        var (path, actor) = (upload.Path, pass.Actor);
        await RequireFreeAsync(files.Volume, pass, path, upload.Overwrite, cancellationToken);
        var partial = path.Parent.Child(PartialName(path.Name));
        var options = new CreateOptions { CreateParents = false, Mode = FileDoor.FileModeDefault, Holder = actor.Name };
        try
        {
            long lengthBytes;
            await using (var writer = await door.CreateUntoldAsync(actor, partial, options, cancellationToken))
            {
                await writer.CopyFromAsync(upload.Content, cancellationToken);
                await writer.CloseAsync(cancellationToken);
                lengthBytes = writer.LengthBytes;
            }

            await door.NameUploadAsync(actor, (partial, path, upload.Overwrite), lengthBytes, cancellationToken);
        }
        catch
        {
            // Not through the door: it is the platform that clears away, whoever the caller has become.
            await Delete.RunAsync(files.Volume, actor, partial, recursive: false, note: null, CancellationToken.None);
            throw;
        }

        return await Stat.RunAsync(files.Volume, actor, path, cancellationToken);
    }

    /// <summary>Says what is wrong with the path before the content is read; the rename at the end decides.</summary>
    internal static async ValueTask RequireFreeAsync(Volume volume, Pass pass, FilePath path, bool overwrite, CancellationToken cancellationToken)
    {
        var present = await Stat.FindAsync(volume, pass.Actor, path, cancellationToken);
        if (present is { IsDirectory: true })
            throw new PlatformException(ErrorCode.IsADirectory, $"{path} is a directory: say the name that the file is to have in it.");
        if (present is not null && !overwrite)
            throw new PlatformException(ErrorCode.AlreadyExists, $"{path} already exists");
    }

    /// <summary>Says what it will be, unless the name is so long that the two together were none.</summary>
    private static string PartialName(string name)
    {
        var fits = Encoding.UTF8.GetByteCount(name) + Ending.Length + UniqueLength <= FilePath.NameLengthMaxBytes;
        return $"{(fits ? name : "")}{Ending}{Guid.NewGuid():N}";
    }
}
