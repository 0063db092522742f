using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Paths;
using Hops.Platform.Projects;
using Hops.Platform.Sessions;
using Hops.Platform.Users;

namespace Hops.Platform.Tests.Projects;

public sealed class ProjectFilesTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private static readonly FilePath Projects = FilePath.Parse(Names.ProjectsDirectory);

    [Fact]
    public async Task Nobody_removes_renames_replaces_or_alters_the_directory_of_projects_or_of_one_through_the_door()
    {
        var owner = await fixture.UserAsync("pf_owner");
        await CreateProject.RunAsync(fixture.Platform, owner, "pf_lab", "", CancellationToken.None);
        var administrator = await AdministratorAsync();
        var door = fixture.Platform.Door;
        await door.MkdirsAsync(administrator, FilePath.Parse("/user/empty"), 0x1ED, default);
        foreach (var who in new[] { administrator, owner })
        {
            await RefusedAsync(ErrorCode.AccessDenied, async () => await door.DeleteAsync(who, Projects, recursive: true, default));
            await RefusedAsync(ErrorCode.AccessDenied, async () => await door.RenameAsync(who, Projects, FilePath.Parse("/gone"), overwrite: false, default));
            await RefusedAsync(ErrorCode.AccessDenied, async () => await door.MoveAsync(who, Projects, FilePath.Parse("/gone"), default));
            await RefusedAsync(ErrorCode.AccessDenied, async () => await door.SetPermissionAsync(who, Projects, 0x1FF, default));
            await RefusedAsync(ErrorCode.AccessDenied, async () => await door.SetOwnerAsync(who, Projects, "pf_owner", null, default));
        }

        await RefusedAsync(
            ErrorCode.AccessDenied, async () => await door.RenameAsync(administrator, FilePath.Parse("/user/empty"), Projects, overwrite: true, default));
        foreach (var who in new[] { administrator, owner })
            await Should.ThrowAsync<PlatformException>(async () => await door.DeleteAsync(who, FilePath.Parse("/Projects/pf_lab"), recursive: true, default));
        (await fixture.Platform.Files.StatAsync(FirstRun.Itself, "/Projects/pf_lab", default)).IsDirectory.ShouldBeTrue();
    }

    private async Task<Principal> AdministratorAsync()
    {
        var (text, _, _) = await SignIn.RunAsync(fixture.Platform, PlatformFixture.TryOf("admin", fixture.InitialPassword, "192.0.2.1"), CancellationToken.None);
        var administrator = (await fixture.Platform.Authentication.AuthenticateTokenAsync(text, CancellationToken.None))!;
        await ChangePassword.RunAsync(fixture.Platform, administrator, fixture.InitialPassword, PlatformFixture.PasswordOf("admin"), CancellationToken.None);
        return administrator;
    }

    private static async Task RefusedAsync(ErrorCode code, Func<Task> act) =>
        (await act.ShouldThrowAsync<PlatformException>()).Code.ShouldBe(code);
}
