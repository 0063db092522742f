using System.CommandLine;

namespace Hops.Cli.Commands.Accounts;

/// <summary>What commands share that take a mailed link back.</summary>
internal static class MailedLink
{
    public static readonly Option<bool> FromInput = new("--link-stdin")
    {
        Description = "Read the link from the first line of standard input, and what is asked for besides from the next ones",
    };

    /// <summary>Reads a link, or what stands behind its #.</summary>
    public static string Read(SecretInput secrets) => secrets.Read("link of the mail").Trim().Split('#')[^1];
}
