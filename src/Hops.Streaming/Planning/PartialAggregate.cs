using System.Text.Json.Nodes;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Planning;

/// <summary>A column of the state: computed over the rows of a batch, then merged over batches.</summary>
/// <param name="Name">Its name in the state.</param>
/// <param name="RowsSql">Aggregate over rows of the source.</param>
/// <param name="MergeSql">Aggregate over rows of the state, of the same type.</param>
internal sealed record PartialColumn(string Name, string RowsSql, string MergeSql);

/// <summary>
/// Splits the aggregates of a query into mergeable partials: what a batch adds is one row for each group it touches, and merging them in
/// any order gives what one pass over all rows would have given (floating-point sums up to rounding).
/// </summary>
internal sealed class PartialAggregates(PlanningSession session, TableRules rules, string fromSql)
{
    private const string Decimal = "DECIMAL(38,0)";

    private readonly Dictionary<string, string> _merged = new(StringComparer.Ordinal);
    private readonly List<PartialColumn> _columns = [];

    /// <summary>Columns of the state so far.</summary>
    public IReadOnlyList<PartialColumn> Columns => _columns;

    /// <summary>The expression over the state that stands for an aggregate of the query.</summary>
    /// <exception cref="Hops.Core.Errors.PlatformException"><c>InvalidQuery</c> at the aggregate: it does not merge.</exception>
    public string Merge(JsonObject call)
    {
        var canonical = SqlAst.Canonical(call);
        if (!_merged.TryGetValue(canonical, out var merged))
            _merged[canonical] = merged = Split(call);
        return merged;
    }

    private string Split(JsonObject call)
    {
        var name = SqlAst.Text(call, "function_name");
        if (call["distinct"]!.GetValue<bool>())
            throw rules.Refuse(call, "DISTINCT aggregates are not available in streaming queries; group by the value in one query and count in another.");
        if (call["order_bys"]!["orders"]!.AsArray().Count > 0)
            throw rules.Refuse(call, "ORDER BY inside an aggregate is not available in streaming queries.");
        var arguments = call["children"]!.AsArray().Count;
        switch (name)
        {
            case "count" or "count_star" or "count_if" or "countif":
                return Add(call, "BIGINT", "sum");
            case "sum":
                return Add(call, SumType(call), "sum");
            case "min" or "max" or "bool_and" or "bool_or" when arguments == 1:
                return Add(call, TypeOf(call).ToSql(), name);
            case "avg" or "mean" when TypeOf(call).Id == TypeId.Double:
                var sum = Renamed(call, "sum");
                return $"(CAST({Merge(sum)} AS DOUBLE) / {Merge(Renamed(call, "count"))})";
            default:
                throw rules.Refuse(
                    call, $"The aggregate {name} does not merge over batches; available are count, sum, min, max, avg, bool_and, bool_or, each also with FILTER.");
        }
    }

    private string Add(JsonObject call, string type, string mergeFunction)
    {
        var name = "_p" + _columns.Count;
        var merge = $"CAST({mergeFunction}({name}) AS {type})";
        _columns.Add(new PartialColumn(name, $"CAST({session.Ast.ExpressionToSql(call)} AS {type})", merge));
        return merge;
    }

    /// <summary>Sums of whole numbers are 128 bits wide in DuckDB, which Parquet does not have.</summary>
    private string SumType(JsonObject call)
    {
        var type = TypeOf(call);
        if (type.Id != TypeId.HugeInt)
            return type.ToSql();
        var argument = TypeOf(call["children"]!.AsArray()[0]!.AsObject());
        return argument.Id is TypeId.BigInt or TypeId.UBigInt or TypeId.HugeInt or TypeId.UHugeInt ? Decimal : "BIGINT";
    }

    private SqlType TypeOf(JsonObject expression) =>
        session.Bind($"SELECT {session.Ast.ExpressionToSql(expression)} {fromSql}")[0].Type;

    private static JsonObject Renamed(JsonObject call, string function)
    {
        var copy = call.DeepClone().AsObject();
        copy["function_name"] = function;
        return copy;
    }
}
