using System.Text;
using Hops.Schemas.Rest;
using Hops.Schemas.Tests.Support;

namespace Hops.Schemas.Tests.Rest;

/// <summary>What a page of another site cannot make a browser do that keeps a credential.</summary>
public sealed class BrowserTests
{
    [Fact]
    public async Task It_changes_nothing_on_any_route()
    {
        await using var server = await RegistryServer.StartAsync();
        using var client = server.Client("air__owner");
        foreach (var route in RegistryRoutes.All.Where(route => route.Method != "GET"))
        {
            using var request = new HttpRequestMessage(new HttpMethod(route.Method), Path(route.Pattern));
            request.Headers.Add("Sec-Fetch-Site", "cross-site");

            using var reply = await client.SendAsync(request);

            ((int)reply.StatusCode).ShouldBe(403, route.Pattern);
            (await reply.Content.ReadAsStringAsync()).ShouldContain("\"error_code\":403");
        }
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    public async Task Its_form_registers_no_schema(string? type)
    {
        await using var server = await RegistryServer.StartAsync();
        using var client = server.Client("air__owner");
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"schema":"\"string\""}"""));
        if (type is not null)
            body.Headers.TryAddWithoutValidation("Content-Type", type);

        using var reply = await client.PostAsync("/subjects/orders-value/versions", body);

        ((int)reply.StatusCode).ShouldBeInRange(400, 422);
        (await client.SendAsync("GET", "/subjects")).Body.GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_browser_is_not_asked_for_a_password_that_it_would_keep()
    {
        await using var server = await RegistryServer.StartAsync();
        using var client = server.Client(null);

        (await client.GetAsync("/subjects")).Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Basic");
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "Mozilla/5.0");
        (await client.GetAsync("/subjects")).Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Bearer");
    }

    private static string Path(string pattern) =>
        pattern.Replace("{subject}", "orders-value", StringComparison.Ordinal).Replace("{version}", "1", StringComparison.Ordinal).Replace("{id}", "1", StringComparison.Ordinal);
}
