using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hops.Core.Errors;
using Hops.Core.Settings;

namespace Hops.Cli.Commands.Projects;

/// <summary><c>hops project alter</c></summary>
internal static class ProjectAlter
{
    private const string Unlimited = "unlimited";
    private const string NoBudget = "none";
    private const long NoLimit = -1;

    private static readonly Argument<string?> Name = new("name")
    {
        Description = "The project; the one you work in if absent",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Description = new("--description") { Description = "What it is for", HelpName = "TEXT" };

    private static readonly Option<long?> StorageQuota = Count.Option("--storage-quota", "Bytes that its files may take (administrators)", long.MaxValue, "BYTES");

    private static readonly Option<string?> ComputeQuota = new("--compute-quota")
    {
        Description = "Credits that its queries and statements may cost, or unlimited (administrators)",
        HelpName = "CREDITS",
    };

    private static readonly Option<string?> ProduceRate = new("--produce-rate")
    {
        Description = "Bytes per second that its Kafka clients may produce, all together, such as 1MiB, or unlimited (administrators)",
        HelpName = "SIZE",
    };

    private static readonly Option<string?> FetchRate = new("--fetch-rate")
    {
        Description = "Bytes per second that its Kafka clients may fetch, all together, such as 1MiB, or unlimited (administrators)",
        HelpName = "SIZE",
    };

    private static readonly Option<string?> Budget = new("--budget")
    {
        Description = "Credits that its queries and statements may cost in a calendar month, or none (Data Owners)",
        HelpName = "CREDITS",
    };

    private static readonly Option<bool?> Listed = new("--listed") { Description = "Whether everybody finds it, with its owners, and may ask to join: true or false", HelpName = "BOOL" };

    public static Command Create() => UserCommand.Create(
        "alter", "Change the description of a project, who finds it, its budget, or its quotas",
        [Name, Description, Listed, Budget, StorageQuota, ComputeQuota, ProduceRate, FetchRate], RunAsync);

    private static async Task RunAsync(CommandContext context, ParseResult arguments, CancellationToken cancellationToken)
    {
        var change = new JsonObject();
        if (arguments.GetValue(Description) is { } description)
            change["description"] = description;
        if (arguments.GetValue(StorageQuota) is { } bytes)
            change["quotaBytes"] = bytes;
        if (arguments.GetValue(ComputeQuota) is { } credits)
            change["computeQuotaCredits"] = Amount(ComputeQuota, credits, "credits", (Unlimited, NoLimit));
        if (arguments.GetValue(Budget) is { } budget)
            change["budgetCredits"] = Amount(Budget, budget, "credits", (NoBudget, 0));
        if (arguments.GetValue(ProduceRate) is { } produced)
            change["produceBytesPerSecond"] = Rate(ProduceRate, produced);
        if (arguments.GetValue(FetchRate) is { } fetched)
            change["fetchBytesPerSecond"] = Rate(FetchRate, fetched);
        if (arguments.GetValue(Listed) is { } isListed)
            change["isListed"] = isListed;
        if (change.Count == 0)
            throw new PlatformException(ErrorCode.InvalidArgument, "What is to change? Say --description, --listed, --budget, --storage-quota, --compute-quota, --produce-rate or --fetch-rate.");
        var route = CommandContext.Route("projects", arguments.GetValue(Name) ?? context.ProjectName);
        context.Printer.Object(await context.ChangeAsync(HttpMethod.Patch, route, change, cancellationToken));
    }

    private static long Amount(Option option, string text, string unit, (string Word, long Meaning) special) => text == special.Word ? special.Meaning
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var amount) ? amount
        : throw new PlatformException(ErrorCode.InvalidArgument, $"{option.Name} is a number of {unit}, or {special.Word}, not '{text}'.");

    /// <summary>A rate is written as sizes are in settings.</summary>
    private static long Rate(Option option, string text) => text == Unlimited ? NoLimit
        : SettingText.Read(typeof(long), text) is long rate and >= 0 ? rate
        : throw new PlatformException(ErrorCode.InvalidArgument, $"{option.Name} is a number of bytes per second, a size such as 64KiB or 1MiB, or {Unlimited}, not '{text}'.");
}
