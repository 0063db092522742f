using System.CommandLine;
using Hops.Core.Errors;

namespace Hops.Cli.Commands;

/// <summary>What stands between a command and what it destroys: <c>--yes</c>, or at a terminal the name once more.</summary>
internal static class Confirmation
{
    /// <summary>Option of every command that destroys something.</summary>
    public static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Do not ask; needed where nobody can be asked" };

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
