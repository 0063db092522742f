using System.Net;

namespace Hops.Cli.Commands.Files;

/// <summary>Body of an upload: a stream, sent as it is read.</summary>
/// <param name="from">The stream; its owner closes it.</param>
internal sealed class UploadContent(Stream from) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        Transfer.CopyAsync(from, stream, from.CanSeek ? from.Length : null, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = from.CanSeek ? from.Length : 0;
        return from.CanSeek;
    }
}
