using Hops.Core.Identity;
using Hops.FileSystem.Namespace;
using Hops.FileSystem.Paths;

namespace Hops.FileSystem.Files;

/// <summary>Writes a whole file from memory.</summary>
internal static class WriteFile
{
    internal static async ValueTask<FileStatus> RunAsync(
        Volume volume, Principal who, FilePath path, ReadOnlyMemory<byte> content, CreateOptions options, CancellationToken cancellationToken)
    {
        if (content.Length <= volume.Options.SmallFileMaxBytes)
            return await CreateFile.WholeAsync(volume, who, path, content, options, cancellationToken);
        await using var writer = await CreateFile.OpenAsync(volume, who, path, options, noteReplaced: null, cancellationToken);
        await writer.WriteAsync(content, cancellationToken);
        await writer.CloseAsync(cancellationToken);
        return await Stat.RunAsync(volume, who, path, cancellationToken);
    }
}
