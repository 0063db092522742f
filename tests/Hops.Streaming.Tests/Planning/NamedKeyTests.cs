using Hops.Core.Errors;
using Hops.Streaming.DuckDb;
using Hops.Streaming.Planning;

namespace Hops.Streaming.Tests.Planning;

/// <summary>Of which tables a statement names the typed key: of those only are keys read.</summary>
public sealed class NamedKeyTests
{
    [DuckDbTheory]
    [InlineData("SELECT n FROM topics.a", "")]
    [InlineData("SELECT *, '_typed_key', \"n\" /* _typed_key */ FROM topics.a", "")]
    [InlineData("SELECT n AS _typed_key FROM topics.a", "")]
    [InlineData("SELECT _TYPED_KEY.x FROM topics.a", "topics.a")]
    [InlineData("SELECT \"_typed_key\" FROM topics.\"p.a\"", "topics.p.a")]
    [InlineData("SELECT x._typed_key.s FROM topics.a x JOIN topics.b USING (n)", "topics.a")]
    [InlineData("SELECT a._typed_key FROM topics.a JOIN topics.b ON a.n = b.n", "topics.a")]
    [InlineData("SELECT topics.a._typed_key.s FROM topics.a JOIN topics.b ON a.n = b.n", "topics.a")]
    [InlineData("SELECT b._typed_key FROM topics.a b JOIN topics.b a ON a.n = b.n", "topics.a")]
    [InlineData("SELECT a.n FROM topics.a JOIN topics.b ON a._typed_key = b.n WHERE b.s._typed_key = 1 AND s._typed_key = 2", "topics.a")]
    [InlineData("SELECT _typed_key FROM topics.a JOIN topics.b USING (n)", "topics.a topics.b")]
    [InlineData("SELECT 1 FROM topics.a JOIN topics.b USING (_typed_key)", "topics.a topics.b")]
    [InlineData("SELECT a.* EXCLUDE (_typed_key), b.* FROM topics.a, topics.b", "topics.a")]
    [InlineData("SELECT * RENAME (_typed_key AS k) FROM topics.a", "topics.a")]
    [InlineData("SELECT * REPLACE (1 AS _typed_key) FROM topics.a", "topics.a")]
    [InlineData("FROM topics.a UNPIVOT (v FOR k IN (n, _typed_key))", "topics.a")]
    [InlineData("SELECT n FROM topics.a UNION ALL SELECT _typed_key FROM topics.b", "topics.b")]
    [InlineData("SELECT n FROM topics.a GROUP BY n, _typed_key HAVING max(n) > 1 ORDER BY n", "topics.a")]
    [InlineData("WITH c AS (SELECT _typed_key AS k FROM topics.a) SELECT k FROM c JOIN topics.b ON k = n", "topics.a")]
    [InlineData("WITH c AS (SELECT * FROM topics.a), d AS (SELECT * FROM c) SELECT d._typed_key FROM d JOIN topics.b ON true", "topics.a")]
    [InlineData("SELECT x._typed_key FROM (SELECT * FROM topics.a) x JOIN topics.b ON true", "topics.a")]
    [InlineData("SELECT x.k FROM (SELECT _typed_key AS k FROM topics.a) x JOIN topics.b ON true", "topics.a")]
    [InlineData("SELECT k FROM topics.a, LATERAL (SELECT _typed_key) AS q(k)", "topics.a")]
    [InlineData("SELECT n FROM topics.a WHERE n IN (SELECT _typed_key FROM topics.b)", "topics.a topics.b")]
    [InlineData("SELECT n FROM topics.a WHERE n IN (SELECT b._typed_key FROM topics.b)", "topics.b")]
    [InlineData("SELECT n FROM topics.a WHERE EXISTS (SELECT 1 FROM topics.b WHERE a._typed_key = b.n)", "topics.a")]
    public void It_is_of_the_tables_whose_key_is_named(string sql, string tables) =>
        NamedKey.Of(sql).Select(key => key.Table).Distinct().Order(StringComparer.Ordinal).ShouldBe(tables.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [DuckDbFact]
    public void Expressions_that_read_the_one_before_them_twice_are_gone_through_once()
    {
        var steps = Enumerable.Range(1, 60).Select(step => $"c{step} AS (SELECT x.* FROM c{step - 1} x, c{step - 1} y)");
        NamedKey.Of($"WITH c0 AS (SELECT * FROM topics.a), {string.Join(", ", steps)} SELECT c60._typed_key FROM c60").ShouldHaveSingleItem().Table.ShouldBe("topics.a");
    }

    [DuckDbTheory]
    [InlineData("SELECT n,\n _typed_key FROM topics.a")]
    [InlineData("SELECT _typed_key.station FROM topics.a")]
    [InlineData("SELECT x._typed_key FROM topics.a x")]
    [InlineData("SELECT x._typed_key.station FROM topics.a x")]
    [InlineData("SELECT n FROM topics.a GROUP BY n, _typed_key.station")]
    [InlineData("SELECT n FROM topics.a WHERE n IN (SELECT _typed_key FROM topics.a)")]
    [InlineData("WITH c AS (SELECT * FROM topics.a) SELECT c._typed_key FROM c")]
    [InlineData("SELECT * EXCLUDE (_typed_key) FROM topics.a")]
    [InlineData("SELECT * REPLACE (1 AS _typed_key) FROM topics.a")]
    [InlineData("SELECT x.n FROM topics.a x JOIN topics.a y USING (_typed_key)")]
    public void Where_there_is_none_the_engine_refuses_the_statement_at_that_place(string sql)
    {
        var directory = Directory.CreateTempSubdirectory("hops-named-key-").FullName;
        var request = new AdHocRequest
        {
            Sql = sql,
            Directory = directory,
            TableFiles = new Dictionary<string, IReadOnlyList<string>> { ["topics.a"] = [] },
            TableColumns = new Dictionary<string, IReadOnlyList<SqlColumn>> { ["topics.a"] = [new SqlColumn("n", SqlType.Of(TypeId.BigInt))] },
        };
        var refusal = Should.Throw<PlatformException>(() => AdHocQuery.Run(request, CancellationToken.None));
        Directory.Delete(directory, recursive: true);
        refusal.Code.ShouldBe(ErrorCode.InvalidQuery);
        NamedKey.Of(sql).ShouldContain(key => key.IsMissedBy(refusal), refusal.Message);
    }
}
