using Hops.Core.Errors;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Tests.DuckDb;

/// <summary>What a hostile SQL text must not reach even if every rule of the planner failed.</summary>
public sealed class LockDownTests : IDisposable
{
    private readonly string _root = Path.Combine(Path.GetTempPath(), "hops-lockdown-" + Guid.NewGuid().ToString("N"));
    private readonly string _allowed;

    public LockDownTests()
    {
        _allowed = Path.Combine(_root, "allowed");
        Directory.CreateDirectory(_allowed);
        File.WriteAllText(Path.Combine(_root, "secret.csv"), "a\n1\n");
        File.CreateSymbolicLink(Path.Combine(_allowed, "link.csv"), Path.Combine(_root, "secret.csv"));
        Directory.CreateSymbolicLink(Path.Combine(_allowed, "link"), _root);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [DuckDbTheory]
    [InlineData("SELECT * FROM read_text('/etc/passwd')")]
    [InlineData("SELECT * FROM '/etc/passwd'")]
    [InlineData("SELECT * FROM read_csv('{allowed}/../secret.csv')")]
    [InlineData("SELECT * FROM read_csv('{allowed}/link.csv')")]
    [InlineData("SELECT * FROM read_csv('{allowed}/link/secret.csv')")]
    [InlineData("SELECT * FROM read_blob('/proc/self/environ')")]
    [InlineData("SELECT * FROM glob('/etc/*')")]
    [InlineData("COPY (SELECT 1) TO '{root}/out.parquet' (FORMAT parquet)")]
    [InlineData("COPY (SELECT 1) TO '{allowed}/link/out.parquet' (FORMAT parquet)")]
    [InlineData("COPY (SELECT 1) TO '/dev/stdout'")]
    [InlineData("ATTACH '{root}/other.db' AS other")]
    [InlineData("INSTALL httpfs")]
    [InlineData("LOAD '/tmp/x.duckdb_extension'")]
    [InlineData("SET memory_limit = '100GB'")]
    [InlineData("SET enable_external_access = true")]
    [InlineData("SET allowed_directories = ['/']")]
    [InlineData("RESET lock_configuration")]
    [InlineData("PRAGMA threads = 64")]
    [InlineData("EXPORT DATABASE '{root}/export'")]
    public void A_statement_that_reaches_outside_is_refused(string statement)
    {
        using var database = Database.Open(new DatabaseOptions { Threads = 1, AllowedDirectories = [_allowed] });
        using var connection = database.Connect();
        var sql = statement.Replace("{allowed}", _allowed, StringComparison.Ordinal).Replace("{root}", _root, StringComparison.Ordinal);
        Should.Throw<PlatformException>(() => connection.Execute(sql));
        Directory.EnumerateFileSystemEntries(_root).Select(Path.GetFileName).Order().ShouldBe(["allowed", "secret.csv"]);
    }

    [DuckDbFact]
    public void The_allowed_directory_can_be_written_and_read()
    {
        using var database = Database.Open(new DatabaseOptions { Threads = 1, AllowedDirectories = [_allowed] });
        using var connection = database.Connect();
        connection.Execute($"COPY (SELECT 42 AS a) TO '{_allowed}/x.parquet' (FORMAT parquet)").ShouldBe(1);
        using var result = connection.Query($"SELECT a FROM read_parquet('{_allowed}/x.parquet')");
        EngineFixture.Read(result).ShouldBe(["[42]"]);
    }

    [DuckDbFact]
    public void Exhausted_memory_is_a_refusal_and_not_a_crash()
    {
        using var database = Database.Open(new DatabaseOptions { Threads = 1, MemoryMaxBytes = 20 << 20 });
        using var connection = database.Connect();
        var refusal = Should.Throw<PlatformException>(() => connection.Execute("CREATE TABLE t AS SELECT range AS a, range::VARCHAR || 'padding padding' AS b FROM range(10000000)"));
        refusal.Code.ShouldBe(ErrorCode.ResourcesExceeded);
        connection.Execute("SELECT 1");
    }

    [DuckDbFact]
    public async Task An_interrupt_ends_a_running_statement()
    {
        using var database = Database.Open(new DatabaseOptions { Threads = 1 });
        using var connection = database.Connect();
        var running = Task.Run(() => connection.Execute("SELECT count(*) FROM range(1000000000000) a WHERE a.range % 7 = 8"));
        while (!running.IsCompleted)
        {
            connection.Interrupt();
            await Task.WhenAny(running, Task.Delay(TimeSpan.FromMilliseconds(20)));
        }
        (await Should.ThrowAsync<PlatformException>(() => running)).Code.ShouldBe(ErrorCode.Unavailable);
    }

    [DuckDbFact]
    public void An_error_tells_line_and_column()
    {
        using var database = Database.Open(new DatabaseOptions { Threads = 1 });
        using var connection = database.Connect();
        var refusal = Should.Throw<PlatformException>(() => connection.Execute("SELECT 1,\n  'é' || nope\nFROM range(3)"));
        refusal.Code.ShouldBe(ErrorCode.InvalidQuery);
        (refusal.Facts["line"], refusal.Facts["column"]).ShouldBe((2, 10));
    }
}
