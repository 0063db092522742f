using Hops.Cli.Output;
using Hops.Core.Errors;

namespace Hops.Cli.Commands.Files;

/// <summary>A file that a download becomes.</summary>
internal static class SavedFile
{
    /// <summary>Writes beside the target and renames when all of it is there, so that a broken download never shows as the file.</summary>
    /// <param name="target">Its path.</param>
    /// <param name="isForced">True to replace one that is there.</param>
    /// <param name="write">Writes it, and returns how many bytes.</param>
    /// <exception cref="PlatformException"><c>AlreadyExists</c>.</exception>
    public static async Task SaveAsync(string target, bool isForced, Func<Stream, Task<long>> write)
    {
        if (!isForced && File.Exists(target))
            throw new PlatformException(ErrorCode.AlreadyExists, $"{target} is there already: say --force to replace it.");
        var partial = $"{target}.downloading-{Guid.NewGuid():N}";
        try
        {
            long copied;
            await using (var file = new FileStream(partial, FileMode.CreateNew, FileAccess.Write))
                copied = await write(file);
            File.Move(partial, target, isForced);
            Printer.Note(FormattableString.Invariant($"Wrote {copied} bytes to {target}."));
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
