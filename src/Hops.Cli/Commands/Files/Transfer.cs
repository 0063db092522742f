using System.Diagnostics;
using System.Globalization;

namespace Hops.Cli.Commands.Files;

/// <summary>Copies a stream and, if somebody looks, says on standard error how far it is.</summary>
internal static class Transfer
{
    private const int BufferLengthBytes = 256 * 1024;
    private const double BytesPerMiB = 1024 * 1024;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Copies all of it.</summary>
    /// <param name="from">Where from.</param>
    /// <param name="to">Where to.</param>
    /// <param name="lengthBytes">Length, or null if it is not known.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <returns>Bytes copied.</returns>
    public static async Task<long> CopyAsync(Stream from, Stream to, long? lengthBytes, CancellationToken cancellationToken)
    {
        var isWatched = !Console.IsErrorRedirected;
        var buffer = new byte[BufferLengthBytes];
        var copied = 0L;
        var told = Stopwatch.GetTimestamp();
        int read;
        while ((read = await from.ReadAsync(buffer, cancellationToken)) > 0)
        {
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            copied += read;
            if (!isWatched || Stopwatch.GetElapsedTime(told) < Interval)
                continue;
            told = Stopwatch.GetTimestamp();
            Tell(copied, lengthBytes);
        }

        if (isWatched && copied > 0)
        {
            Tell(copied, lengthBytes);
            Console.Error.WriteLine();
        }

        return copied;
    }

    /// <summary>Says how far it is, if somebody looks.</summary>
    public static void Tell(long copied, long? lengthBytes)
    {
        if (Console.IsErrorRedirected)
            return;
        var whole = lengthBytes is { } length ? string.Create(CultureInfo.InvariantCulture, $" of {length / BytesPerMiB:f1}") : "";
        Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{copied / BytesPerMiB:f1}{whole} MiB "));
    }
}
