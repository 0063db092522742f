using Hops.Cli.Tests.Support;

namespace Hops.Cli.Tests.Commands;

/// <summary>Paths and schemas that do not exist are told with the first part that is missing and what may have been meant.</summary>
[Collection(LiveServerGroup.Name)]
public sealed class MissingNameTests(LiveServer server)
{
    [Fact]
    public async Task A_path_that_does_not_exist_is_told_by_its_first_missing_part()
    {
        var owner = await server.OwnerAsync("mis_path");
        var local = owner.Write("a.csv", "a\n1\n");
        await owner.RefusedAsync(ExitCode.NotFound, "fs", "ls", "no_project_has_any");
        (await owner.RunAsync("fs", "ls", "raw")).Errors.ShouldBe("hops: There is no dataset 'raw'; the project has no datasets.\n");
        await owner.DoAsync("dataset", "create", "raw");
        await owner.DoAsync("fs", "mkdir", "raw/2013/january");
        await owner.DoAsync("fs", "mkdir", "raw/empty");
        await owner.DoAsync("fs", "put", local, "raw/2013/flights.csv");
        (string[] Line, string Said)[] cases =
        [
            (["ls", "rwa"], "There is no dataset 'rwa'; did you mean 'raw'?"),
            (["ls", "rwa/2013"], "There is no dataset 'rwa'; did you mean 'raw'?"),
            (["ls", "something"], "There is no dataset 'something'; datasets are raw."),
            (["ls", "raw/2031"], "There is no file or directory 'raw/2031'; did you mean 'raw/2013'?"),
            (["ls", "/raw/2031/"], "There is no file or directory 'raw/2031'; did you mean 'raw/2013'?"),
            (["cat", "raw/2031/flights.csv"], "There is no directory 'raw/2031'; did you mean 'raw/2013'?"),
            (["cat", "raw/2013/flihgts.csv"], "There is no file or directory 'raw/2013/flihgts.csv'; did you mean 'raw/2013/flights.csv'?"),
            (["stat", "raw/2013/x"], "There is no file or directory 'raw/2013/x'; in 'raw/2013' are flights.csv, january."),
            (["stat", "raw/empty/x"], "There is no file or directory 'raw/empty/x'; 'raw/empty' is empty."),
            (["get", "raw/2013/flight.csv"], "did you mean 'raw/2013/flights.csv'?"),
            (["rm", "raw/2013/flight.csv", "--yes"], "did you mean 'raw/2013/flights.csv'?"),
            (["mv", "raw/2013/flight.csv", "raw/x.csv"], "did you mean 'raw/2013/flights.csv'?"),
            (["cp", "raw/2013/flight.csv", "raw/x.csv"], "did you mean 'raw/2013/flights.csv'?"),
            (["put", local, "raw/2031/new.csv"], "There is no directory 'raw/2031'; did you mean 'raw/2013'?"),
            (["put", local, "rwa/new.csv"], "There is no dataset 'rwa'; did you mean 'raw'?"),
        ];
        foreach (var (line, said) in cases)
        {
            var refused = await owner.RunAsync(["fs", .. line]);
            refused.ExitCode.ShouldBe(ExitCode.NotFound, refused.Said);
            refused.Errors.ShouldContain(said, Case.Sensitive, refused.Said);
            refused.Output.ShouldBeEmpty();
        }

        Directory.EnumerateFiles(owner.Home, "*flight*").ShouldBeEmpty("nothing is left of a download that was refused");
    }

    [Fact]
    public async Task A_stranger_is_told_nothing_of_what_is_in_a_project()
    {
        var owner = await server.OwnerAsync("mis_own");
        await owner.DoAsync("dataset", "create", "secrets");
        var stranger = await server.UserAsync("mis_stranger");

        var refused = await stranger.RunAsync("fs", "ls", "secret", "-p", "mis_own");

        refused.ExitCode.ShouldBe(ExitCode.NotFound, refused.Said);
        refused.Errors.ShouldStartWith("hops: There is no project 'mis_own', or you are not a member of it.\n");
        refused.Errors.ShouldNotContain("secrets");
    }

    [Fact]
    public async Task A_schema_or_a_version_that_does_not_exist_is_told_in_the_words_of_the_platform()
    {
        var owner = await server.OwnerAsync("mis_schema");
        var schema = owner.Write("s.avsc", """{"type":"record","name":"R","fields":[{"name":"a","type":"string"}]}""");
        await owner.DoAsync("schema", "register", "departures-value", schema);
        (string[] Line, int Code, string Said)[] cases =
        [
            (["get", "departure-value"], ExitCode.NotFound, "did you mean 'departures-value'?"),
            (["delete", "departure-value", "--yes"], ExitCode.NotFound, "did you mean 'departures-value'?"),
            (["get", "departures-value", "--version", "7"], ExitCode.NotFound, "The schema 'departures-value' has no such version; it has 1."),
            (["get", "departures-value", "--version", "newest"], ExitCode.Usage, "--version is a number from 1 on, or latest, not 'newest'."),
            (["get", "departures-value", "--version", "0"], ExitCode.Usage, "--version is a number from 1 on, or latest, not '0'."),
        ];
        foreach (var (line, code, said) in cases)
        {
            var refused = await owner.RunAsync(["schema", .. line]);
            refused.ExitCode.ShouldBe(code, refused.Said);
            refused.Errors.ShouldContain(said, Case.Sensitive, refused.Said);
            refused.Errors.ShouldNotContain("error_code", Case.Sensitive, refused.Said);
        }
    }
}
