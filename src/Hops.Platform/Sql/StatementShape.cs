using System.Text;

namespace Hops.Platform.Sql;

/// <summary>
/// What a statement does, without what stands in it of data: a literal is a question mark, a comment is a blank. Names stay. It is text for the audit
/// trail, which outlives the data and is read by others than those who may see them; nothing is decided by it.
/// </summary>
internal static class StatementShape
{
    private const string Literal = "?";

    /// <summary>The shape of a statement. What is begun and not ended, a string or a comment, goes to the end. Literals are those of PostgreSQL
    /// (https://www.postgresql.org/docs/current/sql-syntax-lexical.html), which DuckDB reads.</summary>
    internal static string Of(string statement)
    {
        var shape = new StringBuilder(statement.Length);
        for (var at = 0; at < statement.Length;)
        {
            var (end, shown) = Next(statement, at);
            _ = shown is null ? shape.Append(statement, at, end - at) : shape.Append(shown);
            at = end;
        }

        return shape.ToString();
    }

    /// <summary>Where what begins here ends, and what is shown for it; null for itself.</summary>
    private static (int End, string? Shown) Next(string statement, int at)
    {
        var isInName = at > 0 && IsOfName(statement[at - 1]);
        return statement[at] switch
        {
            '\'' => (EndOfString(statement, at, HasEscapes(statement, at)), Literal),
            '"' => (EndOfQuoted(statement, at), null),
            '$' when !isInName && TagAt(statement, at) is { } tag => (After(statement, tag, at + tag.Length), Literal),
            '-' when Is(statement, at + 1, '-') => (After(statement, "\n", at), " "),
            '/' when Is(statement, at + 1, '*') => (EndOfComment(statement, at), " "),
            >= '0' and <= '9' when !isInName => (EndOfNumber(statement, at), Literal),
            _ => (at + 1, null),
        };
    }

    private static bool Is(string statement, int at, char letter) => at < statement.Length && statement[at] == letter;

    private static bool IsOfName(char letter) => char.IsLetterOrDigit(letter) || letter is '_' or '$';

    /// <summary>True for a string that begins with e, in which a backslash takes the meaning from a quote.</summary>
    private static bool HasEscapes(string statement, int at) => at > 0 && statement[at - 1] is 'e' or 'E' && (at < 2 || !IsOfName(statement[at - 2]));

    private static int EndOfString(string statement, int at, bool hasEscapes)
    {
        for (at++; at < statement.Length; at++)
        {
            if (hasEscapes && statement[at] == '\\')
                at++;
            else if (statement[at] == '\'' && !Is(statement, at + 1, '\''))
                return at + 1;
            else if (statement[at] == '\'')
                at++;
        }

        return statement.Length;
    }

    private static int EndOfQuoted(string statement, int at)
    {
        for (at++; at < statement.Length; at++)
        {
            if (statement[at] != '"')
                continue;
            if (!Is(statement, at + 1, '"'))
                return at + 1;
            at++;
        }

        return statement.Length;
    }

    /// <summary>The dollars that begin a string, with what is between them; null if it is something else, such as a parameter.</summary>
    private static string? TagAt(string statement, int at)
    {
        var end = at + 1;
        while (end < statement.Length && (char.IsLetter(statement[end]) || statement[end] == '_' || (end > at + 1 && char.IsAsciiDigit(statement[end]))))
            end++;
        return Is(statement, end, '$') ? statement[at..(end + 1)] : null;
    }

    private static int After(string statement, string end, int at) =>
        statement.IndexOf(end, at, StringComparison.Ordinal) is >= 0 and var found ? found + end.Length : statement.Length;

    /// <summary>Comments of this kind lie in each other.</summary>
    private static int EndOfComment(string statement, int at)
    {
        var depth = 0;
        while (at < statement.Length)
        {
            var change = statement[at] == '/' && Is(statement, at + 1, '*') ? 1 : statement[at] == '*' && Is(statement, at + 1, '/') ? -1 : 0;
            depth += change;
            at += change == 0 ? 1 : 2;
            if (depth == 0)
                return at;
        }

        return statement.Length;
    }

    private static int EndOfNumber(string statement, int at)
    {
        for (at++; at < statement.Length; at++)
        {
            var isSign = statement[at] is '+' or '-' && statement[at - 1] is 'e' or 'E';
            if (!char.IsAsciiLetterOrDigit(statement[at]) && statement[at] is not ('.' or '_') && !isSign)
                break;
        }

        return at;
    }
}
