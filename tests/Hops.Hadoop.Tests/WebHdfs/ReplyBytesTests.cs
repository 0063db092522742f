using System.Text;
using System.Text.RegularExpressions;

namespace Hops.Hadoop.Tests.WebHdfs;

/// <summary>The bytes of every kind of reply: clients of many languages read them, some of them by their order.</summary>
public sealed partial class ReplyBytesTests(WebHdfsHost host) : IClassFixture<WebHdfsHost>
{
    private const string Data = "/Projects/alpha/data";

    public static TheoryData<string, string, string, string> Replies => new()
    {
        { "PUT", "/made", "op=MKDIRS&permission=1750", """{"boolean":true}""" },
        { "GET", "/made", "op=GETACLSTATUS", """{"AclStatus":{"entries":[],"group":"alpha__data","owner":"alpha__ada","permission":"750","stickyBit":true}}""" },
        { "GET", "/made", "op=GETHOMEDIRECTORY", """{"Path":"/Projects/alpha"}""" },
        { "GET", "/made", "op=GETTRASHROOTS", """{"Paths":[]}""" },
        { "GET", "/made", "op=GETDELEGATIONTOKEN", """{"Token":null}""" },
        {
            "GET", "/ünïcode", "op=GETFILESTATUS",
            """{"FileStatus":{"accessTime":0,"blockSize":134217728,"childrenNum":0,"fileId":0,"group":"alpha__data","length":7,"modificationTime":0,"owner":"alpha__ada","pathSuffix":"","permission":"640","replication":1,"storagePolicy":0,"type":"FILE"}}"""
        },
        {
            "GET", "/made", "op=LISTSTATUS",
            """{"FileStatuses":{"FileStatus":[{"accessTime":0,"blockSize":0,"childrenNum":0,"fileId":0,"group":"alpha__data","length":0,"modificationTime":0,"owner":"alpha__ada","pathSuffix":"s\u00FC\u0022b","permission":"770","replication":0,"storagePolicy":0,"type":"DIRECTORY"}]}}"""
        },
        {
            "GET", "/made", "op=LISTSTATUS_BATCH",
            """{"DirectoryListing":{"partialListing":{"FileStatuses":{"FileStatus":[{"accessTime":0,"blockSize":0,"childrenNum":0,"fileId":0,"group":"alpha__data","length":0,"modificationTime":0,"owner":"alpha__ada","pathSuffix":"s\u00FC\u0022b","permission":"770","replication":0,"storagePolicy":0,"type":"DIRECTORY"}]}},"remainingEntries":0}}"""
        },
        {
            "GET", "/made", "op=GETCONTENTSUMMARY",
            """{"ContentSummary":{"directoryCount":2,"ecPolicy":"","fileCount":0,"length":0,"quota":-1,"spaceConsumed":0,"spaceQuota":-1,"typeQuota":{},"snapshotLength":0,"snapshotFileCount":0,"snapshotDirectoryCount":0,"snapshotSpaceConsumed":0}}"""
        },
        {
            "GET", "/made", "op=GETQUOTAUSAGE",
            """{"QuotaUsage":{"fileAndDirectoryCount":2,"quota":-1,"spaceConsumed":0,"spaceQuota":-1,"typeQuota":{}}}"""
        },
        {
            "GET", "/ünïcode", "op=GETFILEBLOCKLOCATIONS",
            """{"BlockLocations":{"BlockLocation":[{"length":7,"offset":0,"corrupt":false,"storageTypes":["DISK"],"cachedHosts":[],"hosts":["127.0.0.1"],"names":["127.0.0.1:1"],"topologyPaths":["/default-rack/127.0.0.1:1"]}]}}"""
        },
        {
            "GET", "/made", "op=GETSERVERDEFAULTS",
            """{"FsServerDefaults":{"blockSize":134217728,"bytesPerChecksum":512,"writePacketSize":65536,"replication":1,"fileBufferSize":4096,"encryptDataTransfer":false,"trashInterval":0,"checksumType":2,"keyProviderUri":"","defaultStoragePolicyId":0}}"""
        },
        {
            "GET", "/none", "op=GETFILESTATUS",
            """{"RemoteException":{"exception":"FileNotFoundException","javaClassName":"java.io.FileNotFoundException","message":"File does not exist: /Projects/alpha/data/none","hopsCode":"not-found"}}"""
        },
    };

    [Theory]
    [MemberData(nameof(Replies))]
    public async Task A_reply_has_these_bytes(string method, string path, string query, string expected)
    {
        using var client = host.Client(TestGate.Owner);
        using (await host.SendAsync("PUT", $"{Data}/made", "op=MKDIRS&permission=1750", TestGate.Owner))
        using (await host.SendAsync("PUT", $"{Data}/made/s\u00fc%22b", "op=MKDIRS", TestGate.Owner))
        using (await host.SendAsync("PUT", $"{Data}/\u00fcn\u00efcode", "op=CREATE&data=true&overwrite=true&permission=640", TestGate.Owner, new ByteArrayContent("content"u8.ToArray())))
        using (var reply = await host.SendAsync(method, Data + path, query, TestGate.Owner))
            Fixed(Encoding.UTF8.GetString(await reply.Content.ReadAsByteArrayAsync())).ShouldBe(expected);
    }

    /// <summary>Without what differs from run to run.</summary>
    private static string Fixed(string body) => Port().Replace(Varying().Replace(body, "${name}:0"), "127.0.0.1:1");

    [GeneratedRegex("(?<name>\"(accessTime|modificationTime|fileId)\"):[0-9]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Varying();

    [GeneratedRegex("127\\.0\\.0\\.1:[0-9]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Port();
}
