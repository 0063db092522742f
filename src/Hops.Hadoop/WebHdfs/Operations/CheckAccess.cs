using Hops.Core.Errors;
using Hops.FileSystem.Access;
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
        await call.Door.CheckAccessAsync(call.Principal, call.Path, wanted, cancellationToken);
        await JsonReply.EmptyAsync(call.Response);
    }

    private static Rights Bits(string action)
    {
        const string All = "rwx";
        if (action.Length != All.Length)
            throw Malformed();

        var bits = 0;
        for (var index = 0; index < All.Length; index++)
            bits = (bits << 1) | (action[index] == All[index] ? 1 : action[index] == '-' ? 0 : throw Malformed());

        return (Rights)bits;
    }

    private static PlatformException Malformed() => RequestParameters.Invalid("fsaction", "it is not of the form r-x");
}
