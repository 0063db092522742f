using System.Diagnostics;

namespace Hops.EndToEnd.Tests.Platform;

/// <summary>Waits for what another process does.</summary>
internal static class Until
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks until it holds; fails with what it waited for after <paramref name="timeout"/>, a minute unless given.</summary>
    public static async Task HoldsAsync(string what, Func<Task<bool>> holds, TimeSpan? timeout = null)
    {
        var patience = timeout ?? TimeSpan.FromMinutes(1);
        var watch = Stopwatch.StartNew();
        while (!await holds())
        {
            if (watch.Elapsed > patience)
                Assert.Fail($"Waited {patience.TotalSeconds:0} s in vain until {what}.");
            await Task.Delay(Pause);
        }
    }

    /// <summary>Asks until nothing is left; fails with what is after a minute.</summary>
    public static async Task NoneIsLeftAsync(string what, Func<IEnumerable<string>> left)
    {
        string[] found = [];
        var refusal = await Record.ExceptionAsync(() => HoldsAsync($"none is left of {what}", () =>
        {
            found = [.. left()];
            return Task.FromResult(found.Length == 0);
        }));
        if (refusal is not null)
            Assert.Fail($"{refusal.Message} There is {string.Join(", ", found)}.");
    }
}
