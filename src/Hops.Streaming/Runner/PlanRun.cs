using System.Text.Json;
using Hops.Core.Errors;
using Hops.Streaming.Decoding;
using Hops.Streaming.DuckDb;
using Hops.Streaming.Planning;

namespace Hops.Streaming.Runner;

/// <summary>Checks a streaming query: everything that can be refused before it starts.</summary>
internal static class PlanRun
{
    /// <summary>Plans the query of the assignment and reports its columns.</summary>
    public static async Task RunAsync(RunnerContext context, CancellationToken cancellationToken)
    {
        var (plan, _) = await CreateAsync(context, cancellationToken);
        await using var connection = await context.ConnectAsync(cancellationToken);
        await context.OpenSourceAsync(connection, plan.Definition.Topic, cancellationToken);
        await CheckSinkAsync(context, plan.Definition, cancellationToken);
        context.Reports.Write(new RunnerReport
        {
            Event = RunnerEvent.Result,
            Body = JsonSerializer.SerializeToElement(
                new
                {
                    columns = plan.OutputColumns.Select(column => new { name = column.Name, type = column.Type.ToString() }),
                    isStateful = plan.IsStateful,
                },
                RunnerJson.Format),
        });
    }

    /// <summary>The plan of the query of the assignment, by the newest schemas of its topic, and those.</summary>
    public static async Task<(QueryPlan Plan, TopicSchemas Schemas)> CreateAsync(RunnerContext context, CancellationToken cancellationToken)
    {
        var definition = DefinitionOf(context.Assignment);
        definition = definition with { Sink = context.PathOf(definition.Sink).TrimEnd('/') };
        var schemas = await TopicSchemas.LatestAsync(context.Registry, definition.Topic, SqlScanner.Names(definition.Sql, KeyLayout.Name), cancellationToken);
        var tables = new Dictionary<string, IReadOnlyList<SqlColumn>>(StringComparer.Ordinal);
        if (definition.Tables.Count > 0)
            throw new PlatformException(ErrorCode.Unsupported, "A streaming query reads its topic only; join with tables in SQL over its sink.");
        return (QueryPlan.Create(definition, schemas.Value, tables, schemas.Key), schemas);
    }

    /// <summary>Looks up the schemas of writers.</summary>
    internal static WriterSchemas Writers(RunnerContext context) => new(context.Registry.FindById);

    /// <summary>The definition, with no more memory and threads than the server gives to a runner, whatever its writer asks for.</summary>
    internal static StreamingQuery DefinitionOf(RunnerAssignment assignment)
    {
        var definition = StreamingQuery.Parse(assignment.Definition!.Value.GetRawText());
        var limits = definition.Limits;
        return definition with
        {
            Limits = limits with
            {
                MemoryMaxMiB = (int)Math.Min(limits.MemoryMaxMiB, assignment.MemoryMaxBytes >> 20),
                Threads = Math.Min(limits.Threads, assignment.Threads),
            },
        };
    }

    /// <summary>Refuses a sink that is no directory, or is gone.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c> with the fact <c>sink</c>; <c>NotADirectory</c>.</exception>
    public static async Task CheckSinkAsync(RunnerContext context, StreamingQuery definition, CancellationToken cancellationToken)
    {
        var path = definition.Sink;
        var sink = await context.Files.FindAsync(path, cancellationToken)
            ?? throw new PlatformException(ErrorCode.NotFound, $"There is no dataset {path}: make it first.").With("sink", path);
        if (!sink.IsDirectory)
            throw new PlatformException(ErrorCode.NotADirectory, $"{path} is a file; a query writes into a dataset.");
    }
}
