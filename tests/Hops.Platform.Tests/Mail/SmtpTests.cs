using System.Net;
using System.Net.Sockets;
using Hops.Core.Storage;
using Hops.Platform.Mail;

namespace Hops.Platform.Tests.Mail;

/// <summary>Over a real socket, against a server that says just enough.</summary>
public sealed class SmtpTests
{
    [Fact]
    public async Task A_mail_is_handed_to_the_server_that_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var taken = TakeOneAsync(listener, offersTls: false);
        var options = new MailOptions
        {
            Host = "127.0.0.1",
            Port = ((IPEndPoint)listener.LocalEndpoint).Port,
            Security = MailSecurity.None,
            From = "hops@example.org",
        };
        await using var outbox = MailModule.Open(options, new RealDisk(), "/nowhere", TimeProvider.System, health: null);

        outbox.Post(new OutgoingMail("ada@example.org", "Hello", "the text"));

        var said = await taken.WaitAsync(TimeSpan.FromSeconds(60));
        said.ShouldContain("MAIL FROM:<hops@example.org>");
        said.ShouldContain("RCPT TO:<ada@example.org>");
        said.ShouldContain("the text");
    }

    [Fact]
    public async Task A_server_that_does_not_encrypt_gets_none_unless_that_is_asked_for()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var taken = TakeOneAsync(listener, offersTls: false);
        var options = new MailOptions { Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port };
        await using var outbox = MailModule.Open(options, new RealDisk(), "/nowhere", TimeProvider.System, health: null);

        outbox.Post(new OutgoingMail("ada@example.org", "Hello", "the text"));

        (await taken.WaitAsync(TimeSpan.FromSeconds(60))).ShouldNotContain("ada@example.org");
    }

    /// <summary>Answers one connection (RFC 5321) until it ends; what was said to it.</summary>
    private static async Task<string> TakeOneAsync(TcpListener listener, bool offersTls)
    {
        using var client = await listener.AcceptTcpClientAsync();
        using var reader = new StreamReader(client.GetStream());
        await using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 test");
        var (said, isContent) = (new List<string>(), false);
        while (await reader.ReadLineAsync() is { } line)
        {
            said.Add(line);
            if (isContent && line != ".")
                continue;
            var verb = line.Split(' ')[0].ToUpperInvariant();
            isContent = verb == "DATA";
            var answer = verb switch
            {
                "EHLO" => offersTls ? "250-test\r\n250 STARTTLS" : "250 test",
                "DATA" => "354 go on",
                "QUIT" => "221 bye",
                _ => "250 ok",
            };
            await writer.WriteLineAsync(answer);
            if (verb == "QUIT")
                break;
        }

        return string.Join('\n', said);
    }
}
