using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Hops.Cli.Commands.Queries;

/// <summary><c>hops query start</c>, <c>stop</c>, <c>kill</c>, <c>restart</c> and <c>finish</c></summary>
internal static class QueryStart
{
    private static readonly Argument<string> Name = new("name") { Description = "The query" };

    private static readonly Option<decimal?> AtPriceMost = new("--at-price-most")
    {
        Description = "Wait until compute costs at most this, such as 1.2 ('hops price' shows what it costs now)",
        HelpName = "PRICE",
        CustomParser = ParsePrice,
    };

    public static Command CreateStart() => UserCommand.Create(
        "start",
        "Start a query",
        [Name, AtPriceMost],
        (context, arguments, cancellationToken) => ActAsync(
            context, arguments.GetValue(Name)!, "start", arguments.GetValue(AtPriceMost) is { } most ? FormattableString.Invariant($"?atPriceMost={most}") : "", cancellationToken));

    public static Command CreateStop() => UserCommand.Create(
        "stop",
        "Stop a query when its batch is done",
        [Name],
        (context, arguments, cancellationToken) => ActAsync(context, arguments.GetValue(Name)!, "stop", "", cancellationToken));

    public static Command CreateKill() => UserCommand.Create(
        "kill",
        "Stop a query at once, in the middle of its batch, which then did not happen and is done again when the query is started",
        [Name],
        (context, arguments, cancellationToken) => ActAsync(context, arguments.GetValue(Name)!, "kill", "", cancellationToken));

    public static Command CreateRestart() => UserCommand.Create(
        "restart",
        "Stop a query when its batch is done, and start it again where it was",
        [Name],
        (context, arguments, cancellationToken) => ActAsync(context, arguments.GetValue(Name)!, "restart", "", cancellationToken));

    public static Command CreateFinish() => UserCommand.Create(
        "finish",
        "Read what is there, close the last windows whatever the watermark, and end the query",
        [Name],
        (context, arguments, cancellationToken) => ActAsync(context, arguments.GetValue(Name)!, "finish", "", cancellationToken));

    private static async Task ActAsync(
        CommandContext context, string name, string action, string query, CancellationToken cancellationToken) =>
        context.Printer.Object(await context.PostAsync(context.InProject("queries", name, action) + query, null, cancellationToken));

    private static decimal? ParsePrice(ArgumentResult argument)
    {
        var text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : "";
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price))
            return price;
        argument.AddError($"--at-price-most is a price such as 1.2, not '{text}'.");
        return null;
    }
}
