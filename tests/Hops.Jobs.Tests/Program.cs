using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Hops.Jobs.Sandbox;

namespace Hops.Jobs.Tests;

/// <summary>
/// A process that confines itself as a runner does, and then runs a script: <c>STAGING PORT SCRIPT</c>. With <c>STAGING PORT</c> alone it executes
/// itself again as a runner does, and then tries what a runner that was taken over would try from inside.
/// </summary>
internal static class Program
{
    private const string Hardened = "hardened";

    private static void Main(string[] args)
    {
        if (args[0] == Hardened)
        {
            TryEverything();
            return;
        }

        var scope = RunnerScope.For(args[0], [int.Parse(args[1], CultureInfo.InvariantCulture)], dataMaxBytes: 3L << 30, fileMaxBytes: 8 << 20);
        if (args.Length > 2)
            Confinement.Execute("/bin/bash", ["-c", args[2]], scope);
        Confinement.Execute(Environment.ProcessPath!, ["exec", typeof(Program).Assembly.Location, Hardened], scope);
    }

    private static void TryEverything()
    {
        Confinement.Harden();
        var thread = new Thread(() => Console.WriteLine("a thread runs"));
        thread.Start();
        thread.Join();
        try
        {
            using var process = Process.Start("/bin/echo", "another program runs");
            process.WaitForExit();
        }
        catch (Win32Exception refusal)
        {
            Console.WriteLine("no program: " + refusal.NativeErrorCode.ToString(CultureInfo.InvariantCulture));
        }

        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            Console.WriteLine("a local socket");
        }
        catch (SocketException)
        {
            using var allowed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            Console.WriteLine("no local socket");
        }

        try
        {
            var hoard = Enumerable.Range(0, 8).Select(_ => GC.AllocateUninitializedArray<byte>(1 << 30)).ToList();
            hoard.ForEach(part => Array.Fill(part, (byte)1));
            Console.WriteLine("8 GiB reserved");
        }
        catch (OutOfMemoryException)
        {
            Console.WriteLine("no more memory");
        }
    }
}
