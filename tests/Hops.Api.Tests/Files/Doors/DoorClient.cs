namespace Hops.Api.Tests.Files.Doors;

/// <summary>
/// A way to the files of a project, as one caller. Paths are below the project. Each call answers with <c>ok</c> or with the slug of its
/// refusal; <c>broken</c> is a connection that was closed before the answer was whole.
/// </summary>
internal abstract class DoorClient : IDisposable
{
    public const string Ok = "ok";
    public const string Broken = "broken";

    public abstract Task<string> PutAsync(string path, Stream content);

    /// <summary>Opens the content; it is read from the stream as it comes.</summary>
    public abstract Task<(string Code, Stream? Content)> OpenAsync(string path);

    public abstract Task<string> MkdirAsync(string path);

    public abstract Task<(string Code, IReadOnlyList<string> Names)> ListAsync(string path);

    /// <summary>Owner, group and mode in octal.</summary>
    public abstract Task<(string Code, string Owner, string Group, string Mode)> StatAsync(string path);

    public abstract Task<string> RenameAsync(string from, string to);

    public abstract Task<string> DeleteAsync(string path);

    public Task<string> PutAsync(string path, string content) => PutAsync(path, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content)));

    public async Task<(string Code, string Content)> GetAsync(string path)
    {
        var (code, stream) = await OpenAsync(path);
        if (stream is null)
            return (code, "");
        using var reader = new StreamReader(stream);
        return (code, await reader.ReadToEndAsync());
    }

    public virtual void Dispose()
    {
    }
}
