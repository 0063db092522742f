using System.Globalization;
using Hops.Browser.Tests.Support;
using Xunit.Abstractions;

namespace Hops.Browser.Tests.Screens;

/// <summary>
/// What the first list costs a browser that has never been here: bytes, which are the same everywhere, and the time until it is seen, which is told
/// and not judged, for it is that of the machine, with the start of a browser's process in it. The bar of 1 s is that of Lighthouse's desktop preset:
/// web/README.md has the command.
/// </summary>
[Collection(WebServerGroup.Name)]
public sealed class BudgetTests(WebServer server, ITestOutputHelper output)
{
    private const long BytesMax = 400 * 1024;

    private const string LargestPaint =
        """
        () => new Promise(resolve => new PerformanceObserver(list => resolve(list.getEntries().at(-1).startTime))
          .observe({ type: 'largest-contentful-paint', buffered: true }))
        """;

    [BrowserTheory]
    [Trait("Speed", "Slow")]
    [InlineData("/")]
    [InlineData("/p/atlas/topics")]
    [InlineData("/p/atlas/data")]
    public async Task The_first_list_is_light_and_the_time_until_it_is_seen_is_told(string address)
    {
        await server.VisitAsync(await server.SeededAsync(), async visit =>
        {
            var session = await visit.Page.Context.NewCDPSessionAsync(visit.Page);
            await session.SendAsync("Network.enable");
            var bytes = 0L;
            session.Event("Network.loadingFinished").OnEvent += (_, data) => Interlocked.Add(ref bytes, (long)data!.Value.GetProperty("encodedDataLength").GetDouble());
            await visit.OpenAsync(address);
            var paintMs = await visit.Page.EvaluateAsync<double>(LargestPaint);

            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{address}: {bytes / 1024.0:F0} KiB, largest paint after {paintMs:F0} ms"));
            Interlocked.Read(ref bytes).ShouldBeInRange(1, BytesMax);
        });
    }
}
