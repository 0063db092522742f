using System.Diagnostics;
using System.Globalization;

namespace Hops.Cli.Demo;

/// <summary>Tells what the demo does and keeps what it has proven.</summary>
internal sealed class DemoConsole
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly List<(bool Held, string Text)> _proofs = [];

    /// <summary>True as long as everything that was to be proven has held.</summary>
    public bool AllHeld => _proofs.TrueForAll(proof => proof.Held);

    /// <summary>Says what is done now.</summary>
    public void Step(string text) =>
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{_watch.Elapsed.TotalSeconds,5:0.0} s] {text}"));

    /// <summary>Keeps whether something holds.</summary>
    /// <param name="holds">Does it?</param>
    /// <param name="text">What is to hold.</param>
    /// <param name="found">What was found, told only if it does not hold.</param>
    public void Prove(bool holds, string text, string found = "")
    {
        var line = holds || found.Length == 0 ? text : $"{text}; but {found}";
        _proofs.Add((holds, line));
        Step($"{(holds ? "ok  " : "FAIL")} {line}");
    }

    /// <summary>Says at the end what was proven.</summary>
    public void Conclude()
    {
        Console.Out.WriteLine();
        Console.Out.WriteLine(AllHeld ? "Proven:" : "NOT proven:");
        foreach (var (held, text) in _proofs)
            Console.Out.WriteLine($"  {(held ? "ok  " : "FAIL")} {text}");
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The demo took {_watch.Elapsed.TotalSeconds:0.0} s."));
    }
}
