using Hops.Browser.Tests.Support;
using Hops.EndToEnd.Tests.Platform;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Journeys;

/// <summary>Where the platform asks everybody for a second factor.</summary>
[Collection(WebServerGroup.Name)]
[Trait("Speed", "Slow")]
public sealed class EnrolTests(WebServer server) : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-enrol-").FullName;
    private ServerProcess? _strict;
    private Account? _administrator;

    public async Task InitializeAsync()
    {
        if (BrowserRequirement.Skip is not null)
            return;
        var data = Path.Combine(_directory, "data");
        _strict = new ServerProcess(data, "Accounts:SecondFactorRequired=all");
        await _strict.StartAsync();
        var once = (await File.ReadAllTextAsync(Path.Combine(data, "secrets", "initial-admin-password"))).Trim();
        _administrator = await Account.ChooseAsync(_strict.Http, "admin", once);
    }

    public async Task DisposeAsync()
    {
        _administrator?.Rest.Dispose();
        if (_strict is not null)
            await _strict.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [BrowserFact]
    public Task Whoever_has_no_device_sets_one_up_before_anything_else_and_comes_to_where_it_wanted_to() => server.VisitAsync(
        _administrator,
        async visit =>
        {
            await visit.OpenAsync("/account");
            await Assertions.Expect(visit.Heading("A second factor is needed")).ToBeVisibleAsync();
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
            await visit.Button("Set up a device").ClickAsync();
            await DeviceCode.EnrolAsync(visit, _administrator!.Password);
            await Assertions.Expect(visit.Heading("Account")).ToBeVisibleAsync();
            await Assertions.Expect(visit.Page.GetByText("10 recovery codes are left.")).ToBeVisibleAsync();
            await Assertions.Expect(visit.Button("Remove")).ToHaveCountAsync(0);
        },
        at: _strict?.Http);
}
