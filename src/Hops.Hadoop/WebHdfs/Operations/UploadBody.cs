using System.IO.Pipelines;
using Hops.Core.Errors;
using Microsoft.AspNetCore.Http.Features;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>The body of CREATE and APPEND, read as it comes.</summary>
internal static class UploadBody
{
    /// <summary>
    /// Hands the body to <paramref name="writeAsync"/> piece by piece; the next piece is read when the last one is written, so a slow
    /// disk slows the client down and memory stays bounded.
    /// </summary>
    public static async Task ReadAsync(
        WebHdfsCall call, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> writeAsync, CancellationToken cancellationToken)
    {
        LiftHostLimits(call);
        using var idle = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var body = call.Http.Request.BodyReader;
        while (true)
        {
            var read = await ReadPieceAsync(body, idle, call.Options.UploadIdleTimeout, cancellationToken);
            call.DemandStill();
            foreach (var piece in read.Buffer)
            {
                await writeAsync(piece, cancellationToken);
            }

            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private static async ValueTask<ReadResult> ReadPieceAsync(
        PipeReader body, CancellationTokenSource idle, TimeSpan idleTimeout, CancellationToken cancellationToken)
    {
        idle.CancelAfter(idleTimeout);
        try
        {
            return await body.ReadAsync(idle.Token);
        }
        catch (OperationCanceledException silence) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PlatformException(ErrorCode.Timeout, $"The client sent nothing for {idleTimeout}; the upload is given up.", silence);
        }
        finally
        {
            idle.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    // The host bounds bodies and asks for a rate; a file may be of any size, and a writer of a stream may pause.
    private static void LiftHostLimits(WebHdfsCall call)
    {
        if (call.Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = call.Options.UploadBytesMax;
        }

        if (call.Http.Features.Get<Microsoft.AspNetCore.Server.Kestrel.Core.Features.IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }
}
