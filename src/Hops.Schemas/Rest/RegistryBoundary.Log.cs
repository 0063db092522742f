using Microsoft.Extensions.Logging;

namespace Hops.Schemas.Rest;

internal sealed partial class RegistryBoundary
{
    [LoggerMessage(Level = LogLevel.Error, EventName = "RegistryFault", Message = "Schema registry: {Method} {Pattern} failed")]
    private static partial void LogFault(ILogger logger, string method, string pattern, Exception fault);
}
