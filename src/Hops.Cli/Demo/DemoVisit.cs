namespace Hops.Cli.Demo;

/// <summary>After the proofs: who sits before a terminal may look at what was made, in the browser, until it is enough.</summary>
internal static class DemoVisit
{
    /// <summary>Whether the server stays: as it was asked for, else if somebody is there to look and to end it.</summary>
    /// <param name="stay">What was asked for; null if nothing.</param>
    public static bool IsWished(bool? stay) => stay ?? !(Console.IsInputRedirected || Console.IsOutputRedirected);

    /// <summary>Says where to look, and waits for a line of input.</summary>
    /// <param name="server">The server; it runs.</param>
    /// <param name="host">Whose page it is.</param>
    /// <param name="path">The page.</param>
    /// <param name="cancellationToken">Ends the visit as well.</param>
    public static async Task WaitAsync(DemoServer server, DemoUser host, string path, CancellationToken cancellationToken)
    {
        var page = new Uri(server.Addresses.Http, path);
        Console.Out.WriteLine();
        Console.Out.WriteLine(await HasPagesAsync(page, cancellationToken)
            ? $"See it in the browser: {page} (user {host.Name}, password {host.Password})"
            : $"The server has no pages, for they were built without Node 20; the command line works: hops login --url {server.Addresses.Http} {host.Name} (password {host.Password})");
        Console.Out.WriteLine("It ends, and is deleted, when you press Enter.");
        await Task.Run(Console.In.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
    }

    private static async Task<bool> HasPagesAsync(Uri page, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var answer = await http.GetAsync(page, cancellationToken);
        return answer.IsSuccessStatusCode && answer.Content.Headers.ContentType?.MediaType == "text/html";
    }
}
