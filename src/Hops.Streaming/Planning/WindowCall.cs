using System.Text.Json.Nodes;
using Hops.Core.Errors;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Planning;

/// <summary>One call of a window function.</summary>
/// <param name="Sql">The user's text.</param>
/// <param name="Span">Where the call stands in it.</param>
/// <param name="Function"><c>TUMBLE</c>, <c>HOP</c> or <c>WINDOW</c>.</param>
/// <param name="Brackets">Its arguments with their brackets.</param>
internal sealed record WindowCall(string Sql, SqlSpan Span, string Function, string Brackets)
{
    private const long SizeMicrosMax = 10L * 366 * 24 * 3600 * 1_000_000;
    private const int WindowsPerPaneMax = 10_000;

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="PlatformException"><c>InvalidQuery</c> at the call.</exception>
    public (WindowSpec Spec, string TimeSql) Parse(PlanningSession session)
    {
        var arguments = Arguments(session);
        var expected = Function switch
        {
            "TUMBLE" => arguments.Length == 2,
            "HOP" => arguments.Length == 3,
            _ => arguments.Length is 2 or 3,
        };
        if (!expected)
            throw Refuse("A window is tumble(time, size), hop(time, slide, size) or window(time, size[, slide]).");
        var time = arguments[0];
        if (SqlAst.Text(time, "class") != "COLUMN_REF")
            throw Refuse("The first argument of a window is a timestamp column of the source.");
        var lengths = arguments[1..].Select(argument => Interval(session, argument)).ToArray();
        var (size, slide) = Function == "HOP" ? (lengths[1], lengths[0]) : (lengths[0], lengths[^1]);
        if (slide > size)
            throw Refuse("The slide of a window is at most its size; rows between the windows would belong to none.");
        var spec = new WindowSpec(time["column_names"]!.AsArray()[^1]!.GetValue<string>(), size, slide);
        if (size / slide > WindowsPerPaneMax)
            throw Refuse($"A row would belong to more than {WindowsPerPaneMax} windows; choose a longer slide.");
        return (spec, session.Ast.ExpressionToSql(time));
    }

    /// <summary>A refusal at the call.</summary>
    public PlatformException Refuse(string message) =>
        DuckDbErrors.At(new PlatformException(ErrorCode.InvalidQuery, message), Sql, Span.Start);

    private JsonObject[] Arguments(PlanningSession session)
    {
        try
        {
            return [.. session.Ast.ParseExpression("hops_window" + Brackets)["children"]!.AsArray().Select(child => child!.AsObject())];
        }
        catch (PlatformException exception)
        {
            throw Refuse(exception.Message);
        }
    }

    private long Interval(PlanningSession session, JsonObject argument)
    {
        var isConstant = SqlAst.Objects(argument).All(node => SqlAst.Text(node, "class") switch
        {
            "" or "CONSTANT" or "CAST" => true,
            "FUNCTION" => SqlAst.Text(node, "function_name") is var name && (name == "trunc" || name.StartsWith("to_", StringComparison.Ordinal)),
            _ => false,
        });
        if (!isConstant)
            throw Refuse("The lengths of a window are constant intervals, such as INTERVAL '10 seconds' or '1 day'.");
        var interval = $"CAST({session.Ast.ExpressionToSql(argument)} AS INTERVAL)";
        var (micros, months) = Evaluate(session, interval);
        if (months != 0 || micros is <= 0 or > SizeMicrosMax)
            throw Refuse("A window is longer than nothing and at most ten years long, and not measured in months or years, whose lengths vary.");
        return micros;
    }

    private (long Micros, long Months) Evaluate(PlanningSession session, string interval)
    {
        try
        {
            using var result = session.Connection.Query(
                $"SELECT CAST(epoch_us({interval}) AS BIGINT), CAST(datepart('year', {interval}) * 12 + datepart('month', {interval}) AS BIGINT)");
            var row = result.SingleRow();
            return (row[0] ?? 0, row[1] ?? 0);
        }
        catch (PlatformException exception)
        {
            throw Refuse(exception.Message);
        }
    }
}
