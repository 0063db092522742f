using System.Net.Http.Json;
using System.Text.Json;

namespace Hops.Api.Tests.Files.Doors;

/// <summary>The files over REST.</summary>
internal sealed class RestDoor(ApiServer server, string project, string token) : HttpDoor(server, token)
{
    private readonly string _files = $"/api/v1/projects/{project}/files";

    public override async Task<string> PutAsync(string path, Stream content) =>
        (await SendAsync(HttpMethod.Put, $"{_files}/content?path={Escaped(path)}", new StreamContent(content))).Code;

    public override Task<(string Code, Stream? Content)> OpenAsync(string path) => OpenRouteAsync($"{_files}/content?path={Escaped(path)}");

    public override async Task<string> MkdirAsync(string path) =>
        (await SendAsync(HttpMethod.Post, $"{_files}/directories", JsonContent.Create(new { path }))).Code;

    public override async Task<(string Code, IReadOnlyList<string> Names)> ListAsync(string path)
    {
        var (code, body) = await SendAsync(HttpMethod.Get, $"{_files}?path={Escaped(path)}");
        return (code, code == Ok ? [.. body.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()!)] : []);
    }

    public override async Task<(string Code, string Owner, string Group, string Mode)> StatAsync(string path)
    {
        var (code, body) = await SendAsync(HttpMethod.Get, $"{_files}/status?path={Escaped(path)}");
        return code == Ok
            ? (code, body.GetProperty("owner").GetString()!, body.GetProperty("group").GetString()!, body.GetProperty("mode").GetString()!.TrimStart('0'))
            : (code, "", "", "");
    }

    public override async Task<string> RenameAsync(string from, string to) =>
        (await SendAsync(HttpMethod.Post, $"{_files}/renames", JsonContent.Create(new { from, to }))).Code;

    public override async Task<string> DeleteAsync(string path) =>
        (await SendAsync(HttpMethod.Delete, $"{_files}?path={Escaped(path)}&recursive=true")).Code;

    protected override string SlugOf(JsonElement body) => body.GetProperty("type").GetString()!.Split('/')[^1];
}
