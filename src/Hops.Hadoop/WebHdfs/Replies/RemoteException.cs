using System.Text.Json.Serialization;
using Hops.Core.Errors;
using Microsoft.AspNetCore.Http;

namespace Hops.Hadoop.WebHdfs.Replies;

/// <summary>
/// The error body of WebHDFS: <c>{"RemoteException":{"exception","javaClassName","message","hopsCode"}}</c>. Java clients raise the class,
/// <c>hopsCode</c> is the slug of our own error table for our own clients.
/// </summary>
internal static class RemoteException
{
    /// <summary>
    /// Status code of a refusal: Hadoop's rule (WebHDFS "Error Responses"), because clients such as npm <c>webhdfs</c> know only 400, 401,
    /// 403, 404 and 500 and take any other one for a redirect.
    /// </summary>
    public static int Status(ErrorRow row) => row switch
    {
        { Code: ErrorCode.Unauthenticated } => StatusCodes.Status401Unauthorized,
        { HttpStatus: StatusCodes.Status500InternalServerError } => StatusCodes.Status500InternalServerError,
        { HadoopClass: "java.io.FileNotFoundException" } => StatusCodes.Status404NotFound,
        { HadoopClass: "java.lang.UnsupportedOperationException" } => StatusCodes.Status400BadRequest,
        { HadoopClass: "org.apache.hadoop.HadoopIllegalArgumentException" } => StatusCodes.Status400BadRequest,
        { HadoopClass: "org.apache.hadoop.fs.InvalidPathException" } => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status403Forbidden,
    };

    /// <summary>Answers with the refusal.</summary>
    public static async Task WriteAsync(HttpContext http, ErrorCode code, string message, CancellationToken cancellationToken)
    {
        var row = ErrorTable.Row(code);
        http.Response.StatusCode = Status(row);
        if (code == ErrorCode.Unauthenticated)
            http.Response.Headers.WWWAuthenticate = new[] { "Basic realm=\"Hops\", charset=\"UTF-8\"", "Bearer realm=\"Hops\"" };

        var className = row.HadoopClass;
        var reply = new RemoteExceptionReply(new RemoteExceptionObject(className[(className.LastIndexOf('.') + 1)..], className, message, row.Slug));
        await JsonReply.WriteAsync(http.Response, reply, WebHdfsJson.Default.RemoteExceptionReply, cancellationToken);
    }
}

/// <summary>The body of a refusal.</summary>
internal sealed record RemoteExceptionReply([property: JsonPropertyName("RemoteException")] RemoteExceptionObject RemoteException);

/// <summary>A refusal: the simple and the full name of its Java class, its message, and the slug of our own error table.</summary>
internal sealed record RemoteExceptionObject(string Exception, string JavaClassName, string Message, string HopsCode);
