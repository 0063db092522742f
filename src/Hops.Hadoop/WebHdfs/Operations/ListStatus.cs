using System.Text.Json;
using Hops.Hadoop.WebHdfs.Replies;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>LISTSTATUS: the whole directory in one reply. It is read page by page and sent as it is read.</summary>
internal static class ListStatus
{
    /// <summary>Answers <c>{"FileStatuses":{"FileStatus":[...]}}</c>.</summary>
    public static async Task HandleAsync(WebHdfsCall call, CancellationToken cancellationToken)
    {
        // The first page comes before anything is sent, so that a refusal is a clean reply.
        var page = await call.Door.ListAsync(call.Principal, call.Path, "", call.Options.ListPageEntries, cancellationToken);
        call.Response.ContentType = "application/json";
        var output = call.Response.BodyWriter;
        await using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WriteStartObject("FileStatuses");
        writer.WriteStartArray("FileStatus");
        while (true)
        {
            foreach (var entry in page.Entries)
                JsonSerializer.Serialize(writer, FileStatusEntry.Of(entry, entry.Name), WebHdfsJson.Default.FileStatusEntry);

            await writer.FlushAsync(cancellationToken);
            await output.FlushAsync(cancellationToken);
            if (page.ContinueAfter is not { } last)
                break;

            page = await call.Door.ListAsync(call.Principal, call.Path, last, call.Options.ListPageEntries, cancellationToken);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
        await writer.FlushAsync(cancellationToken);
        await output.FlushAsync(cancellationToken);
    }
}
