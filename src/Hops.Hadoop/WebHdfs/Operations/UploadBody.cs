using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>The body of CREATE and APPEND, to be read as it comes.</summary>
internal static class UploadBody
{
    /// <summary>The body without the limits of the host: a file may be of any size, and a writer of a stream may pause.</summary>
    public static PipeReader Of(WebHdfsCall call)
    {
        if (call.Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = call.Options.UploadBytesMax;

        if (call.Http.Features.Get<Microsoft.AspNetCore.Server.Kestrel.Core.Features.IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;

        return call.Http.Request.BodyReader;
    }
}
