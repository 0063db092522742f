using System.Text.Json.Nodes;
using Hops.Core.Errors;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Planning;

/// <summary>
/// An aggregation as the statements of a batch: partials over the rows of the batch, merged with the state when groups are emitted.
/// State rows are <c>_pane</c> (start of the pane in microseconds, 0 without a window), keys <c>_k0...</c>, partials <c>_p0...</c> and
/// <c>_n</c>, the rows of the source behind them.
/// </summary>
internal sealed class AggregationPlan
{
    /// <summary>Name under which <see cref="FinalSql"/> reads the state: rows with <c>_ws</c>, <c>_we</c>, keys and partials.</summary>
    public const string Groups = "_groups";

    private AggregationPlan(WindowSpec? window, IReadOnlyList<string> keys, IReadOnlyList<PartialColumn> partials) =>
        (Window, Keys, Partials) = (window, keys, partials);

    /// <summary>The window; null for a query without one.</summary>
    public WindowSpec? Window { get; }

    /// <summary>Names of the key columns.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>The partial columns.</summary>
    public IReadOnlyList<PartialColumn> Partials { get; }

    /// <summary>State rows of a batch, from the source.</summary>
    public string PartialSql { get; private init; } = "";

    /// <summary>Result rows, from <see cref="Groups"/>.</summary>
    public string FinalSql { get; private init; } = "";

    /// <summary>Columns of the state.</summary>
    public IReadOnlyList<SqlColumn> StateColumns { get; private init; } = [];

    /// <summary>Columns of the result.</summary>
    public IReadOnlyList<SqlColumn> OutputColumns { get; private init; } = [];

    /// <summary>What must not change while the state is kept.</summary>
    public string StateShape { get; private init; } = "";

    /// <summary>One row for each group of the state rows of a SELECT.</summary>
    public string CompactSql(string from)
    {
        var keys = string.Join(", ", Keys.Prepend("_pane"));
        var merged = Partials.Select(partial => $"{partial.MergeSql} AS {partial.Name}").Append("CAST(sum(_n) AS BIGINT) AS _n");
        return $"SELECT {keys}, {string.Join(", ", merged)} FROM {from} GROUP BY {keys}";
    }

    /// <summary>State rows with the edges of each window that they belong to.</summary>
    public string ExpandSql(string panesSql) =>
        Window?.ExpandSql(panesSql) ?? $"SELECT CAST(0 AS BIGINT) AS _ws, CAST(0 AS BIGINT) AS _we, * FROM ({panesSql})";

    /// <param name="query">The query.</param>
    /// <param name="session">A session in which its tables exist.</param>
    /// <param name="windows">Its window.</param>
    /// <param name="root">Its tree.</param>
    /// <param name="bound">Columns that its SELECT gives.</param>
    /// <exception cref="PlatformException"><c>InvalidQuery</c>.</exception>
    public static AggregationPlan Create(
        StreamingQuery query, PlanningSession session, WindowCalls windows, JsonObject root, IReadOnlyList<SqlColumn> bound)
    {
        var rules = new TableRules(query.Sql, new HashSet<string>(StringComparer.Ordinal));
        CheckMode(query, windows, root, rules);
        var keys = new GroupKeys(root, session.ColumnNames, rules, session.Functions);
        if (windows.Spec is not null && !keys.HasWindow)
            throw windows.Refuse("The time window must be in GROUP BY.");

        var select = session.Ast.Parse("SELECT 1");
        select["from_table"] = root["from_table"]!.DeepClone();
        var fromSql = session.Ast.ToSql(select)["SELECT 1 ".Length..];
        var aggregates = new PartialAggregates(session, rules, fromSql);
        var final = new FinalSelect(session, windows, keys, aggregates).Create(root, bound);

        var keyNames = Enumerable.Range(0, keys.Expressions.Count).Select(index => "_k" + index).ToArray();
        var partialSql = PartialSelect(session, windows, keys, aggregates, root);
        var stateColumns = session.Bind(partialSql);
        var plan = new AggregationPlan(windows.Spec, keyNames, aggregates.Columns)
        {
            PartialSql = partialSql,
            StateColumns = stateColumns,
            StateShape = string.Join('\n', stateColumns.Select(column => $"{column.Name} {column.Type}"))
                + "\n" + string.Join('\n', keys.Expressions.Select(SqlAst.Canonical)) + "\n" + string.Join('\n', aggregates.Columns) + "\n" + windows.Spec,
        };
        return plan.WithFinal(session, final, query.OutputMode);
    }

    private AggregationPlan WithFinal(PlanningSession session, string final, OutputMode mode)
    {
        session.CreateTable("_state", StateColumns);
        session.Connection.Execute($"CREATE OR REPLACE VIEW {Groups} AS {ExpandSql("SELECT * FROM _state")}");
        var storable = OutputTypes.Storable(session, final);
        var columns = session.Bind(storable);
        return new AggregationPlan(Window, Keys, Partials)
        {
            PartialSql = PartialSql,
            StateColumns = StateColumns,
            StateShape = StateShape,
            FinalSql = storable,
            OutputColumns = mode == OutputMode.Update ? [.. columns, new SqlColumn("_batch", SqlType.Of(TypeId.BigInt))] : columns,
        };
    }

    private static void CheckMode(StreamingQuery query, WindowCalls windows, JsonObject root, TableRules rules)
    {
        if (query.OutputMode == OutputMode.Append && (windows.Spec is null || query.Watermark is null))
        {
            throw rules.Refuse(
                root["group_expressions"]!.AsArray().FirstOrDefault()?.AsObject() ?? root["select_list"]![0]!.AsObject(),
                "An aggregation in append mode writes a group when it can no longer change, so it needs a watermark and a time window over its "
                + "column, such as GROUP BY tumble(ts, INTERVAL '1 hour'); or use the output mode update or complete.");
        }
        if (windows.Spec is { } window && query.Watermark is { } watermark && window.Column != watermark.Column)
            throw windows.Refuse($"The window is over {window.Column} but the watermark is on {watermark.Column}; they must be the same column.");
    }

    private static string PartialSelect(
        PlanningSession session, WindowCalls windows, GroupKeys keys, PartialAggregates aggregates, JsonObject root)
    {
        var pane = windows.Spec is { } spec ? spec.PaneSql($"epoch_us({windows.TimeSql})") : "CAST(0 AS BIGINT)";
        var items = new List<string> { $"{pane} AS _pane" };
        items.AddRange(keys.Expressions.Select((key, index) => $"{session.Ast.ExpressionToSql(key)} AS _k{index}"));
        var groups = Enumerable.Range(1, items.Count);
        items.AddRange(aggregates.Columns.Select(column => $"{column.RowsSql} AS {column.Name}"));
        items.Add("CAST(count(*) AS BIGINT) AS _n");
        var select = session.Ast.Parse($"SELECT {string.Join(", ", items)} GROUP BY {string.Join(", ", groups)}");
        select["from_table"] = root["from_table"]!.DeepClone();
        select["where_clause"] = root["where_clause"]?.DeepClone();
        return session.Ast.ToSql(select);
    }
}
