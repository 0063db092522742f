namespace Hops.Streaming.DuckDb;

/// <summary>Names and texts as SQL spells them.</summary>
internal static class SqlText
{
    /// <summary>Schemas of DuckDB itself, in which nothing can be made.</summary>
    private static readonly HashSet<string> SchemasOfEngine = new(StringComparer.OrdinalIgnoreCase) { "information_schema", "pg_catalog", "main", "temp", "system" };

    /// <summary>An identifier in double quotes.</summary>
    public static string Quote(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    /// <summary>
    /// The ways in which a statement may write the name of a table: in quotes, and one of two parts with a dot, such as a topic of another project,
    /// without quotes too: that is a schema and a table.
    /// </summary>
    public static IEnumerable<(string? Schema, string Table)> Ways(string name)
    {
        yield return (null, Quote(name));
        if (name.Split('.') is [{ Length: > 0 } schema, { Length: > 0 } table] && !SchemasOfEngine.Contains(schema))
            yield return (Quote(schema), $"{Quote(schema)}.{Quote(table)}");
    }

    /// <summary>A text literal in single quotes.</summary>
    public static string Literal(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    /// <summary>A list of text literals in brackets.</summary>
    public static string List(IEnumerable<string> texts) => "[" + string.Join(", ", texts.Select(Literal)) + "]";
}
