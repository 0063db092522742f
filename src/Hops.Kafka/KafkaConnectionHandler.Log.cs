using Microsoft.Extensions.Logging;

namespace Hops.Kafka;

public sealed partial class KafkaConnectionHandler
{
    [LoggerMessage(EventId = 1, EventName = "Malformed", Level = LogLevel.Information, Message = "Connection {ConnectionId} sent a malformed request: {Reason}")]
    private partial void LogMalformed(string connectionId, string reason);

    [LoggerMessage(EventId = 2, EventName = "Refused", Level = LogLevel.Information, Message = "Connection {ConnectionId} is refused: {Reason}")]
    private partial void LogRefused(string connectionId, string reason);

    [LoggerMessage(EventId = 3, EventName = "Gone", Level = LogLevel.Debug, Message = "Connection {ConnectionId} ended: {Reason}")]
    private partial void LogGone(string connectionId, string reason);

    [LoggerMessage(EventId = 4, EventName = "Failed", Level = LogLevel.Error, Message = "Connection {ConnectionId} is closed by a fault of ours")]
    private partial void LogFailed(string connectionId, Exception failure);
}
