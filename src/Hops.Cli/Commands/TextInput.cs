using System.Text;
using Hops.Core.Errors;

namespace Hops.Cli.Commands;

/// <summary>Text that a command takes from a file, or from standard input by the name <c>-</c>.</summary>
internal static class TextInput
{
    private const int LengthMax = 1 << 20;

    /// <summary>Reads it whole.</summary>
    /// <exception cref="PlatformException"><c>TooLarge</c>: more than 1 MiB, which no route takes; <c>InvalidArgument</c>: it is not UTF-8.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
        using var reader = new StreamReader(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        var buffer = new char[LengthMax + 1];
        try
        {
            var length = await reader.ReadBlockAsync(buffer, cancellationToken);
            return length <= LengthMax
                ? new string(buffer, 0, length)
                : throw new PlatformException(ErrorCode.TooLarge, "The text is longer than 1 MiB.");
        }
        catch (DecoderFallbackException invalid)
        {
            throw new PlatformException(ErrorCode.InvalidArgument, "The text is not UTF-8; convert it first, for instance with iconv -f latin1 -t utf-8.", invalid);
        }
    }
}
