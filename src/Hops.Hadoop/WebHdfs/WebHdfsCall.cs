using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Paths;
using Hops.Hadoop.WebHdfs.Authentication;
using Hops.Hadoop.WebHdfs.Requests;
using Microsoft.AspNetCore.Http;
using HopsFileSystem = Hops.FileSystem.FileSystem;

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

    /// <summary>The file system.</summary>
    public required HopsFileSystem Files { get; init; }

    /// <summary>The gate, for paths besides <see cref="Path"/>.</summary>
    public required IGate Gate { get; init; }

    /// <summary>Tickets of redirects.</summary>
    public required TransferTickets Tickets { get; init; }

    /// <summary>Transfers under way.</summary>
    public required TransferLimit Transfers { get; init; }

    /// <summary>Limits.</summary>
    public required WebHdfsOptions Options { get; init; }

    /// <summary>The reply.</summary>
    public HttpResponse Response => Http.Response;

    /// <summary>Refuses unless the gate lets the caller do <paramref name="operation"/> on <paramref name="path"/>.</summary>
    /// <exception cref="PlatformException">NotFound where the caller may not know the path, ExportDenied, AccessDenied.</exception>
    public void Demand(Operation operation, FilePath path) => Demand(Gate, Principal, operation, path);

    /// <summary>
    /// Refuses if the caller may not do any longer what the request began with. A transfer asks before each piece, so that one who has
    /// lost a membership gets no more of it; the answer comes from memory.
    /// </summary>
    public void DemandStill()
    {
        var now = Gate.Current(Principal)
            ?? throw new PlatformException(ErrorCode.Unauthenticated, "The credential or the membership has ended.");
        Demand(Gate, now, Row.Required, Path);
    }

    /// <summary>True if the caller may know that <paramref name="path"/> exists.</summary>
    public bool MayKnow(FilePath path) =>
        !Gate.Decide(Principal, Operation.Describe, new Resource(ResourceKind.File, Gate.ProjectOfPath(path.Text), path.Text)).Hidden;

    /// <summary>Refuses unless the gate allows it.</summary>
    public static void Demand(IGate gate, Principal principal, Operation operation, FilePath path)
    {
        var resource = new Resource(ResourceKind.File, gate.ProjectOfPath(path.Text), path.Text);
        var decision = gate.Decide(principal, operation, resource);
        if (decision.Allowed)
        {
            return;
        }

        if (decision.IsExport)
        {
            gate.NoteRefusal(principal, operation, resource, decision);
        }

        throw decision switch
        {
            { Hidden: true } => new PlatformException(ErrorCode.NotFound, $"File does not exist: {path}"),
            { IsExport: true } => new PlatformException(ErrorCode.ExportDenied, decision.Reason),
            _ => new PlatformException(ErrorCode.AccessDenied, decision.Reason),
        };
    }
}
