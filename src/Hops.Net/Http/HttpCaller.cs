using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Hops.Net.Http;

/// <summary>Whoever sent a request, for the boundaries of the protocols over HTTP.</summary>
public static class HttpCaller
{
    /// <summary>True if a fault only says that the caller has gone: nobody reads an answer, and nothing is wrong here.</summary>
    /// <remarks>
    /// A reset reaches whoever reads the body before <see cref="HttpContext.RequestAborted"/> is cancelled. Another fault is one of ours, even if the
    /// caller has left meanwhile.
    /// </remarks>
    /// <param name="context">The request.</param>
    /// <param name="fault">What its handling ended with.</param>
    public static bool HasLeft(HttpContext context, Exception fault) =>
        fault is ConnectionResetException or ConnectionAbortedException
        || (fault is OperationCanceledException && context.RequestAborted.IsCancellationRequested);
}
