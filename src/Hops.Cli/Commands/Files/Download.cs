using Hops.Core.Errors;

namespace Hops.Cli.Commands.Files;

/// <summary>What is downloaded into a file, or to standard output.</summary>
/// <param name="Route">Its route.</param>
/// <param name="LengthBytes">How long it is, if that is known before.</param>
internal sealed record Download(string Route, long? LengthBytes = null)
{
    /// <summary>Stands for standard output where a file can be named.</summary>
    public const string StandardOutput = "-";

    /// <summary>Writes beside the target and renames when all of it is there, so that a broken download never shows as the file.</summary>
    /// <param name="context">The server.</param>
    /// <param name="target">A file, or <see cref="StandardOutput"/>.</param>
    /// <param name="isForced">True to replace a file that is there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Bytes written to a file; null for standard output, where nothing is to be said of it.</returns>
    /// <exception cref="PlatformException"><c>AlreadyExists</c>, before anything is asked of the server.</exception>
    public async Task<long?> SaveAsync(CommandContext context, string target, bool isForced, CancellationToken cancellationToken)
    {
        if (target == StandardOutput)
        {
            await using var output = Console.OpenStandardOutput();
            await CopyAsync(context, output, cancellationToken);
            return null;
        }

        if (!isForced && File.Exists(target))
            throw new PlatformException(ErrorCode.AlreadyExists, $"{target} is there already: name another file, or say --force where the command knows it.");
        var partial = $"{target}.downloading-{Guid.NewGuid():N}";
        try
        {
            long copied;
            await using (var file = new FileStream(partial, FileMode.CreateNew, FileAccess.Write))
                copied = await CopyAsync(context, file, cancellationToken);
            File.Move(partial, target, isForced);
            return copied;
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private async Task<long> CopyAsync(CommandContext context, Stream to, CancellationToken cancellationToken)
    {
        await using var from = await context.Server.DownloadAsync(Route, cancellationToken);
        return await Transfer.CopyAsync(from, to, LengthBytes, cancellationToken);
    }
}
