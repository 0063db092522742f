using Hops.Net.Listeners;

namespace Hops.Cli.Server;

/// <summary>What a server says of itself when it is ready.</summary>
internal static class ServerBanner
{
    public static void Print(TextWriter write, ServerInstance server, ServerSettings settings)
    {
        var (http, roles) = (server.Addresses.Http, settings.Roles);
        write.WriteLine($"hops {typeof(ServerBanner).Assembly.GetName().Version?.ToString(3)}, data in {settings.DataDirectory}");
        if (roles != ServerRole.All)
            write.WriteLine($"  roles      {ServerRoles.Text(roles)}");
        if (server.HasPages)
            write.WriteLine($"  web        {http}");
        if (roles.HasFlag(ServerRole.Api))
            write.WriteLine($"  REST       {http}api/v1 (to read and try: {http}docs)");
        if (roles.HasFlag(ServerRole.Namenode))
            write.WriteLine($"  WebHDFS    {http}webhdfs/v1");
        if (roles.HasFlag(ServerRole.Registry))
            write.WriteLine($"  registry   {server.Addresses.Registry}");
        if (server.Listeners.Public(ListenerProtocol.Kafka) is { } kafka)
            write.WriteLine($"  Kafka      {kafka.HostAndPort} ({Mechanisms(kafka.Options)})");
        if (server.Addresses.Cluster is { } cluster)
            write.WriteLine($"  Kafka      the cluster at {server.Addresses.Kafka} ({(server.Addresses.KafkaTls ? "SASL_SSL" : "SASL_PLAINTEXT")}; {cluster.SaslMechanism}), names begin with {cluster.NamePrefix}PROJECT.");
        foreach (var other in server.Listeners.All.Where(one => one.Name is not ("http" or "kafka")))
            write.WriteLine($"  listener   {other.Name}: {(other.Options.Protocol == ListenerProtocol.Http ? other.Url.ToString() : other.HostAndPort)}");
        write.WriteLine($"  health     {http}healthz");
        if (roles.HasFlag(ServerRole.Supervisor))
            write.WriteLine($"  runners    {server.RunnersHeldBy}");
        Warn(write, server);
        if (server.OneTimeSecret is { } secret)
        {
            write.WriteLine($"  first run  sign in once as 'admin' with {secret.Password} (also in {secret.Path}); you will choose a password:");
            write.WriteLine($"             hops login --url {http} admin{(server.HasPages ? $", or {http} in a browser" : "")}");
        }

        write.WriteLine("ready");
        write.Flush();
    }

    private static string Mechanisms(ListenerOptions kafka)
    {
        const string bySecret = "PLAIN, SCRAM-SHA-256, SCRAM-SHA-512";
        return kafka switch
        {
            { ClientCertificate: ClientCertificateUse.Required } => "SSL; client certificate",
            { ClientCertificate: ClientCertificateUse.Optional } => $"SSL; client certificate, or SASL_SSL; {bySecret}",
            { Tls: true } => $"SASL_SSL; {bySecret}",
            _ => $"SASL_PLAINTEXT; {bySecret}",
        };
    }

    private static void Warn(TextWriter write, ServerInstance server)
    {
        if (server.OwnCertificate is { } path)
            write.WriteLine($"  TLS        made by the server itself: clients have to be told to trust {path}");
        var open = server.Listeners.All.Where(one => one.IsOpenToOthers && !one.Options.Tls).Select(one => one.Name).ToList();
        if (open.Count > 0)
            write.WriteLine($"  warning    others can connect to {string.Join(" and ", open)}, and nothing is encrypted there: set Tls for them, or put TLS in front");
    }
}
