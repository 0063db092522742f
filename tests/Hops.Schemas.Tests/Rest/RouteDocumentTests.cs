using Hops.Schemas.Rest;

namespace Hops.Schemas.Tests.Rest;

public sealed class RouteDocumentTests
{
    [Fact]
    public void The_page_on_the_protocol_is_made_from_the_table_of_routes()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Hops.slnx")))
            folder = folder.Parent;
        var path = Path.Combine(folder.FullName, "docs", "protocol", "schema-registry.md");
        var page = RouteDocument.Print();
        if (Environment.GetEnvironmentVariable("HOPS_REWRITE") == "1")
            File.WriteAllText(path, page);

        File.ReadAllText(path).ShouldBe(page, "run this test with HOPS_REWRITE=1 and read the difference");
    }
}
