using Hops.Core.Identity;
using Hops.FileSystem.Door;
using Hops.FileSystem.Paths;
using Hops.Hadoop.WebHdfs.Authentication;
using Hops.Hadoop.WebHdfs.Requests;
using Microsoft.AspNetCore.Http;

namespace Hops.Hadoop.WebHdfs;

/// <summary>One request: who asks for what, and what its handler may use.</summary>
internal sealed class WebHdfsCall
{
    /// <summary>The HTTP exchange.</summary>
    public required HttpContext Http { get; init; }

    /// <summary>The caller, authenticated and current.</summary>
    public required Principal Principal { get; init; }

    /// <summary>The path, decoded and validated.</summary>
    public required FilePath Path { get; init; }

    /// <summary>The query.</summary>
    public required RequestParameters Parameters { get; init; }

    /// <summary>The row that is being served.</summary>
    public required OperationRow Row { get; init; }

    /// <summary>The files, behind the checks that every protocol makes.</summary>
    public required FileDoor Door { get; init; }

    /// <summary>Tickets of redirects.</summary>
    public required TransferTickets Tickets { get; init; }

    /// <summary>Limits.</summary>
    public required WebHdfsOptions Options { get; init; }

    /// <summary>The reply.</summary>
    public HttpResponse Response => Http.Response;
}
