using System.IO.Pipelines;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem;
using Hops.FileSystem.Door;
using Hops.FileSystem.Paths;

namespace Hops.Api.Tests.Files.Doors;

/// <summary>The door itself, as a protocol calls it: who is signed in, and a path.</summary>
internal sealed class DirectDoor(ApiServer server, string project, string token) : DoorClient
{
    private FileDoor Door => server.Platform.Door;

    public override Task<string> PutAsync(string path, Stream content) =>
        TryAsync(async who => await Door.UploadAsync(who, At(path), PipeReader.Create(content), overwrite: false, default));

    public override async Task<(string Code, Stream? Content)> OpenAsync(string path)
    {
        DoorReader? reader = null;
        var code = await TryAsync(async who => reader = await Door.OpenAsync(who, At(path), default));
        if (reader is null)
            return (code, null);
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 64 * 1024));
        _ = SendAsync(reader, pipe.Writer);
        return (code, pipe.Reader.AsStream());
    }

    public override Task<string> MkdirAsync(string path) =>
        TryAsync(async who => await Door.MkdirsAsync(who, At(path), FileDoor.DirectoryModeDefault, default));

    public override async Task<(string Code, IReadOnlyList<string> Names)> ListAsync(string path)
    {
        IReadOnlyList<string> names = [];
        var code = await TryAsync(async who => names = [.. (await Door.ListAsync(who, At(path), "", 100, default)).Entries.Select(entry => entry.Name)]);
        return (code, names);
    }

    public override async Task<(string Code, string Owner, string Group, string Mode)> StatAsync(string path)
    {
        FileStatus? status = null;
        var code = await TryAsync(async who => status = await Door.StatAsync(who, At(path), default));
        return (code, status?.Owner ?? "", status?.Group ?? "", status is null ? "" : Convert.ToString(status.Mode, 8));
    }

    public override Task<string> RenameAsync(string from, string to) =>
        TryAsync(async who => await Door.RenameAsync(who, At(from), At(to), overwrite: false, default));

    public override async Task<string> DeleteAsync(string path)
    {
        var isDeleted = false;
        var code = await TryAsync(async who => isDeleted = await Door.DeleteAsync(who, At(path), recursive: true, default));
        return code == Ok && !isDeleted ? "not-found" : code;
    }

    private static async Task SendAsync(DoorReader reader, PipeWriter output)
    {
        try
        {
            using (reader)
                await reader.CopyToAsync(output, 0, reader.LengthBytes, default);
            await output.CompleteAsync();
        }
        catch (PlatformException refusal)
        {
            await output.CompleteAsync(new IOException(refusal.Message, refusal));
        }
    }

    private FilePath At(string path) => FilePath.Parse($"/Projects/{project}/{path}");

    private async Task<string> TryAsync(Func<Principal, Task> callAsync)
    {
        try
        {
            var who = await server.Platform.Authentication.AuthenticateTokenAsync(token, default)
                ?? throw new PlatformException(ErrorCode.Unauthenticated, "not signed in");
            await callAsync(who);
            return Ok;
        }
        catch (PlatformException refusal)
        {
            return ErrorTable.Row(refusal.Code).Slug;
        }
    }
}
