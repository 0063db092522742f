using System.Text;
using Hops.Core.Errors;

namespace Hops.Cli.Commands;

/// <summary>Reads secrets: typed at a terminal without being shown, or one a line from standard input.</summary>
/// <param name="fromInput">True to take them from standard input.</param>
internal sealed class SecretInput(bool fromInput)
{
    private const int LengthMax = 1024;

    /// <summary>The next secret.</summary>
    /// <param name="label">What it is, for the person at the terminal.</param>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: there is none, or nobody to type it.</exception>
    public string Read(string label)
    {
        if (fromInput)
        {
            return Console.In.ReadLine() is { Length: > 0 and <= LengthMax } line
                ? line
                : throw new PlatformException(ErrorCode.InvalidArgument, $"Standard input has no line with the {label}.");
        }

        if (Console.IsInputRedirected)
            throw new PlatformException(ErrorCode.InvalidArgument, $"Nobody can type the {label} here: send it with --password-stdin.");
        return Type(label);
    }

    /// <summary>A new secret, typed twice at a terminal.</summary>
    public string ReadNew(string label)
    {
        var secret = Read(label);
        if (!fromInput && Read(label + " again") != secret)
            throw new PlatformException(ErrorCode.InvalidArgument, "The two are not the same.");
        return secret;
    }

    private static string Type(string label)
    {
        Console.Error.Write($"{label}: ");
        var typed = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter)
                break;
            if (key.Key == ConsoleKey.Backspace && typed.Length > 0)
                typed.Length--;
            else if (!char.IsControl(key.KeyChar) && typed.Length < LengthMax)
                typed.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
