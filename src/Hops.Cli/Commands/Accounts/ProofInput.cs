using System.CommandLine;

namespace Hops.Cli.Commands.Accounts;

/// <summary>Where commands that change an account take the password and the code from.</summary>
internal static class ProofInput
{
    public static readonly Option<bool> FromInput = new("--password-stdin")
    {
        Description = "Read the password from the first line of standard input, and the code from the second",
    };

    public static SecretInput Of(ParseResult arguments) => new(arguments.GetValue(FromInput));
}
