using Hops.Hadoop.WebHdfs.Replies;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>LISTSTATUS_BATCH: one page of a directory, after <c>startafter</c>.</summary>
internal static class ListStatusBatch
{
    /// <summary>
    /// Answers <c>{"DirectoryListing":{"partialListing":{"FileStatuses":{"FileStatus":[...]}},"remainingEntries":n}}</c>. Clients take n
    /// for yes or no, and only that is known. A page whose names are all hidden is passed over, for clients go on after its last name.
    /// </summary>
    public static async Task HandleAsync(WebHdfsCall call, CancellationToken cancellationToken)
    {
        var startAfter = call.Parameters.Text("startafter") ?? "";
        var page = await call.Door.ListAsync(call.Principal, call.Path, startAfter, call.Options.ListPageEntries, cancellationToken);
        while (page is { Entries.Count: 0, ContinueAfter: { } last })
            page = await call.Door.ListAsync(call.Principal, call.Path, last, call.Options.ListPageEntries, cancellationToken);

        var entries = new FileStatuses([.. page.Entries.Select(entry => FileStatusEntry.Of(entry, entry.Name))]);
        var listing = new DirectoryListing(new PartialListing(entries), page.ContinueAfter is null ? 0 : 1);
        await JsonReply.WriteAsync(call.Response, new DirectoryListingReply(listing), WebHdfsJson.Default.DirectoryListingReply, cancellationToken);
    }
}
