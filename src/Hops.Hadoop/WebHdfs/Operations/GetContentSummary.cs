using Hops.Hadoop.WebHdfs.Replies;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>GETCONTENTSUMMARY and GETQUOTAUSAGE: what a tree holds, and its limits.</summary>
internal static class GetContentSummary
{
    /// <summary>GETCONTENTSUMMARY answers <c>{"ContentSummary":{...}}</c>.</summary>
    public static async Task HandleAsync(WebHdfsCall call, CancellationToken cancellationToken)
    {
        var summary = await call.Door.SummarizeAsync(call.Principal, call.Path, cancellationToken);
        await JsonReply.WriteAsync(call.Response, new ContentSummaryReply(ContentSummaryObject.Of(summary)), WebHdfsJson.Default.ContentSummaryReply, cancellationToken);
    }

    /// <summary>GETQUOTAUSAGE answers <c>{"QuotaUsage":{...}}</c>.</summary>
    public static async Task HandleQuotaAsync(WebHdfsCall call, CancellationToken cancellationToken)
    {
        var summary = await call.Door.SummarizeAsync(call.Principal, call.Path, cancellationToken);
        await JsonReply.WriteAsync(call.Response, new QuotaUsageReply(QuotaUsageObject.Of(summary)), WebHdfsJson.Default.QuotaUsageReply, cancellationToken);
    }
}
