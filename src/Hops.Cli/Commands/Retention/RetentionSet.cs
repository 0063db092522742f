using System.CommandLine;
using Hops.Cli.Output;
using Hops.Core.Errors;

namespace Hops.Cli.Commands.Retention;

/// <summary><c>hops retention set</c></summary>
internal static class RetentionSet
{
    private const string Keep = "keep";
    private const string AsProject = "project";

    private static readonly Argument<string> Days = new("days")
    {
        Description = $"Files that were not changed for so many days go, for good; {Keep}: none go; {AsProject}: the dataset does as its project",
    };

    private static readonly Option<string?> Dataset = RetentionDays.DatasetOption("The dataset; the rule of the project if absent");

    public static Command Create() => UserCommand.Create("set", "Say for how long files are kept; look at 'hops retention preview' before", [Days, Dataset], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var (text, dataset) = (arguments.GetValue(Days)!, arguments.GetValue(Dataset));
        if (text == AsProject && dataset is null)
            throw new PlatformException(ErrorCode.InvalidArgument, $"A dataset does as its project: say which one with --dataset, or {Keep}.");
        long? days = text == AsProject || (text == Keep && dataset is null) ? null : text == Keep ? 0 : RetentionDays.Parse(text);
        var route = dataset is null ? context.InProject("retention") : context.InProject("datasets", dataset, "retention");
        await context.Server.CallAsync(HttpMethod.Put, route, new { days }, cancellationToken: cancellationToken);
        Printer.Note("Set. 'hops retention show' says from when on files go.");
    }
}
