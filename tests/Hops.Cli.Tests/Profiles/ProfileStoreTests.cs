using Hops.Cli.Profiles;
using Hops.Core.Errors;

namespace Hops.Cli.Tests.Profiles;

/// <summary>Where and as whom somebody works, for several servers and several profiles.</summary>
public sealed class ProfileStoreTests : IDisposable
{
    private const string Here = "http://127.0.0.1:9480";
    private const string There = "https://hops.example:9443";
    private const UnixFileMode OthersMayRead =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly string _home = Directory.CreateTempSubdirectory("hops-profile-").FullName;
    private readonly Dictionary<string, string?> _variables = [];

    public ProfileStoreTests() => _variables["HOME"] = _home;

    private ProfileStore Store => new(name => _variables.GetValueOrDefault(name));

    private string FilePath => Path.Combine(_home, ".config", "hops", "profiles.json");

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void Who_has_never_signed_in_means_the_server_of_this_machine()
    {
        Store.Current(null).ShouldBe(new Profile(ProfileStore.DefaultUrl, null, null));
        File.Exists(FilePath).ShouldBeFalse("to look is not to write");
    }

    /// <summary>Option, then variable, then profile; a token and a project belong to the server that gave them.</summary>
    [Theory]
    [InlineData(null, null, null, null, Here, "stored", "lab")]
    [InlineData(null, "", "", "", Here, "stored", "lab")]
    [InlineData(Here + "/", null, null, null, Here, "stored", "lab")]
    [InlineData(There, null, null, null, There, null, null)]
    [InlineData(null, There, null, null, There, null, null)]
    [InlineData(Here, There, null, null, Here, "stored", "lab")]
    [InlineData(There, Here, "given", null, There, "given", null)]
    [InlineData(null, There, "given", "other", There, "given", "other")]
    [InlineData(null, null, "given", null, Here, "given", "lab")]
    [InlineData(null, null, null, "other", Here, "stored", "other")]
    public void A_value_comes_from_the_nearest_place_that_has_it(
        string? urlNamed, string? url, string? token, string? project, string urlMeant, string? tokenMeant, string? projectMeant)
    {
        Store.Save(new Profile(Here, "stored", "lab"));
        (_variables["HOPS_URL"], _variables["HOPS_TOKEN"], _variables["HOPS_PROJECT"]) = (url, token, project);

        Store.Current(urlNamed).ShouldBe(new Profile(urlMeant, tokenMeant, projectMeant));
        Store.HasTokenOfEnvironment.ShouldBe(token is { Length: > 0 });
    }

    [Fact]
    public void Profiles_for_several_servers_stand_beside_each_other()
    {
        Store.Save(new Profile(Here, "one", "lab"));
        _variables["HOPS_PROFILE"] = "work";
        Store.Current(null).Token.ShouldBeNull("this one has not signed in");
        Store.Save(new Profile(There, "two", null));

        Store.Current(null).ShouldBe(new Profile(There, "two", null));
        _variables.Remove("HOPS_PROFILE");
        Store.Current(null).ShouldBe(new Profile(Here, "one", "lab"));
    }

    [Fact]
    public void A_profile_is_its_users_alone_whatever_stood_there_before()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        File.WriteAllText(FilePath, "{}");
        File.SetUnixFileMode(FilePath, OthersMayRead);
        var abandoned = FilePath + ".tmp";
        File.WriteAllText(abandoned, "half");
        File.SetUnixFileMode(abandoned, OthersMayRead);

        Store.Save(new Profile(Here, "secret", null));

        File.GetUnixFileMode(FilePath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Exists(abandoned).ShouldBeFalse();
        Store.Current(null).Token.ShouldBe("secret");
    }

    [Fact]
    public void A_directory_that_is_made_for_it_is_its_users_alone()
    {
        var config = Path.Combine(_home, "xdg");
        _variables["XDG_CONFIG_HOME"] = config;

        Store.Save(new Profile(Here, "secret", null));

        File.GetUnixFileMode(Path.Combine(config, "hops")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.Exists(Path.Combine(config, "hops", "profiles.json")).ShouldBeTrue();
        File.Exists(FilePath).ShouldBeFalse();
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"default":"token"}""")]
    [InlineData("")]
    public void A_file_of_something_else_is_named_and_left_as_it_is(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        File.WriteAllText(FilePath, content);

        foreach (var use in new Action[] { () => Store.Current(null), () => Store.Save(new Profile(Here, null, null)) })
        {
            var refusal = Should.Throw<PlatformException>(use);
            refusal.Code.ShouldBe(ErrorCode.InvalidArgument);
            refusal.Message.ShouldBe($"{FilePath} is not a file of profiles: mend it, or delete it and sign in again.");
        }

        File.ReadAllText(FilePath).ShouldBe(content);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"default":null}""")]
    public void A_file_without_the_profile_is_as_good_as_none(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        File.WriteAllText(FilePath, content);

        Store.Current(null).ShouldBe(new Profile(ProfileStore.DefaultUrl, null, null));
    }

    [Fact]
    public void A_profile_of_a_person_who_wrote_no_address_means_this_machine()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        File.WriteAllText(FilePath, """{"default":{"project":"lab"}}""");

        Store.Current(null).ShouldBe(new Profile(ProfileStore.DefaultUrl, null, "lab"));
    }
}
