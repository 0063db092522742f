namespace Hops.Kafka.Tests.Support;

/// <summary>A test that drives foreign programs; skipped, with the reason, where one of them is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolFactAttribute : FactAttribute
{
    private static readonly string Root = FindRoot();

    /// <param name="tools">What is needed.</param>
    public ToolFactAttribute(params ForeignTool[] tools) => Skip = tools.Select(Missing).FirstOrDefault(reason => reason is not null);

    /// <summary>Debian's interpreter, whose packages hold the clients.</summary>
    public static string Python => "/usr/bin/python3";

    /// <summary>Where the npm clients are.</summary>
    public static string NodeModules => Path.Combine(Root, "tests", "clients", "node_modules");

    /// <summary>The launcher of Apache Kafka's command line tools.</summary>
    public static string JavaTool => Path.Combine(
        Environment.GetEnvironmentVariable("ENGINES_DIR") ?? Path.Combine(Environment.GetEnvironmentVariable("HOME") ?? "/", ".cache", "hops-engines"),
        "kafka-4.3.1",
        "kafka");

    /// <summary>Apache Kafka's libraries, as a class path.</summary>
    public static string JavaLibraries => Path.Combine(Path.GetDirectoryName(JavaTool)!, "lib", "*");

    /// <summary>The repository.</summary>
    public static string Repository => Root;

    private static string? Missing(ForeignTool tool) => tool switch
    {
        ForeignTool.Kcat => Tool.Missing("kcat"),
        ForeignTool.Python => File.Exists(Python) ? null : "python3-kafka and python3-confluent-kafka are not installed",
        ForeignTool.Node => MissingOfNode(NodeModules),
        ForeignTool.Platformatic => MissingOfNode(Path.Combine(NodeModules, "@platformatic", "kafka")),
        ForeignTool.Java => Tool.Missing("java") ?? (File.Exists(JavaTool) ? null : $"the tools of Apache Kafka are not in {JavaTool}; set ENGINES_DIR"),
        _ => null,
    };

    private static string? MissingOfNode(string folder) =>
        Tool.Missing("node") ?? (Directory.Exists(folder) ? null : $"{Path.GetRelativePath(Root, folder)} is absent: run npm ci in tests/clients");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Hops.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("the tests do not run inside the repository");
    }
}

/// <summary>Foreign programs that tests drive.</summary>
public enum ForeignTool
{
    Kcat,
    Python,
    Node,
    Platformatic,
    Java,
}
