using System.Text;
using System.Text.Json.Nodes;
using Hops.Core.Errors;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Planning;

/// <summary>
/// The time window of a query: <c>tumble(ts, size)</c>, <c>hop(ts, slide, size)</c> or Spark's <c>window(ts, size[, slide])</c>, with
/// <c>window_start</c> and <c>window_end</c> as its columns. Each is replaced by a name of the same length, blanks included, so that the
/// positions in DuckDB's errors are those of the user's text; <c>window</c> could not be parsed otherwise, being reserved.
/// </summary>
internal sealed class WindowCalls
{
    private const string Name = "_w";

    private readonly string _sql;
    private readonly int _position;
    private readonly bool _isLocal;

    private WindowCalls(string sql, string shapeSql, string bindingSql, WindowSpec? spec, int position, bool isLocal) =>
        (_sql, ShapeSql, BindingSql, Spec, _position, _isLocal) = (sql, shapeSql, bindingSql, spec, position, isLocal);

    /// <summary>Stands for the window when the text is bound; its edges are of the type of the event time.</summary>
    public SqlColumn Column => new(Name, SqlType.Of(_isLocal ? TypeId.Timestamp : TypeId.TimestampWithZone));

    /// <summary>The text with <c>_w</c> for each call; <c>window_start</c> and <c>window_end</c> remain.</summary>
    public string ShapeSql { get; }

    /// <summary>The text with <c>_w</c> for those too.</summary>
    public string BindingSql { get; }

    /// <summary>The window; null if the query has none.</summary>
    public WindowSpec? Spec { get; }

    /// <summary>SQL of the event time as the call spells it.</summary>
    public string TimeSql { get; private init; } = "";

    /// <summary>Finds the calls of a text.</summary>
    /// <param name="sql">The text.</param>
    /// <param name="session">To read the arguments.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <exception cref="PlatformException"><c>InvalidQuery</c> with the position: malformed arguments, or two different windows.</exception>
    public static WindowCalls Find(string sql, PlanningSession session, IReadOnlyList<SqlColumn> columns)
    {
        var shape = Encoding.UTF8.GetBytes(sql);
        WindowSpec? spec = null;
        var (timeSql, position) = ("", 0);
        foreach (var name in SqlScanner.Identifiers(Encoding.UTF8.GetBytes(sql)))
        {
            var end = EndOfCall(shape, name);
            if (end < 0)
                continue;
            var call = new WindowCall(sql, new SqlSpan(name.Start, end), TextOf(shape, name).ToUpperInvariant(), TextOf(shape, new SqlSpan(name.End, end)));
            var (found, time) = call.Parse(session);
            if (spec is not null && spec != found)
                throw call.Refuse("A query has one time window; this one differs from the one before.");
            if (spec is null)
                (spec, timeSql, position) = (found, time, name.Start);
            Overwrite(shape, new SqlSpan(name.Start, end), Name);
        }
        NameMembers(shape);
        var binding = (byte[])shape.Clone();
        if (spec is not null)
        {
            foreach (var span in SqlScanner.Identifiers(shape).Where(span => IsEdge(TextOf(shape, span))))
                Overwrite(binding, span, Name);
        }
        return new WindowCalls(sql, Encoding.UTF8.GetString(shape), Encoding.UTF8.GetString(binding), spec, position, IsLocal(spec, columns))
        {
            TimeSql = timeSql,
        };
    }

    /// <summary>True for <c>window_start</c> and <c>window_end</c>.</summary>
    public static bool IsEdge(string name) =>
        name.Equals("window_start", StringComparison.OrdinalIgnoreCase) || name.Equals("window_end", StringComparison.OrdinalIgnoreCase);

    /// <summary>True for a reference to the window or one of its edges.</summary>
    public static bool IsWindow(JsonObject node) =>
        SqlAst.Text(node, "class") == "COLUMN_REF" && ReferenceOf(node) is var name && (name == Name || IsEdge(name));

    /// <summary>What a reference to the window is in a result: text of its edges, or of a struct of both.</summary>
    public string ResultSql(JsonObject node)
    {
        var make = _isLocal ? "make_timestamp" : "make_timestamptz";
        return ReferenceOf(node).ToUpperInvariant() switch
        {
            "WINDOW_START" => $"{make}(_ws)",
            "WINDOW_END" => $"{make}(_we)",
            _ => $"struct_pack(start := {make}(_ws), \"end\" := {make}(_we))",
        };
    }

    /// <summary>Name that a reference to the window has in a result.</summary>
    public static string ResultName(JsonObject node) => ReferenceOf(node) is var name && IsEdge(name) ? name.ToLowerInvariant() : "window";

    /// <summary>Binds the text.</summary>
    /// <exception cref="PlatformException"><c>InvalidQuery</c> with the position in the user's text.</exception>
    public IReadOnlyList<SqlColumn> Bind(PlanningSession session)
    {
        try
        {
            return session.Bind(BindingSql);
        }
        catch (PlatformException exception) when (Spec is not null && exception.Message.Contains($"\"{Name}\"", StringComparison.Ordinal))
        {
            var message = exception.Message.Replace($"\"{Name}\"", "of the time window", StringComparison.Ordinal);
            var refusal = new PlatformException(exception.Code, message, exception);
            foreach (var (fact, value) in exception.Facts)
                refusal.With(fact, value);
            throw refusal;
        }
    }

    /// <summary>A refusal at the first call.</summary>
    public PlatformException Refuse(string message) =>
        DuckDbErrors.At(new PlatformException(ErrorCode.InvalidQuery, message), _sql, _position);

    private static string ReferenceOf(JsonObject node) =>
        node["column_names"] is JsonArray names && names.Count > 0 ? names[^1]!.GetValue<string>() : "";

    private static bool IsLocal(WindowSpec? spec, IReadOnlyList<SqlColumn> columns) => columns.FirstOrDefault(
        column => column.Name.Equals(spec?.Column, StringComparison.OrdinalIgnoreCase))?.Type.Id != TypeId.TimestampWithZone;

    private static int EndOfCall(byte[] sql, SqlSpan name)
    {
        if (TextOf(sql, name).ToUpperInvariant() is not ("TUMBLE" or "HOP" or "WINDOW"))
            return -1;
        return SqlScanner.EndOfBrackets(sql, name.End);
    }

    /// <summary>Spark's <c>window.start</c> and <c>window.end</c> are as long as our names.</summary>
    private static void NameMembers(byte[] sql)
    {
        foreach (var span in SqlScanner.Identifiers((byte[])sql.Clone()))
        {
            var rest = sql.AsSpan(span.End);
            var isMember = rest.StartsWith(".start"u8) || rest.StartsWith(".end"u8);
            if (isMember && TextOf(sql, span).Equals("window", StringComparison.OrdinalIgnoreCase))
                sql[span.End] = (byte)'_';
        }
    }

    private static void Overwrite(byte[] sql, SqlSpan span, string name)
    {
        sql.AsSpan(span.Start, span.Length).Fill((byte)' ');
        Encoding.UTF8.GetBytes(name, sql.AsSpan(span.Start));
    }

    private static string TextOf(byte[] sql, SqlSpan span) => Encoding.UTF8.GetString(sql, span.Start, span.Length);
}
