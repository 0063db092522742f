using System.CommandLine;
using System.Globalization;
using Hops.Core.Errors;

namespace Hops.Cli.Commands.Retention;

/// <summary>Options that all commands of <c>hops retention</c> share.</summary>
internal static class RetentionDays
{
    public static Option<string?> DatasetOption(string description) => new("--dataset") { Description = description, HelpName = "NAME" };

    /// <summary>Days as they are written.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>.</exception>
    public static long Parse(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
        ? days
        : throw new PlatformException(ErrorCode.InvalidArgument, $"'{text}' is not a number of days.");
}
