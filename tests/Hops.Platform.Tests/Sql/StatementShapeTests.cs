using Hops.Platform.Sql;

namespace Hops.Platform.Tests.Sql;

/// <summary>What the audit trail keeps of a statement: names and form, and no value.</summary>
public sealed class StatementShapeTests
{
    [Theory]
    [InlineData("SELECT * FROM people WHERE name = 'Ada' AND age > 36.5e-1", "SELECT * FROM people WHERE name = ? AND age > ?")]
    [InlineData("SELECT 'it''s', E'a\\'b', x'ff', v2, t1.c3 FROM \"a 'quoted' \"\"table\"\"\" LIMIT 10", "SELECT ?, E?, x?, v2, t1.c3 FROM \"a 'quoted' \"\"table\"\"\" LIMIT ?")]
    [InlineData("SELECT $$secret$$, $tag$a $$ b$tag$, $1, a$b", "SELECT ?, ?, $1, a$b")]
    [InlineData("SELECT 1 -- secret\nFROM t /* of /* all */ */ WHERE a-1<0x1F", "SELECT ?  FROM t   WHERE a-?<?")]
    [InlineData("SELECT -1, 1_000, .5, a[1:2]", "SELECT -?, ?, .?, a[?:?]")]
    [InlineData("select 'secret", "select ?")]
    [InlineData("select /* secret", "select  ")]
    [InlineData("select -- secret", "select  ")]
    [InlineData("select $$ secret", "select ?")]
    [InlineData("select e'\\", "select e?")]
    [InlineData("", "")]
    public void Literals_and_comments_are_gone_and_names_stay(string statement, string shape) => StatementShape.Of(statement).ShouldBe(shape);
}
