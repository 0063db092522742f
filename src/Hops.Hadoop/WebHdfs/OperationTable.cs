using System.Collections.Frozen;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Hadoop.WebHdfs.Operations;
using Hops.Hadoop.WebHdfs.Requests;

namespace Hops.Hadoop.WebHdfs;

/// <summary>Every operation that is served, once.</summary>
internal static class OperationTable
{
    /// <summary>The rows.</summary>
    public static IReadOnlyList<OperationRow> Rows { get; } =
    [
        new("GET", "OPEN", Operation.Read, Open.HandleAsync),
        new("GET", "GETFILESTATUS", Operation.Describe, GetFileStatus.HandleAsync),
        new("GET", "GETFILELINKSTATUS", Operation.Describe, GetFileStatus.HandleAsync),
        new("GET", "LISTSTATUS", Operation.Describe, ListStatus.HandleAsync),
        new("GET", "LISTSTATUS_BATCH", Operation.Describe, ListStatusBatch.HandleAsync),
        new("GET", "GETCONTENTSUMMARY", Operation.Describe, GetContentSummary.HandleAsync),
        new("GET", "GETQUOTAUSAGE", Operation.Describe, GetContentSummary.HandleQuotaAsync),
        new("GET", "GETFILECHECKSUM", Operation.Read, GetFileChecksum.HandleAsync),
        new("GET", "GETFILEBLOCKLOCATIONS", Operation.Describe, GetBlockLocations.HandleAsync),
        new("GET", "GETHOMEDIRECTORY", Operation.Describe, HomeDirectory.HandleAsync),
        new("GET", "GETTRASHROOT", Operation.Describe, HomeDirectory.HandleTrashRootAsync),
        new("GET", "GETTRASHROOTS", Operation.Describe, HomeDirectory.HandleTrashRootsAsync),
        new("GET", "GETDELEGATIONTOKEN", Operation.Describe, GetDelegationToken.HandleAsync),
        new("GET", "GETSERVERDEFAULTS", Operation.Describe, GetServerDefaults.HandleAsync),
        new("GET", "GETACLSTATUS", Operation.Describe, GetAclStatus.HandleAsync),
        new("GET", "CHECKACCESS", Operation.Describe, CheckAccess.HandleAsync),
        new("PUT", "CREATE", Operation.Create, Create.HandleAsync),
        new("PUT", "MKDIRS", Operation.Create, Mkdirs.HandleAsync),
        new("PUT", "RENAME", Operation.Write, Rename.HandleAsync),
        new("PUT", "SETOWNER", Operation.Alter, SetOwner.HandleAsync),
        new("PUT", "SETPERMISSION", Operation.Alter, SetPermission.HandleAsync),
        new("PUT", "SETTIMES", Operation.Alter, SetTimes.HandleAsync),
        new("POST", "APPEND", Operation.Write, Append.HandleAsync),
        new("POST", "COMMITFILES", Operation.Write, CommitFiles.HandleAsync),
        new("DELETE", "DELETE", Operation.Delete, Delete.HandleAsync),
    ];

    private static readonly FrozenDictionary<(string Method, string Name), OperationRow> ByName =
        Rows.ToFrozenDictionary(row => (row.Method, row.Name));

    // Of Hadoop's, and not offered: clients fall back when they hear so, and give up when they hear that the name is wrong.
    private static readonly FrozenSet<string> HadoopOnly = FrozenSet.ToFrozenSet(
    [
        "ALLOWSNAPSHOT", "CANCELDELEGATIONTOKEN", "CONCAT", "CREATESNAPSHOT", "CREATESYMLINK", "DELETESNAPSHOT", "DISABLEECPOLICY",
        "DISALLOWSNAPSHOT", "ENABLEECPOLICY", "GETALLSTORAGEPOLICY", "GETECCODECS", "GETECPOLICIES", "GETECPOLICY", "GETLINKTARGET",
        "GETSNAPSHOTDIFF", "GETSNAPSHOTDIFFLISTING", "GETSNAPSHOTLIST", "GETSNAPSHOTTABLEDIRECTORYLIST", "GETSTATUS", "GETSTORAGEPOLICY",
        "GETXATTRS", "GET_BLOCK_LOCATIONS", "INSTRUMENTATION", "LISTXATTRS", "MODIFYACLENTRIES", "REMOVEACL",
        "REMOVEACLENTRIES", "REMOVEDEFAULTACL", "REMOVEXATTR", "RENAMESNAPSHOT", "RENEWDELEGATIONTOKEN", "SATISFYSTORAGEPOLICY", "SETACL",
        "SETECPOLICY", "SETQUOTA", "SETQUOTABYSTORAGETYPE", "SETREPLICATION", "SETSTORAGEPOLICY", "SETXATTR", "TRUNCATE",
        "UNSETECPOLICY", "UNSETSTORAGEPOLICY",
    ]);

    private static readonly FrozenSet<string> Served = Rows.Select(row => row.Name).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The row of a request; <paramref name="operation"/> in any case, for npm's client sends it in lower case.</summary>
    /// <exception cref="PlatformException">InvalidArgument, Unsupported.</exception>
    public static OperationRow Find(string method, string operation)
    {
        var name = operation.ToUpperInvariant();
        if (ByName.TryGetValue((method, name), out var row))
            return row;

        throw HadoopOnly.Contains(name)
            ? new PlatformException(ErrorCode.Unsupported, $"{name} is not supported")
            : RequestParameters.Invalid("op", Served.Contains(name) ? $"{name} is not sent with {method}" : "No enum constant of that name");
    }

    /// <summary>True if a request makes or changes something: any but a GET, and the GET that issues a token.</summary>
    public static bool ChangesState(string method, string operation) =>
        method != "GET" || operation.Equals("GETDELEGATIONTOKEN", StringComparison.OrdinalIgnoreCase);

    /// <summary>The name in upper case if it is one that is served, for the log; else null.</summary>
    public static string? KnownName(string operation) =>
        Served.TryGetValue(operation.ToUpperInvariant(), out var name) ? name : null;
}
