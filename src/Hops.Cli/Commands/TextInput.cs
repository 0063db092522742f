using Hops.Core.Errors;

namespace Hops.Cli.Commands;

/// <summary>Text that a command takes from a file, or from standard input by the name <c>-</c>.</summary>
internal static class TextInput
{
    private const int LengthMax = 1 << 20;

    /// <summary>Reads it whole.</summary>
    /// <exception cref="PlatformException"><c>TooLarge</c>: more than 1 MiB, which no route takes.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        using var reader = file == "-" ? Console.In : new StreamReader(file);
        var buffer = new char[LengthMax + 1];
        var length = await reader.ReadBlockAsync(buffer, cancellationToken);
        return length <= LengthMax
            ? new string(buffer, 0, length)
            : throw new PlatformException(ErrorCode.TooLarge, "The text is longer than 1 MiB.");
    }
}
