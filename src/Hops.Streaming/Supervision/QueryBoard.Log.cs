using Microsoft.Extensions.Logging;

namespace Hops.Streaming.Supervision;

internal sealed partial class QueryBoard
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Query {Query}: {Warning}", EventName = "RowsLeftOut")]
        public static partial void RowsLeftOut(ILogger logger, string query, string warning);

        [LoggerMessage(2, LogLevel.Warning, "Query {Query} failed ({Error}): {Reason}", EventName = "QueryFailed")]
        public static partial void QueryFailed(ILogger logger, string query, string error, string reason);
    }
}
