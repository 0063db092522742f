using Microsoft.Extensions.Logging;

namespace Hops.Streaming.Supervision;

internal sealed partial class SupervisedQuery
{
    private static partial class Log
    {
        [LoggerMessage(3, LogLevel.Warning, "Query {Query} stops until there is quota: {Reason}", EventName = "QuotaUsedUp")]
        public static partial void QuotaUsedUp(ILogger logger, string query, string reason);
    }
}
