using Hops.Hadoop.WebHdfs.Replies;
using Hops.Hadoop.WebHdfs.Requests;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>SETTIMES: sets modification and access time, in ms since 1970; -1 leaves one as it is.</summary>
internal static class SetTimes
{
    /// <summary>Answers 200.</summary>
    public static async Task HandleAsync(WebHdfsCall call, CancellationToken cancellationToken)
    {
        var modified = Time(call.Parameters, "modificationtime");
        var accessed = Time(call.Parameters, "accesstime");
        await call.Door.SetTimesAsync(call.Principal, call.Path, modified, accessed, cancellationToken);
        await JsonReply.EmptyAsync(call.Response);
    }

    private static DateTimeOffset? Time(RequestParameters parameters, string name)
    {
        var milliseconds = parameters.Number(name, -1) ?? -1;
        if (milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            throw RequestParameters.Invalid(name, "it is after the year 9999");

        return milliseconds < 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }
}
