using System.CommandLine;
using Hops.Core.Errors;

namespace Hops.Cli.Commands;

/// <summary>What stands between a command and what it destroys: <c>--yes</c>, or at a terminal the name once more.</summary>
internal static class Confirmation
{
    /// <summary>Option of every command that destroys something.</summary>
    public static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Do not ask; needed where nobody can be asked" };

    /// <summary>Option of commands that delete what a query may use.</summary>
    public static readonly Option<bool> Force = new("--force") { Description = "Also if a query uses it, which fails or cannot be started without it" };

    /// <summary>Deletes something; if a query uses it, only when the caller means that too.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="name">What has to be typed.</param>
    /// <param name="delete">Deletes it; the argument is the query of the address.</param>
    /// <exception cref="PlatformException"><c>Conflict</c>: a query uses it, and it is not forced.</exception>
    public static async Task DeleteUsedAsync(ParseResult arguments, string name, Func<string, Task> delete)
    {
        if (arguments.GetValue(Force))
        {
            await delete("?force=true");
            return;
        }

        try
        {
            await delete("");
        }
        catch (PlatformException used) when (used.Code == ErrorCode.Conflict && used.Facts.ContainsKey("queries"))
        {
            if (Console.IsInputRedirected || Console.IsErrorRedirected)
                throw new PlatformException(ErrorCode.Conflict, used.Message + " Say --force if you mean it.", used);
            Console.Error.Write($"{used.Message} Type '{name}' to force it: ");
            if (Console.In.ReadLine()?.Trim() != name)
                throw new PlatformException(ErrorCode.InvalidArgument, "That is not the name: nothing was done.", used);
            await delete("?force=true");
        }
    }

    /// <summary>Returns if the caller means it.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="consequence">What will happen, as a sentence without its full stop.</param>
    /// <param name="name">What has to be typed.</param>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: it is not confirmed.</exception>
    public static void Require(ParseResult arguments, string consequence, string name)
    {
        if (arguments.GetValue(Yes))
            return;
        if (Console.IsInputRedirected || Console.IsErrorRedirected)
            throw new PlatformException(ErrorCode.InvalidArgument, $"{consequence}. Nobody can be asked here: say --yes.");
        Console.Error.Write($"{consequence}. Type '{name}' to go on: ");
        if (Console.In.ReadLine()?.Trim() != name)
            throw new PlatformException(ErrorCode.InvalidArgument, "That is not the name: nothing was done.");
    }
}
