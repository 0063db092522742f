using System.Text;

namespace Hops.Streaming.Planning;

/// <summary>A piece of an SQL text: bytes from <paramref name="Start"/> up to <paramref name="End"/>.</summary>
internal readonly record struct SqlSpan(int Start, int End)
{
    public int Length => End - Start;
}

/// <summary>
/// Finds identifiers and brackets in SQL without stumbling over texts, quoted names and comments. It serves only to find calls and columns by
/// name; DuckDB parses.
/// </summary>
internal static class SqlScanner
{
    /// <summary>True if an identifier of this name, quoted or not, may be there: a quoted one within a text counts too.</summary>
    public static bool Names(string sql, string name)
    {
        var bytes = Encoding.UTF8.GetBytes(sql);
        return sql.Contains($"\"{name}\"", StringComparison.OrdinalIgnoreCase)
            || Identifiers(bytes).Any(span => Encoding.UTF8.GetString(bytes, span.Start, span.Length).Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Unquoted identifiers, in order.</summary>
    public static IEnumerable<SqlSpan> Identifiers(byte[] sql)
    {
        var at = 0;
        while (at < sql.Length)
        {
            var skipped = SkipOpaque(sql, at);
            if (skipped > at)
            {
                at = skipped;
                continue;
            }
            if (!IsNameStart(sql[at]))
            {
                at++;
                continue;
            }
            var end = at + 1;
            while (end < sql.Length && (IsNameStart(sql[end]) || char.IsAsciiDigit((char)sql[end]) || sql[end] == '$'))
                end++;
            yield return new SqlSpan(at, end);
            at = end;
        }
    }

    /// <summary>End of the brackets that open at or after a place, behind spaces only; -1 if none open there or they do not close.</summary>
    public static int EndOfBrackets(byte[] sql, int start)
    {
        var at = SkipSpaces(sql, start);
        if (at >= sql.Length || sql[at] != '(')
            return -1;
        var depth = 0;
        while (at < sql.Length)
        {
            var skipped = SkipOpaque(sql, at);
            if (skipped > at)
            {
                at = skipped;
                continue;
            }
            if (sql[at] == '(')
                depth++;
            else if (sql[at] == ')' && --depth == 0)
                return at + 1;
            at++;
        }
        return -1;
    }

    /// <summary>First place at or after a place that is no space.</summary>
    public static int SkipSpaces(byte[] sql, int at)
    {
        while (at < sql.Length && char.IsWhiteSpace((char)sql[at]))
            at++;
        return at;
    }

    /// <summary>End of the text, quoted name or comment that begins at a place; the place itself if none does.</summary>
    private static int SkipOpaque(byte[] sql, int at)
    {
        var rest = sql.AsSpan(at);
        if (rest.StartsWith("--"u8))
            return EndAfter(sql, at + 2, "\n"u8);
        if (rest.StartsWith("/*"u8))
            return EndAfter(sql, at + 2, "*/"u8);
        if (rest.StartsWith("$$"u8))
            return EndAfter(sql, at + 2, "$$"u8);
        if (sql[at] is not ((byte)'\'' or (byte)'"'))
            return at;
        var hasEscapes = sql[at] == '\'' && at > 0 && sql[at - 1] is (byte)'e' or (byte)'E';
        for (var end = at + 1; end < sql.Length; end++)
        {
            if (hasEscapes && sql[end] == '\\')
                end++;
            else if (sql[end] == sql[at])
                return end + 1;
        }
        return sql.Length;
    }

    private static int EndAfter(byte[] sql, int at, ReadOnlySpan<byte> mark)
    {
        var found = sql.AsSpan(Math.Min(at, sql.Length)).IndexOf(mark);
        return found < 0 ? sql.Length : at + found + mark.Length;
    }

    private static bool IsNameStart(byte value) => value == '_' || value >= 0x80 || char.IsAsciiLetter((char)value);
}
