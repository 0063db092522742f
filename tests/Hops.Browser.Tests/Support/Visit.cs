using System.Collections.Concurrent;
using Hops.EndToEnd.Tests.Platform;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Support;

/// <summary>A page under watch: whatever a developer would see in red in the tools of the browser is a fault of the test.</summary>
internal sealed class Visit
{
    /// <summary>How the browser words an answer that is an error; the answer itself is looked at, with its status.</summary>
    private const string AnswerIsError = "Failed to load resource: the server responded with a status of";

    /// <summary>A page that is left or a question that is no longer asked: nothing failed.</summary>
    private const string GivenUp = "net::ERR_ABORTED";

    private readonly ConcurrentQueue<string> _faults = new();
    private readonly ConcurrentDictionary<(int Status, string Path), bool> _expected = new();
    private readonly ConcurrentQueue<string> _expectedBelow = new();

    internal Visit(IPage page)
    {
        Page = page;
        page.Console += (_, message) => Hear(message);
        page.PageError += (_, error) => _faults.Enqueue($"not caught: {error}");
        page.Crash += (_, _) => _faults.Enqueue("the page crashed");
        page.RequestFailed += (_, request) => Fail(request);
        page.Response += (_, response) => Judge(response);
    }

    /// <summary>The page.</summary>
    internal IPage Page { get; }

    /// <summary>What went wrong and was not expected.</summary>
    internal IReadOnlyList<string> Faults => [.. _faults];

    /// <summary>Says that a refusal belongs to the story.</summary>
    internal void Expect(int status, string path) => _expected[(status, path)] = true;

    /// <summary>Says that refusals of whatever lies below a path belong to the story from now on.</summary>
    internal void ExpectBelow(string path) => _expectedBelow.Enqueue(path);

    /// <summary>Opens an address and waits until its page is there.</summary>
    internal async Task OpenAsync(string path)
    {
        await Page.GotoAsync(path);
        await SettleAsync();
    }

    /// <summary>Waits until the page has its heading and nothing is still loading.</summary>
    internal async Task SettleAsync()
    {
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).First).ToBeVisibleAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Status, new() { Name = "Loading" })).ToHaveCountAsync(0);
        await Page.EvaluateAsync("() => document.fonts.ready.then(() => undefined)");
    }

    /// <summary>Writes a text into an editor of SQL or JSON, in place of what it holds.</summary>
    internal async Task WriteAsync(string editor, string text)
    {
        await Editor(editor).FillAsync(text);
        await Editor(editor).PressAsync("Escape");
    }

    /// <summary>Presses a key until it leads there, as somebody without a mouse does.</summary>
    internal async Task PressToAsync(string key, ILocator target)
    {
        const int TimesMax = 60;
        for (var times = 0; times < TimesMax; times++)
        {
            await Page.Keyboard.PressAsync(key);
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
                return;
        }

        Assert.Fail($"{TimesMax} times {key} did not lead to {target}.");
    }

    internal ILocator Editor(string label) => Page.GetByRole(AriaRole.Textbox, new() { Name = label, Exact = true });

    internal ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>The dialog that is open.</summary>
    internal ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    internal ILocator DialogButton(string name) => Dialog.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    internal ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    /// <summary>Keeps what a person would have seen, under the artifacts.</summary>
    internal async Task KeepPictureAsync()
    {
        var path = Path.Combine(SpineRequirement.Root, "artifacts", "browser", $"{Guid.NewGuid():n}.png");
        await Page.ScreenshotAsync(new() { Path = path });
        _faults.Enqueue($"picture: {path}");
    }

    private void Hear(IConsoleMessage message)
    {
        if (message.Type == "error" && !message.Text.StartsWith(AnswerIsError, StringComparison.Ordinal))
            _faults.Enqueue($"console: {message.Text} ({message.Location})");
    }

    private void Fail(IRequest request)
    {
        if (request.Failure != GivenUp)
            _faults.Enqueue($"request: {request.Method} {request.Url} {request.Failure}");
    }

    private void Judge(IResponse response)
    {
        var path = new Uri(response.Url).AbsolutePath;
        if (response.Status >= 400 && !_expected.ContainsKey((response.Status, path)) && !IsRefusalBelow(response.Status, path))
            _faults.Enqueue($"answer: {response.Status} {response.Request.Method} {response.Url}");
    }

    private bool IsRefusalBelow(int status, string path) => status is 403 or 404 && _expectedBelow.Any(below => path.StartsWith(below, StringComparison.Ordinal));
}
