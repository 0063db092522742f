using Hops.Core.Health;
using Hops.Core.Storage;
using Hops.Platform.Mail;

namespace Hops.Platform.Tests.Mail;

public sealed class OutboxTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-outbox-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Mails_are_written_as_files_that_their_user_alone_reads_and_the_oldest_go()
    {
        var folder = Path.Combine(_directory, "outbox");
        var sent = new TaskCompletionSource();
        await using (var outbox = MailModule.Open(new MailOptions { FilesMax = 3 }, new RealDisk(), folder, TimeProvider.System, health: null))
        {
            for (var number = 0; number < 5; number++)
                outbox.Post(new OutgoingMail("ada@example.org", $"number {number}", "text"));
            await new Mailbox(folder).WaitAsync("ada@example.org", 3);
            while (!new Mailbox(folder).To("ada@example.org").Any(mail => mail.Subject == "number 4"))
                await Task.Delay(20);
        }

        var mails = new Mailbox(folder).To("ada@example.org");
        mails.Select(mail => mail.Subject).ShouldBe(["number 2", "number 3", "number 4"]);
        mails[0].Headers["Auto-Submitted"].ShouldBe("auto-generated");
        File.GetUnixFileMode(folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task What_cannot_be_handed_over_is_said_once_without_its_address_and_holds_up_nobody()
    {
        var health = new HealthBoard();
        var tried = new TaskCompletionSource();
        MailDelivery broken = (_, _) =>
        {
            tried.TrySetResult();
            throw new IOException("550 no such user ada@example.org");
        };
        await using var outbox = Outbox.Start(new MailOptions { QueueMax = 2 }, broken, TimeProvider.System, health);

        for (var number = 0; number < 100; number++)
            outbox.Post(new OutgoingMail("ada@example.org", "subject", "text"));
        await tried.Task.WaitAsync(TimeSpan.FromSeconds(60));

        health.Findings.Single().Subject.ShouldBe("mail");
        health.Findings.Single().Message.ShouldNotContain("ada");
    }
}
