using System.Text;
using Hops.Core.Identity;
using Hops.Core.Storage;

namespace Hops.Platform.Users;

/// <summary>
/// The first start of a platform: makes its administrator with a random one-time secret. There is no default password anywhere.
/// </summary>
public static class FirstRun
{
    /// <summary>Name of the first administrator.</summary>
    public const string AdministratorName = "admin";

    private const string FileName = "initial-admin-password";
    private const int SecretMaxBytes = 4096;

    /// <summary>The platform itself, for changes that nobody signed in asks for.</summary>
    public static Principal Itself { get; } = new()
    {
        Name = "hops",
        UserName = "hops",
        UserId = 0,
        Channel = Channel.Internal,
        IsSuperuser = true,
    };

    /// <summary>
    /// Makes the administrator if there is no user at all. The secret is in a file of mode 0600 before the user exists, so that a crash
    /// in between loses nothing; the file goes away when the password is changed, and until then each start tells the secret again.
    /// </summary>
    /// <param name="platform">The platform.</param>
    /// <param name="disk">Disk of the data directory.</param>
    /// <param name="secretsDirectory">DATA/secrets, of mode 0700.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The secret and the path of its file, for the console of the server; null once it was changed.</returns>
    public static async Task<(string OneTimePassword, string Path)?> RunAsync(
        HopsPlatform platform, Disk disk, string secretsDirectory, CancellationToken cancellationToken)
    {
        var path = Path.Combine(secretsDirectory, FileName);
        platform.PasswordChanged = user =>
        {
            if (user == AdministratorName)
                disk.Delete(path);
        };
        if (!platform.Roster.Now.Users.IsEmpty)
            return Known(platform, disk, path);

        var password = CreateUser.OneTimePassword();
        disk.Replace(path, Encoding.ASCII.GetBytes(password + "\n"));
        await CreateUser.InsertAsync(platform, Itself, AdministratorName, isAdministrator: true, password, cancellationToken);
        return (password, path);
    }

    /// <summary>The secret of an earlier start, if it is still in force.</summary>
    private static (string OneTimePassword, string Path)? Known(HopsPlatform platform, Disk disk, string path)
    {
        if (platform.Roster.Now.FindUser(AdministratorName) is not { MustChangePassword: true })
        {
            disk.Delete(path);
            return null;
        }

        return disk.FileExists(path) ? (Encoding.ASCII.GetString(disk.ReadAll(path, SecretMaxBytes)).Trim(), path) : null;
    }
}
