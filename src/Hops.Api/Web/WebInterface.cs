using Hops.Core.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Hops.Api.Web;

/// <summary>The web interface: files that were built beforehand, and one page whose addresses are paths of this server (ADR 0087).</summary>
public static class WebInterface
{
    /// <summary>Serves it, if it was built; after the front, and before or after the routes of others.</summary>
    /// <param name="host">The host.</param>
    /// <param name="options">Where it is.</param>
    /// <returns>False if there are no pages: then <c>/</c> says where else to go on.</returns>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: the setting names no directory of pages.</exception>
    public static bool MapWebInterface(this WebApplication host, WebOptions options)
    {
        if (WebFolder.Find(options) is not { } folder)
            return false;
        foreach (var file in folder.Files)
        {
            var pattern = "/" + file.Path.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
            host.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], context => GetWebFile.RunAsync(context, file)).ExcludeFromDescription();
        }

        var page = new WebPage(folder, ((Microsoft.AspNetCore.Routing.IEndpointRouteBuilder)host).DataSources);
        host.Use(next => context => page.IsAt(context) ? page.SendAsync(context) : next(context));
        return true;
    }
}
