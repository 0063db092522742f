using System.Text;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Planning;

/// <summary>A piece of an SQL text: bytes from <paramref name="Start"/> up to <paramref name="End"/>.</summary>
internal readonly record struct SqlSpan(int Start, int End)
{
    public int Length => End - Start;
}

/// <summary>
/// Finds identifiers and brackets in SQL without stumbling over texts, quoted names and comments, as DuckDB's own scanner tells them apart. It
/// serves only to find calls and columns by name; DuckDB parses.
/// </summary>
internal static class SqlScanner
{
    private enum Token
    {
        Mark,
        Name,
        QuotedName,
        TextOrComment,
    }

    /// <summary>True if an identifier of this name is there, quoted or not.</summary>
    public static bool Names(string sql, string name)
    {
        var bytes = Encoding.UTF8.GetBytes(sql);
        return Tokens(bytes, 0).Any(token => token.Kind switch
        {
            Token.Name => TextOf(bytes, token.Span).Equals(name, StringComparison.OrdinalIgnoreCase),
            Token.QuotedName => TextOf(bytes, token.Span).Equals(SqlText.Quote(name), StringComparison.OrdinalIgnoreCase),
            _ => false,
        });
    }

    /// <summary>Unquoted identifiers, in order.</summary>
    public static IEnumerable<SqlSpan> Identifiers(byte[] sql) => Tokens(sql, 0).Where(token => token.Kind == Token.Name).Select(token => token.Span);

    /// <summary>End of the brackets that open at or after a place, behind spaces only; -1 if none open there or they do not close.</summary>
    public static int EndOfBrackets(byte[] sql, int start)
    {
        var at = SkipSpaces(sql, start);
        if (at >= sql.Length || sql[at] != '(')
            return -1;
        var depth = 0;
        foreach (var (_, span) in Tokens(sql, at).Where(token => token.Kind == Token.Mark))
        {
            if (sql[span.Start] == '(')
                depth++;
            else if (sql[span.Start] == ')' && --depth == 0)
                return span.End;
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

    /// <summary>What stands from a place on; a mark is any byte that is nothing else.</summary>
    private static IEnumerable<(Token Kind, SqlSpan Span)> Tokens(byte[] sql, int at)
    {
        while (at < sql.Length)
        {
            var (kind, end) = TokenAt(sql, at);
            yield return (kind, new SqlSpan(at, end));
            at = end;
        }
    }

    private static (Token Kind, int End) TokenAt(byte[] sql, int at)
    {
        var rest = sql.AsSpan(at);
        if (rest.StartsWith("--"u8))
            return (Token.TextOrComment, rest.IndexOfAny((byte)'\n', (byte)'\r') is var length and >= 0 ? at + length : sql.Length);
        if (rest.StartsWith("/*"u8))
            return (Token.TextOrComment, EndOfComment(sql, at));
        if (rest.StartsWith("e'"u8) || rest.StartsWith("E'"u8))
            return (Token.TextOrComment, EndOfQuoted(sql, at + 1, hasEscapes: true));
        if (IsNameStart(sql[at]))
            return (Token.Name, EndOfName(sql, at));
        return sql[at] switch
        {
            (byte)'\'' => (Token.TextOrComment, EndOfQuoted(sql, at, hasEscapes: false)),
            (byte)'"' => (Token.QuotedName, EndOfQuoted(sql, at, hasEscapes: false)),
            (byte)'$' when EndOfTag(sql, at) is var end and > 0 => (Token.TextOrComment, EndAfter(sql, end, sql.AsSpan(at, end - at))),
            _ => (Token.Mark, at + 1),
        };
    }

    /// <summary>Comments lie within comments.</summary>
    private static int EndOfComment(byte[] sql, int at)
    {
        for (var depth = 0; at < sql.Length;)
        {
            var rest = sql.AsSpan(at);
            var step = rest.StartsWith("/*"u8) ? 1 : rest.StartsWith("*/"u8) ? -1 : 0;
            at += step == 0 ? 1 : 2;
            depth += step;
            if (depth == 0)
                return at;
        }
        return sql.Length;
    }

    /// <summary>A quote that is doubled is one within.</summary>
    private static int EndOfQuoted(byte[] sql, int quote, bool hasEscapes)
    {
        for (var end = quote + 1; end < sql.Length; end++)
        {
            if (hasEscapes && sql[end] == '\\')
                end++;
            else if (sql[end] == sql[quote] && (end + 1 == sql.Length || sql[end + 1] != sql[quote]))
                return end + 1;
            else if (sql[end] == sql[quote])
                end++;
        }
        return sql.Length;
    }

    /// <summary>End of <c>$$</c> or <c>$tag$</c>, by which a text begins and ends; -1 if a dollar is none.</summary>
    private static int EndOfTag(byte[] sql, int dollar)
    {
        var end = dollar + 1;
        if (end < sql.Length && IsNameStart(sql[end]))
        {
            while (end < sql.Length && IsNamePart(sql[end]))
                end++;
        }
        return end < sql.Length && sql[end] == '$' ? end + 1 : -1;
    }

    private static int EndOfName(byte[] sql, int start)
    {
        var end = start + 1;
        while (end < sql.Length && (IsNamePart(sql[end]) || sql[end] == '$'))
            end++;
        return end;
    }

    private static int EndAfter(byte[] sql, int at, ReadOnlySpan<byte> mark)
    {
        var found = sql.AsSpan(at).IndexOf(mark);
        return found < 0 ? sql.Length : at + found + mark.Length;
    }

    private static bool IsNameStart(byte value) => value == '_' || value >= 0x80 || char.IsAsciiLetter((char)value);

    private static bool IsNamePart(byte value) => IsNameStart(value) || char.IsAsciiDigit((char)value);

    private static string TextOf(byte[] sql, SqlSpan span) => Encoding.UTF8.GetString(sql, span.Start, span.Length);
}
