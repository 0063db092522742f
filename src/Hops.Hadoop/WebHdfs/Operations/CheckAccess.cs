using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem;
using Hops.Hadoop.WebHdfs.Replies;
using Hops.Hadoop.WebHdfs.Requests;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>CHECKACCESS: may the caller do <c>fsaction</c>, such as <c>r-x</c>, to the path, by its permission bits?</summary>
internal static class CheckAccess
{
    /// <summary>Answers 200, or refuses as the operation itself would be.</summary>
    public static async Task HandleAsync(WebHdfsCall call, CancellationToken cancellationToken)
    {
        var wanted = Bits(call.Parameters.RequiredText("fsaction", call.Row.Name));
        var status = await call.Files.StatAsync(call.Principal, call.Path.Text, cancellationToken);
        if ((Granted(call.Principal, status) & wanted) != wanted)
        {
            throw new PlatformException(
                ErrorCode.AccessDenied,
                $"Permission denied: user={call.Principal.Name}, inode=\"{call.Path}\":{status.Owner}:{status.Group}:{Convert.ToString(status.Mode, 8)}");
        }

        await JsonReply.EmptyAsync(call.Response);
    }

    // The first class that the caller falls into decides, as in HDFS.
    private static int Granted(Principal who, FileStatus status)
    {
        const int All = 7;
        return who.IsSuperuser ? All
            : string.Equals(who.Name, status.Owner, StringComparison.Ordinal) ? (status.Mode >> 6) & All
            : who.Groups.Contains(status.Group, StringComparer.Ordinal) ? (status.Mode >> 3) & All
            : status.Mode & All;
    }

    private static int Bits(string action)
    {
        const string All = "rwx";
        if (action.Length != All.Length)
        {
            throw Malformed();
        }

        var bits = 0;
        for (var index = 0; index < All.Length; index++)
        {
            bits = (bits << 1) | (action[index] == All[index] ? 1 : action[index] == '-' ? 0 : throw Malformed());
        }

        return bits;
    }

    private static PlatformException Malformed() => RequestParameters.Invalid("fsaction", "it is not of the form r-x");
}
