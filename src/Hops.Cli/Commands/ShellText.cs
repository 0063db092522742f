namespace Hops.Cli.Commands;

/// <summary>Text for a command line that a person copies into a POSIX shell.</summary>
internal static class ShellText
{
    /// <summary>One word: as it is if a shell leaves it so, else in single quotes.</summary>
    public static string Word(string text) => text.Length > 0 && text.All(IsPlain) ? text : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>An option with its value, which may begin like an option itself.</summary>
    public static string Option(string name, string value) => value.StartsWith('-') ? $"{name}={Word(value)}" : $"{name} {Word(value)}";

    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.' or '/' or ',' or ':' or '=' or '@' or '%' or '+';
}
