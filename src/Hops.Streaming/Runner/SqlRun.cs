namespace Hops.Streaming.Runner;
internal static class SqlRun { public static Task RunAsync(RunnerContext context, CancellationToken cancellationToken) => Task.CompletedTask; }
