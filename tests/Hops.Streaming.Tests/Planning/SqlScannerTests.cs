using System.Text;
using Hops.Streaming.Planning;

namespace Hops.Streaming.Tests.Planning;

/// <summary>What the scanner takes for names, held against DuckDB's own parser.</summary>
public sealed class SqlScannerTests
{
    [DuckDbTheory]
    [InlineData("SELECT place FROM t", true)]
    [InlineData("SELECT PLACE.x FROM t", true)]
    [InlineData("SELECT t.\"Place\" FROM t", true)]
    [InlineData("SELECT \"place\"\"\", 1 FROM t", false)]
    [InlineData("SELECT \"\"\"place\" FROM t", false)]
    [InlineData("SELECT \"a\"\"place\" FROM t", false)]
    [InlineData("SELECT place1, a$place, aplace, ïplace FROM t", false)]
    [InlineData("SELECT 'place' FROM t", false)]
    [InlineData("SELECT 'it''s \"place\" here' FROM t", false)]
    [InlineData("SELECT 'C:\\', place FROM t", true)]
    [InlineData("SELECT e'it\\'s place' FROM t", false)]
    [InlineData("SELECT E'\\\\', place FROM t", true)]
    [InlineData("SELECT 1 FROM t WHERE a LIKE'\\' AND place = 1", true)]
    [InlineData("SELECT date'2024-01-01', place FROM t", true)]
    [InlineData("SELECT 1 -- place and \"place\"\n FROM t", false)]
    [InlineData("SELECT 1 -- 'a\n, place FROM t", true)]
    [InlineData("SELECT 1 -- 'a\r, place FROM t", true)]
    [InlineData("SELECT 1 /* \"place\" */ FROM t", false)]
    [InlineData("SELECT 1 /* outer /* inner */ place */ FROM t", false)]
    [InlineData("SELECT 1 /* ' */, place FROM t", true)]
    [InlineData("SELECT $$place, 'place' and $ \"place\"$$ FROM t", false)]
    [InlineData("SELECT $a$place $$ place $b$ place$a$ FROM t", false)]
    [InlineData("SELECT $a1_$'$a1_$, place FROM t", true)]
    [InlineData("SELECT $é$'$é$, place FROM t", true)]
    [InlineData("SELECT $$'$$, place FROM t", true)]
    [InlineData("SELECT a$b$, place, a$b$ FROM t", true)]
    [InlineData("SELECT $1, place, $1 FROM t", true)]
    [InlineData("SELECT $n, place, $n FROM t", true)]
    public void A_name_is_what_the_parser_takes_for_one(string sql, bool isNamed)
    {
        using var session = new PlanningSession();
        var references = SqlAst.Objects(session.Ast.Parse(sql)).Where(node => SqlAst.Text(node, "class") == "COLUMN_REF");
        references.Any(node => node["column_names"]!.AsArray().Any(name => "place".Equals(name!.GetValue<string>(), StringComparison.OrdinalIgnoreCase))).ShouldBe(isNamed);
        SqlScanner.Names(sql, "place").ShouldBe(isNamed);
    }

    [Theory]
    [InlineData("f ($$)$$, 1) x", 12)]
    [InlineData("f ($q$)$q$, a$q$, b) x", 20)]
    [InlineData("f (e'\\')', ')') x", 15)]
    [InlineData("f ((1), \")\" /* ) /* ) */ ) */) x", 30)]
    [InlineData("f ($$)", -1)]
    [InlineData("f ('", -1)]
    [InlineData("f x", -1)]
    public void Brackets_end_where_those_in_texts_names_and_comments_do_not_count(string sql, int end) =>
        SqlScanner.EndOfBrackets(Encoding.UTF8.GetBytes(sql), 1).ShouldBe(end);
}
