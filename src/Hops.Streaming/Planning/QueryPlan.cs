using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hops.Core.Errors;
using Hops.Schemas.Types;
using Hops.Streaming.Decoding;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Planning;

/// <summary>
/// A streaming query that was checked against its schema and turned into the statements of a batch. What cannot run is refused by
/// <see cref="Create"/>, with its position, before anything starts. Immutable.
/// </summary>
public sealed class QueryPlan
{
    private const int SqlLengthMax = 64 * 1024;

    private QueryPlan(StreamingQuery definition, TopicLayout layout) => (Definition, Layout) = (definition, layout);

    /// <summary>The definition.</summary>
    public StreamingQuery Definition { get; }

    /// <summary>Columns of the source.</summary>
    public TopicLayout Layout { get; }

    /// <summary>Columns that the sink gets.</summary>
    public IReadOnlyList<SqlColumn> OutputColumns { get; private init; } = [];

    /// <summary>True if the query keeps state between batches.</summary>
    public bool IsStateful => Aggregation is not null;

    /// <summary>
    /// Says which state the query can continue from: equal for plans whose source, keys, aggregates and window are the same. Filters and
    /// output expressions may change.
    /// </summary>
    public string Fingerprint { get; private init; } = "";

    /// <summary>The SELECT of a stateless query over the source; the empty text for an aggregation.</summary>
    internal string Select { get; private init; } = "";

    /// <summary>The parts of an aggregation; null for a stateless query.</summary>
    internal AggregationPlan? Aggregation { get; private init; }

    /// <summary>Checks and plans a query.</summary>
    /// <param name="definition">The query.</param>
    /// <param name="reader">Schema by which its SQL reads the topic; records of other schemas are resolved to it.</param>
    /// <param name="tables">Columns of the tables that it may join, by name.</param>
    /// <param name="key">Schema by which it reads keys (<see cref="KeyLayout"/>); null if it does not.</param>
    /// <exception cref="PlatformException">
    /// <c>InvalidQuery</c> with the facts <c>position</c>, <c>line</c> and <c>column</c> where the fault has a place in the SQL text;
    /// <c>InvalidSchema</c> for a schema that has no columns.
    /// </exception>
    public static QueryPlan Create(
        StreamingQuery definition, TypedSchema reader, IReadOnlyDictionary<string, IReadOnlyList<SqlColumn>>? tables = null, TypedSchema? key = null)
    {
        var layout = key is null ? TopicLayout.Of(reader) : TopicLayout.Of(reader).WithKey(key);
        DefinitionRules.Check(definition, layout);
        if (definition.Sql.Length > SqlLengthMax)
            throw new PlatformException(ErrorCode.InvalidQuery, $"The SQL text has more than {SqlLengthMax} characters.");
        tables ??= new Dictionary<string, IReadOnlyList<SqlColumn>>(StringComparer.Ordinal);

        using var session = new PlanningSession();
        var windows = WindowCalls.Find(definition.Sql, session, layout.Columns);
        var root = session.Ast.Parse(windows.ShapeSql);
        var names = tables.Keys.Append(definition.Topic).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var isAggregate = new QueryRules(definition, session.Functions, new TableRules(definition.Sql, names)).Check(root);
        if (windows.Spec is not null && !isAggregate)
            throw windows.Refuse("A time window needs an aggregation: GROUP BY it.");

        if (!layout.HasKeyColumn && NamedKey.Of(root).FirstOrDefault(named => named.Table.Equals(definition.Topic, StringComparison.OrdinalIgnoreCase)) is { } missing)
            throw KeyLayout.Missing(definition.Topic, definition.Sql, missing.Position);

        foreach (var (name, columns) in tables)
            session.CreateTable(name, columns);
        session.CreateTable(definition.Topic, windows.Spec is null ? layout.Columns : [.. layout.Columns, windows.Column]);
        var bound = windows.Bind(session);
        session.CreateTable(definition.Topic, layout.Columns);

        var fixedRoot = BatchTime.Fix(root, session.Ast);
        return isAggregate
            ? CreateAggregation(definition, layout, session, windows, fixedRoot, bound)
            : CreateStateless(definition, layout, session, fixedRoot);
    }

    private static QueryPlan CreateStateless(StreamingQuery definition, TopicLayout layout, PlanningSession session, JsonObject root)
    {
        var select = OutputTypes.Storable(session, session.Ast.ToSql(root));
        return new QueryPlan(definition, layout)
        {
            Select = select,
            OutputColumns = session.Bind(select),
            Fingerprint = FingerprintOf("stateless", definition.Topic),
        };
    }

    private static QueryPlan CreateAggregation(
        StreamingQuery definition, TopicLayout layout, PlanningSession session, WindowCalls windows, JsonObject root, IReadOnlyList<SqlColumn> bound)
    {
        var aggregation = AggregationPlan.Create(definition, session, windows, root, bound);
        return new QueryPlan(definition, layout)
        {
            Aggregation = aggregation,
            OutputColumns = aggregation.OutputColumns,
            Fingerprint = FingerprintOf("aggregation", definition.Topic, aggregation.StateShape, definition.OutputMode.ToString()),
        };
    }

    private static string FingerprintOf(params string[] parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..32];
}
