using System.Globalization;
using System.Net;
using System.Text;

namespace Hops.Api.Tests.Files.Uploads;

/// <summary>The body of a request of tus with the headers that belong to it.</summary>
internal sealed class TusBody : HttpContent
{
    private readonly byte[] _content;

    private TusBody(byte[] content, params (string Name, string Value)[] said)
    {
        _content = content;
        Said = [.. said.Prepend(("Tus-Resumable", "1.0.0"))];
    }

    internal IReadOnlyList<(string Name, string Value)> Said { get; }

    internal static TusBody Bare() => new([]);

    internal static TusBody Begin(string path, long lengthBytes, bool overwrite = false)
    {
        var metadata = $"path {Coded(path)}" + (overwrite ? $",overwrite {Coded("true")}" : "");
        return new TusBody([], ("Upload-Length", lengthBytes.ToString(CultureInfo.InvariantCulture)), ("Upload-Metadata", metadata));
    }

    internal static TusBody Part(long offsetBytes, byte[] content, string type = "application/offset+octet-stream")
    {
        var part = new TusBody(content, ("Upload-Offset", offsetBytes.ToString(CultureInfo.InvariantCulture)));
        part.Headers.ContentType = new(type);
        return part;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(_content).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = _content.Length;
        return true;
    }

    private static string Coded(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
