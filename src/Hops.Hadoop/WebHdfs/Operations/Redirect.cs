using Hops.FileSystem.Paths;
using Hops.Hadoop.WebHdfs.Replies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>
/// Step 1 of CREATE and APPEND: clients send no body with it and expect to be told where to send one. It is told this server again, with
/// <c>data=true</c> and a ticket, so that the client needs no credential of its own for step 2.
/// </summary>
internal static class Redirect
{
    /// <summary>True if the request is step 2, or both steps in one: its body is the content.</summary>
    public static bool HasContent(WebHdfsCall call) => call.Parameters.Flag("data", fallback: false);

    /// <summary>Answers 307, or 200 with the location as JSON if <c>noredirect=true</c>.</summary>
    /// <param name="call">The request.</param>
    /// <param name="parameters">Names of the parameters that step 2 needs.</param>
    /// <param name="cancellationToken">Ends the reply.</param>
    public static async Task ReplyAsync(WebHdfsCall call, string[] parameters, CancellationToken cancellationToken)
    {
        var location = Location(call, parameters);
        if (call.Parameters.Flag("noredirect", fallback: false))
        {
            await JsonReply.WriteAsync(call.Response, new LocationReply(location), WebHdfsJson.Default.LocationReply, cancellationToken);
            return;
        }

        call.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
        call.Response.Headers.Location = location;
        await JsonReply.EmptyAsync(call.Response);
    }

    /// <summary>The path as it stands in a URL.</summary>
    public static string Escaped(FilePath path) => string.Join('/', path.Text.Split('/').Select(Uri.EscapeDataString));

    private static string Location(WebHdfsCall call, string[] parameters)
    {
        var request = call.Http.Request;
        var address = call.Options.PublicAddress?.GetLeftPart(UriPartial.Authority)
            ?? $"{request.Scheme}://{request.Host.ToUriComponent()}";
        var path = WebHdfsModule.Prefix + Escaped(call.Path);
        var query = new QueryBuilder { { "op", call.Row.Name }, { "data", "true" } };
        foreach (var name in parameters)
        {
            if (call.Parameters.Text(name) is { } value)
                query.Add(name, value);
        }

        query.Add("ticket", call.Tickets.Issue(call.Principal, call.Row.Name, call.Path.Text));
        return address + path + query.ToQueryString();
    }
}
