using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Door;
using Hops.Hadoop.WebHdfs.Authentication;
using Hops.Hadoop.WebHdfs.Replies;
using Hops.Hadoop.WebHdfs.Requests;
using Hops.Net.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Hops.Hadoop.WebHdfs;

/// <summary>
/// The boundary of WebHDFS. For each request: (1) decode the path, (2) find the row of (method, op), (3) authenticate, (4) ask at the door,
/// before a parameter is looked at or a byte of the body is read, (5) run the handler, (6) turn any refusal into a <c>RemoteException</c>.
/// </summary>
internal sealed partial class WebHdfsServer(
    FileDoor door, IAuthentication authentication, IGate gate, TransferTickets tickets, WebHdfsOptions options, ILogger<WebHdfsServer> logger)
{
    private readonly CallerAuthentication _authentication = new(authentication, gate, tickets);

    /// <summary>Serves one request below <paramref name="prefix"/>.</summary>
    public async Task ServeAsync(HttpContext http, string prefix)
    {
        var cancellationToken = http.RequestAborted;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            await ServeCheckedAsync(http, prefix, cancellationToken);
        }
        catch (PlatformException refusal)
        {
            await RefuseAsync(http, refusal.Code, refusal.Message, refusal);
        }
        catch (BadHttpRequestException bad)
        {
            var code = bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? ErrorCode.TooLarge : ErrorCode.InvalidArgument;
            await RefuseAsync(http, code, bad.Message, bad);
        }
        catch (Exception gone) when (cancellationToken.IsCancellationRequested || HttpCaller.HasLeft(http, gone))
        {
            // The client is gone: there is nobody to answer.
            http.Abort();
        }
#pragma warning disable CA1031 // The boundary: a fault of ours becomes an answer without details and a line in the log.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Log.OperationFailed(logger, OperationName(http), http.TraceIdentifier, fault);
            await RefuseAsync(http, ErrorCode.Internal, $"Internal error; the server's log has it as request {http.TraceIdentifier}.", fault);
        }
    }

    private async Task ServeCheckedAsync(HttpContext http, string prefix, CancellationToken cancellationToken)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = RequestPath.FromTarget(target, prefix);
        var parameters = new RequestParameters(http.Request.Query);
        var row = OperationTable.Find(http.Request.Method, parameters.RequiredText("op", "request"));
        var principal = await _authentication.AuthenticateAsync(http.Request, parameters, row, path.Text);
        door.Demand(principal, row.Required, path);
        var call = new WebHdfsCall
        {
            Http = http,
            Principal = principal,
            Path = path,
            Parameters = parameters,
            Row = row,
            Door = door,
            Tickets = tickets,
            Options = options,
        };
        await row.HandleAsync(call, cancellationToken);
    }

    private async Task RefuseAsync(HttpContext http, ErrorCode code, string message, Exception cause)
    {
        if (http.Response.HasStarted)
        {
            // Part of the body is out: closing the connection is the only way to say that the rest is missing.
            Log.ReplyBrokenOff(logger, OperationName(http), http.TraceIdentifier, cause);
            http.Abort();
            return;
        }

        http.Response.Clear();
        http.Response.Headers.XContentTypeOptions = "nosniff";
        await RemoteException.WriteAsync(http, code, message, http.RequestAborted);
    }

    private static string OperationName(HttpContext http) =>
        OperationTable.KnownName(http.Request.Query["op"].ToString()) ?? "request";
}
