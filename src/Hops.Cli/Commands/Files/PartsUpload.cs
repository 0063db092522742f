using System.Globalization;
using System.Text;
using Hops.Cli.Output;
using Hops.Core.Errors;

namespace Hops.Cli.Commands.Files;

/// <summary>
/// Sends a large file in parts (tus 1.0.0). It goes on over cuts, and over an earlier command that was ended: the server knows how far the upload
/// of the same file to the same path is.
/// </summary>
internal static class PartsUpload
{
    /// <summary>Shorter files are sent in one request, which is over soon.</summary>
    public const long FromBytes = 32L << 20;

    private const int PartBytes = 16 << 20;
    private const int FailuresMax = 5;

    /// <summary>Sends all of it.</summary>
    /// <exception cref="PlatformException">The refusal of the server; the last failure if it does not go on.</exception>
    public static async Task RunAsync(CommandContext context, FileStream from, string path, bool overwrite, CancellationToken cancellationToken)
    {
        var said = MetadataOf(from, path, overwrite);
        var upload = await FindAsync(context, said, cancellationToken);
        if (upload is null)
            upload = await BeginAsync(context, said, from.Length, cancellationToken);
        else
            Printer.Note(string.Create(CultureInfo.InvariantCulture, $"Goes on after the {upload.ReceivedBytes} bytes that have come before."));
        for (var failures = 0; upload is not null && upload.ReceivedBytes < from.Length;)
        {
            try
            {
                upload = await SendPartAsync(context, upload, from, cancellationToken);
                failures = 0;
            }
            catch (PlatformException cut) when (ErrorTable.Row(cut.Code).Retriable && ++failures <= FailuresMax)
            {
                await Task.Delay(TimeSpan.FromSeconds(1 << failures), cancellationToken);
                upload = await FindAsync(context, said, cancellationToken);
            }
        }
    }

    /// <summary>What tells this file from others: where it goes, how long it is and when it was changed.</summary>
    private static string MetadataOf(FileStream from, string path, bool overwrite)
    {
        var stamp = string.Create(CultureInfo.InvariantCulture, $"{from.Length} {File.GetLastWriteTimeUtc(from.Name).Ticks}");
        return $"path {Coded(path)},stamp {Coded(stamp)}{(overwrite ? $",overwrite {Coded("true")}" : "")}";
    }

    private static async Task<Upload?> FindAsync(CommandContext context, string said, CancellationToken cancellationToken)
    {
        await foreach (var item in context.ListAsync(context.InProject("files", "uploads"), null, cancellationToken))
        {
            if (item.GetProperty("metadata").GetString() == said)
                return new Upload(item.GetProperty("id").GetString()!, item.GetProperty("receivedBytes").GetInt64());
        }

        return null;
    }

    private static async Task<Upload?> BeginAsync(CommandContext context, string said, long lengthBytes, CancellationToken cancellationToken)
    {
        using var begin = new ByteArrayContent([]);
        begin.Headers.Add("Tus-Resumable", "1.0.0");
        begin.Headers.Add("Upload-Length", lengthBytes.ToString(CultureInfo.InvariantCulture));
        begin.Headers.Add("Upload-Metadata", said);
        await context.Server.CallAsync(HttpMethod.Post, context.InProject("files", "uploads"), begin, cancellationToken: cancellationToken);
        return await FindAsync(context, said, cancellationToken);
    }

    private static async Task<Upload> SendPartAsync(CommandContext context, Upload upload, FileStream from, CancellationToken cancellationToken)
    {
        var part = new byte[(int)Math.Min(PartBytes, from.Length - upload.ReceivedBytes)];
        from.Position = upload.ReceivedBytes;
        await from.ReadExactlyAsync(part, cancellationToken);
        using var content = new ByteArrayContent(part);
        content.Headers.Add("Tus-Resumable", "1.0.0");
        content.Headers.Add("Upload-Offset", upload.ReceivedBytes.ToString(CultureInfo.InvariantCulture));
        content.Headers.ContentType = new("application/offset+octet-stream");
        await context.Server.CallAsync(HttpMethod.Patch, context.InProject("files", "uploads", upload.Id), content, cancellationToken: cancellationToken);
        Transfer.Tell(upload.ReceivedBytes + part.Length, from.Length);
        return upload with { ReceivedBytes = upload.ReceivedBytes + part.Length };
    }

    private static string Coded(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private sealed record Upload(string Id, long ReceivedBytes);
}
