using System.Text.Json;

namespace Hops.Api.Tests.Files.Doors;

/// <summary>The files over WebHDFS.</summary>
internal sealed class WebHdfsDoor(ApiServer server, string project, string token) : HttpDoor(server, token)
{
    public override async Task<string> PutAsync(string path, Stream content) =>
        (await SendAsync(HttpMethod.Put, Url(path, "CREATE&data=true&createparent=false"), new StreamContent(content))).Code;

    public override Task<(string Code, Stream? Content)> OpenAsync(string path) => OpenRouteAsync(Url(path, "OPEN"));

    public override async Task<string> MkdirAsync(string path) => (await SendAsync(HttpMethod.Put, Url(path, "MKDIRS"))).Code;

    public override async Task<(string Code, IReadOnlyList<string> Names)> ListAsync(string path)
    {
        var (code, body) = await SendAsync(HttpMethod.Get, Url(path, "LISTSTATUS"));
        return (code, code == Ok
            ? [.. body.GetProperty("FileStatuses").GetProperty("FileStatus").EnumerateArray().Select(item => item.GetProperty("pathSuffix").GetString()!)]
            : []);
    }

    public override async Task<(string Code, string Owner, string Group, string Mode)> StatAsync(string path)
    {
        var (code, body) = await SendAsync(HttpMethod.Get, Url(path, "GETFILESTATUS"));
        if (code != Ok)
            return (code, "", "", "");
        var status = body.GetProperty("FileStatus");
        return (code, status.GetProperty("owner").GetString()!, status.GetProperty("group").GetString()!, status.GetProperty("permission").GetString()!);
    }

    public override async Task<string> RenameAsync(string from, string to) =>
        (await SendAsync(HttpMethod.Put, Url(from, $"RENAME&renameoptions=NONE&destination=/Projects/{project}/{Escaped(to)}"))).Code;

    public override async Task<string> DeleteAsync(string path)
    {
        var (code, body) = await SendAsync(HttpMethod.Delete, Url(path, "DELETE&recursive=true"));
        return code == Ok && !body.GetProperty("boolean").GetBoolean() ? "not-found" : code;
    }

    protected override string SlugOf(JsonElement body) => body.GetProperty("RemoteException").GetProperty("hopsCode").GetString()!;

    private string Url(string path, string operation) => $"/webhdfs/v1/Projects/{project}/{Escaped(path)}?op={operation}";
}
