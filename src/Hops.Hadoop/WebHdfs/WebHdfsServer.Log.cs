using Microsoft.Extensions.Logging;

namespace Hops.Hadoop.WebHdfs;

internal sealed partial class WebHdfsServer
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Operation} failed, request {RequestId}", EventName = "OperationFailed")]
        public static partial void OperationFailed(ILogger logger, string operation, string requestId, Exception cause);

        [LoggerMessage(2, LogLevel.Warning, "{Operation} broke off after its reply had begun, request {RequestId}", EventName = "ReplyBrokenOff")]
        public static partial void ReplyBrokenOff(ILogger logger, string operation, string requestId, Exception cause);
    }
}
