using System.Text.Json;
using Hops.FileSystem;
using Hops.Hadoop.WebHdfs.Replies;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>GETCONTENTSUMMARY and GETQUOTAUSAGE: what a tree holds, and its limits.</summary>
internal static class GetContentSummary
{
    /// <summary>GETCONTENTSUMMARY answers <c>{"ContentSummary":{...}}</c>.</summary>
    public static async Task HandleAsync(WebHdfsCall call, CancellationToken cancellationToken)
    {
        var summary = await call.Door.SummarizeAsync(call.Principal, call.Path, cancellationToken);
        await JsonReply.WriteAsync(call.Response, writer => Write(writer, summary), cancellationToken);
    }

    /// <summary>GETQUOTAUSAGE answers <c>{"QuotaUsage":{...}}</c>.</summary>
    public static async Task HandleQuotaAsync(WebHdfsCall call, CancellationToken cancellationToken)
    {
        var summary = await call.Door.SummarizeAsync(call.Principal, call.Path, cancellationToken);
        await JsonReply.WriteAsync(call.Response, writer => WriteQuota(writer, summary), cancellationToken);
    }

    private static void Write(Utf8JsonWriter writer, ContentSummary summary)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("ContentSummary");
        writer.WriteNumber("directoryCount", summary.DirectoryCount);
        writer.WriteString("ecPolicy", "");
        writer.WriteNumber("fileCount", summary.FileCount);
        writer.WriteNumber("length", summary.LengthBytes);
        writer.WriteNumber("quota", summary.NamesLimit);
        writer.WriteNumber("spaceConsumed", summary.LengthBytes);
        writer.WriteNumber("spaceQuota", summary.BytesLimit);
        writer.WriteStartObject("typeQuota");
        writer.WriteEndObject();
        writer.WriteNumber("snapshotLength", 0);
        writer.WriteNumber("snapshotFileCount", 0);
        writer.WriteNumber("snapshotDirectoryCount", 0);
        writer.WriteNumber("snapshotSpaceConsumed", 0);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteQuota(Utf8JsonWriter writer, ContentSummary summary)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("QuotaUsage");
        writer.WriteNumber("fileAndDirectoryCount", summary.DirectoryCount + summary.FileCount);
        writer.WriteNumber("quota", summary.NamesLimit);
        writer.WriteNumber("spaceConsumed", summary.LengthBytes);
        writer.WriteNumber("spaceQuota", summary.BytesLimit);
        writer.WriteStartObject("typeQuota");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
